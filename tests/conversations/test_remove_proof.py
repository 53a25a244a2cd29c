"""Taking a proof file off again: by its button or by its name, and its bytes with it."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Chat, words
from tests.conversations.story import pdf, proof_names


async def test_removing_by_button(drafting: Chat) -> None:
    await drafting.send(("Signed.pdf", pdf()), ("Agenda.docx", b"agenda"))
    await drafting.press("back")
    agenda = (await drafting.product.claim()).poe_files[1]
    card = await drafting.press("edit", {"choice": agenda.id})
    assert "Agenda.docx is removed. 1 file is left." in words(card)
    assert await proof_names(drafting) == ["Signed.pdf"]


@pytest.mark.parametrize("typed", ["remove agenda", "remove Agenda.docx", "Remove AGENDA"])
async def test_removing_by_typing_a_part_of_the_name(drafting: Chat, typed: str) -> None:
    await drafting.send(("Signed.pdf", pdf()), ("Agenda.docx", b"agenda"))
    await drafting.say(typed)
    assert "Agenda.docx is removed. 1 file is left." in words(drafting.shown)
    assert await proof_names(drafting) == ["Signed.pdf"]


async def test_removing_what_is_not_there_or_not_clear(drafting: Chat) -> None:
    await drafting.send(("Signed one.pdf", pdf()), ("Signed two.pdf", pdf(2)))
    await drafting.say("remove letter")
    assert "I find no such file." in words(drafting.shown)
    await drafting.say("remove signed")
    told = words(drafting.shown)
    assert "More than one file fits: Signed one.pdf and Signed two.pdf." in told
    assert len(await proof_names(drafting)) == 2


async def test_the_last_file_removed_and_continue_says_what_is_missing(drafting: Chat) -> None:
    await drafting.send(("Signed.pdf", pdf()))
    await drafting.say("remove signed")
    assert "0 files are left." in words(drafting.shown)
    await drafting.say("continue")
    assert "No proof yet." in words(drafting.shown)


async def test_a_removed_files_bytes_are_deleted(drafting: Chat) -> None:
    await drafting.send(("Signed.pdf", pdf()))
    (file,) = (await drafting.product.claim()).poe_files
    assert file.blob in await drafting.product.blobs()
    await drafting.say("remove signed")
    await drafting.product.work()
    assert file.blob not in await drafting.product.blobs()
