"""Sending proof files as Teams sends them: taken in, checked, listed, refused."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.claims.errors import Code
from bot.claims.evidence import Finding, Inspection
from tests.conversations.driver import Chat, titles, words
from tests.conversations.story import at_items, drafted, pdf, proof_names, submitted

NEEDS = "Send the proof of execution"


def everything(chat: Chat) -> str:
    return "\n".join(words(card) for _, card in chat.cards())


async def test_one_good_file_is_listed_and_the_submission_comes_by_itself(drafting: Chat) -> None:
    card = await drafting.send(("Signed.pdf", pdf()))
    assert "Describe the proof and submit" in words(card)
    assert "1 file is checked and listed." in words(card)
    listed = words(drafting.cards()[-2][1])
    assert "✓\nSigned.pdf" in listed
    assert "safe and readable" in listed
    (file,) = (await drafting.product.claim()).poe_files
    assert (file.name, file.state, file.size) == ("Signed.pdf", "clean", len(pdf()))


async def test_a_real_pdf_is_really_looked_into(ada: Chat) -> None:
    ada.product.wait_for_files()
    await drafted(ada)
    await ada.press("upload_poe")
    await ada.send(("Signed.pdf", pdf()))
    assert "Describe the proof and submit" in words(ada.shown)
    (file,) = (await ada.product.claim()).poe_files
    assert (file.state, file.media_type) == ("clean", "application/pdf")


async def test_what_is_not_what_its_name_says_is_refused(ada: Chat) -> None:
    ada.product.wait_for_files()
    await drafted(ada)
    await ada.press("upload_poe")
    card = await ada.send(("Signed.pdf", b"MZ this is a program" * 100))
    assert "Signed.pdf" in words(card)
    assert "✕" in words(card)
    assert (await ada.product.claim()).poe_files == ()


async def test_several_at_once(drafting: Chat) -> None:
    files = [("Signed.pdf", pdf()), ("Agenda.docx", b"PK agenda"), ("Photo.png", b"png")]
    card = await drafting.send(*files)
    assert "3 files are checked and listed." in words(card)
    assert await proof_names(drafting) == ["Signed.pdf", "Agenda.docx", "Photo.png"]


async def test_a_file_beside_a_line_of_text(drafting: Chat) -> None:
    await drafting.send(("Signed.pdf", pdf()), text="here it is")
    assert await proof_names(drafting) == ["Signed.pdf"]


async def test_the_text_html_companion_alone_is_no_file(drafting: Chat) -> None:
    await drafting.say("template please, what should be in it?")
    assert await proof_names(drafting) == []


async def test_a_pasted_picture_is_a_file_too(drafting: Chat) -> None:
    url = f"{drafting.product.connector.url}/downloads/pasted"
    drafting.product.connector.downloads["pasted"] = b"png bytes"
    picture = {"contentType": "image/png", "contentUrl": url}
    await drafting.post(drafting.activity(type="message", attachments=[picture]))
    assert await proof_names(drafting) == ["picture.png"]


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "pptx", "png", "jpg", "jpeg"])
async def test_each_kind_that_can_be_taken(drafting: Chat, kind: str) -> None:
    await drafting.send((f"Signed.{kind}", b"content"))
    assert await proof_names(drafting) == [f"Signed.{kind}"]


@pytest.mark.parametrize("name", ["notes.zip", "run.exe", "page.html", "noending"])
async def test_other_kinds_are_refused_and_the_kinds_said(drafting: Chat, name: str) -> None:
    card = await drafting.send((name, b"content"))
    said = f"I cannot take {name}: only PDF, Word, Excel, PowerPoint, PNG or JPG, up to 25 MB."
    assert said in words(card)
    assert NEEDS in words(card)
    assert await proof_names(drafting) == []


async def test_a_good_file_is_kept_where_another_is_refused(drafting: Chat) -> None:
    card = await drafting.send(("Signed.pdf", pdf()), ("notes.zip", b"zip"))
    assert "I cannot take notes.zip" in words(card)
    assert await proof_names(drafting) == ["Signed.pdf"]


async def test_an_empty_file(drafting: Chat) -> None:
    card = await drafting.send(("Signed.pdf", b""))
    assert "Signed.pdf is empty. Send it again." in words(card)


async def test_a_file_that_is_too_big(drafting: Chat) -> None:
    card = await drafting.send(("Signed.pdf", b"x" * (25 * 1024 * 1024 + 1)))
    assert "Signed.pdf is too big: 25 MB a file is the most." in words(card)
    assert await proof_names(drafting) == []


async def test_an_eleventh_file(drafting: Chat) -> None:
    await drafting.send(*[(f"File {n}.pdf", b"%d" % n) for n in range(10)])
    assert len(await proof_names(drafting)) == 10
    await drafting.send(("One more.pdf", b"more"))
    assert "10 files are the most. Remove one first" in everything(drafting)
    assert len(await proof_names(drafting)) == 10


async def test_the_same_content_twice(drafting: Chat) -> None:
    await drafting.send(("Signed.pdf", pdf()))
    await drafting.press("back")
    card = await drafting.send(("Copy.pdf", pdf()))
    assert "is already listed." in words(card)
    assert await proof_names(drafting) == ["Signed.pdf"]


async def test_the_same_file_twice_in_one_message(drafting: Chat) -> None:
    await drafting.send(("Signed.pdf", pdf()), ("Copy.pdf", pdf()))
    assert "is already listed." in everything(drafting)
    assert await proof_names(drafting) == ["Signed.pdf"]


async def test_the_same_name_with_other_content_gets_a_number(drafting: Chat) -> None:
    await drafting.send(("Signed.pdf", pdf()))
    await drafting.send(("Signed.pdf", pdf(2)))
    assert await proof_names(drafting) == ["Signed.pdf", "Signed (2).pdf"]


async def _behind(chat: Chat) -> tuple[asyncio.Event, list[Inspection]]:
    """Let the look into a file take until the test says, with the outcome the test gives."""
    gate, found = asyncio.Event(), [Inspection(kind="pdf", media_type="application/pdf")]

    async def look(path: Path, kind: str) -> Inspection:
        await gate.wait()
        return found[0]

    chat.product.assistant.intake._evidence._inspect = look
    chat.product.wait_for_files(0.05)
    return gate, found


async def test_a_slow_file_goes_on_behind_and_news_come(drafting: Chat) -> None:
    gate, _ = await _behind(drafting)
    card = await drafting.send(("Signed.pdf", pdf()))
    assert "◐\nSigned.pdf" in words(card)
    assert "checking, usually under a minute" in words(card)
    await drafting.press("next")
    assert "Still checking Signed.pdf." in words(drafting.shown)
    gate.set()
    await drafting.product.files_behind()
    await drafting.product.work()
    news = drafting.cards()[-1]
    assert titles(news[1]) == ["Continue"]
    drafting.message_id, drafting.shown = news
    await drafting.press("open_claim")
    assert "Describe the proof and submit" in words(drafting.shown)


async def test_a_slow_file_found_bad_is_taken_off_and_that_is_said(drafting: Chat) -> None:
    gate, found = await _behind(drafting)
    await drafting.send(("Signed.pdf", pdf()))
    found[0] = Inspection(code=Code.FILE_UNSAFE, finding=Finding.MACROS)
    gate.set()
    await drafting.product.files_behind()
    await drafting.product.work()
    assert await proof_names(drafting) == []
    assert "Signed.pdf" in words(drafting.cards()[-1][1])


async def test_a_restart_while_checking_gives_the_file_up_and_says_so(drafting: Chat) -> None:
    gate, _ = await _behind(drafting)
    await drafting.send(("Signed.pdf", pdf()))
    for task in drafting.product.assistant.intake._background:
        task.cancel()
    await asyncio.sleep(0)
    await drafting.product.restart()
    drafting.product.clock.move(minutes=11)
    await drafting.product.work()
    assert await proof_names(drafting) == []
    assert "Signed.pdf" in words(drafting.cards()[-1][1])
    gate.set()


async def test_an_unsafe_file_is_not_kept(drafting: Chat) -> None:
    gate, found = await _behind(drafting)
    drafting.product.wait_for_files()
    found[0] = Inspection(code=Code.FILE_UNSAFE, finding=Finding.MACROS)
    gate.set()
    card = await drafting.send(("Signed.docx", b"docx"))
    assert "Signed.docx has macros and is not safe to keep." in words(card)
    assert "Nothing was stored." in words(card)
    assert not await drafting.product.blobs()
    assert not list((drafting.product.folder / "quarantine").iterdir())


async def test_a_download_that_is_gone(drafting: Chat) -> None:
    activity = drafting.activity(type="message")
    activity["attachments"] = [
        {
            "contentType": "application/vnd.microsoft.teams.file.download.info",
            "name": "Signed.pdf",
            "content": {"downloadUrl": f"{drafting.product.connector.url}/downloads/gone"},
        }
    ]
    await drafting.post(activity)
    assert "Signed.pdf" in words(drafting.shown)
    assert "✕" in words(drafting.shown)


async def test_a_file_straight_after_the_draft_needs_no_press(ada: Chat) -> None:
    ada.product.look_quickly()
    ada.product.wait_for_files()
    await drafted(ada)
    await ada.send(("Signed.pdf", pdf()))
    assert "Describe the proof and submit" in words(ada.shown)


async def test_files_before_the_draft_are_kept_on_the_claim_in_hand(ada: Chat) -> None:
    ada.product.look_quickly()
    ada.product.wait_for_files()
    await at_items(ada)
    await ada.send(("Signed.pdf", pdf()))
    assert await proof_names(ada) == ["Signed.pdf"]
    await ada.say("continue")
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_a_file_with_no_claim_at_all(ada: Chat) -> None:
    await ada.send(("Signed.pdf", pdf()))
    assert "I find no" in words(ada.shown) or "Nothing was stored" in words(ada.shown)


async def test_with_several_claims_it_is_asked_which(ada: Chat) -> None:
    await drafted(ada, workloads="teams")
    await drafted(ada, workloads="intune")
    await drafted(ada, workloads="exchange_online")
    await ada.press("discard")
    await ada.say("yes")
    card = await ada.send(("Signed.pdf", pdf()))
    assert "Which claim is the file for? Open it, then send the file again." in words(card)
    assert titles(card).count("Open") == 2


async def test_a_submitted_claim_takes_no_file_and_says_why(ada: Chat) -> None:
    await submitted(ada)
    await ada.send(("Late.pdf", pdf(3)))
    assert await proof_names(ada) == ["Signed.pdf"]
    assert "I find no" in words(ada.shown) or "cannot be edited" in words(ada.shown)
