"""Stopped, killed or crashed in the middle of anything: claims, news and mails survive, once."""

import sqlite3
from collections import Counter
from contextlib import closing

import aiohttp
import pytest

from bot.claims.models import Status
from tests.conversations.driver import RAE, Connector, words
from tests.conversations.later import (
    answer_page,
    drafted,
    final_answers,
    link_in,
    news,
    said_in,
    submitted,
)
from tests.conversations.story import pdf
from tests.faults.process import ROOT, Process

CRASHING = str(ROOT / "tests/faults/crashing.py")


def restarting(product, chat):
    """Let the assistant be stopped and started before everything a person does."""
    original = chat.post

    async def after_a_restart(activity):
        await product.restart()
        product.look_quickly()
        product.wait_for_files()
        return await original(activity)

    chat.post = after_a_restart


async def test_a_claim_grows_over_restarts_between_all_its_steps(product, ada):
    restarting(product, ada)
    number = await submitted(ada)
    claim = await product.claim(number)
    assert claim.status is Status.SUBMITTED
    assert claim.workloads
    assert [file.name for file in claim.poe_files] == ["Signed.pdf"]
    assert len(product.mails()) == 1


async def test_a_review_goes_on_over_restarts(product, ada):
    number = await submitted(ada)
    rae = product.chat(RAE)
    restarting(product, rae)
    restarting(product, ada)
    await rae.say("review")
    await rae.press("begin_review", {"claim_id": number})
    await rae.press("request_info", review_comment="Who was trained?")
    await news(ada)
    await ada.press("open_claim")
    await ada.say("The sales team.")
    await ada.say("submit")
    assert (await product.claim(number)).status is Status.SUBMITTED
    await rae.say(f"begin {number}")
    await rae.press("approve")
    await product.restart()
    assert len(await news(ada)) >= 1
    assert (await product.claim(number)).status is Status.APPROVED


async def test_clocks_that_strike_while_it_is_down_are_caught_up(product, ada):
    await ada.arrive()
    await drafted(ada)
    await product.stop()
    product.clock.move(days=30)
    await product.start()
    assert len(await news(ada)) == 1
    assert await news(ada) == []


@pytest.fixture
async def crashing(tmp_path):
    async with Process(tmp_path / "var", connector=Connector(), script=CRASHING) as running:
        yield running


async def test_a_process_killed_between_presses(process):
    ada = process.chat()
    await ada.arrive()
    await process.restart()
    number = await drafted(ada)
    await process.restart()
    await ada.press("upload_poe")
    await process.restart()
    await ada.send(("proof.pdf", pdf()))
    await process.until_checked(number)
    await process.restart()
    await ada.say(f"claim {number}")
    await process.restart()
    await ada.press("submit_claim", **final_answers(process))
    await process.restart()
    await process.work()
    assert (await process.claim(number)).status is Status.SUBMITTED
    assert len(process.mails()) == 1


async def lost(process, chat, activity):
    """Send something on which the assistant dies; give what it answers after a restart."""
    with pytest.raises(aiohttp.ClientError):
        await chat.post(activity)
    await process.gone()
    await process.start()
    return await chat.post(activity)


TURN = ["before the commit", "after the commit"]


@pytest.mark.parametrize("place", TURN)
async def test_a_submission_that_dies_with_its_process(crashing, place):
    ada = crashing.chat()
    await ada.arrive()
    number = await crashing.ready(ada)
    activity = ada.press_activity(ada.button("submit_claim"), **final_answers(crashing))
    (crashing.folder / "crash-at").write_text(place)
    await lost(crashing, ada, activity)
    assert "◐ Submitted" in words(ada.shown)
    await crashing.work()
    store = await crashing.store()
    told = Counter(str(row.event) for row in await store.unit().history(None, number))
    assert (told["submit"], told["start"]) == (1, 1)
    assert len(crashing.mails()) == 1
    assert (await crashing.claim(number)).consent.mailed_at


@pytest.mark.parametrize("place", [*TURN, "before the reply", "after the reply"])
async def test_a_message_that_dies_with_its_process(crashing, place):
    ada = crashing.chat()
    await ada.arrive()
    before = len(ada.cards())
    (crashing.folder / "crash-at").write_text(place)
    line = ada.activity(type="message", text="my claims")
    await lost(crashing, ada, line)
    assert len(ada.cards()) == before + 1


@pytest.mark.parametrize("place", ["before the mail", "after the mail", "after the mail is noted"])
async def test_a_mail_that_dies_with_its_process(crashing, place):
    ada = crashing.chat()
    await ada.arrive()
    await crashing.ready(ada)
    (crashing.folder / "crash-at").write_text(place)
    await ada.press("submit_claim", **final_answers(crashing))
    await crashing.gone()
    await crashing.start()
    await release_leases(crashing)
    await crashing.work()
    assert len(crashing.mails()) == 1
    status, page = await answer_page(crashing, link_in(crashing.mails()[0]), "approve")
    assert (status, "You approved" in page) == (200, True)


async def release_leases(process):
    """Let a minute pass for the outbox: what the dead process had taken is free again."""
    with closing(sqlite3.connect(process.folder / "claims.db")) as database:
        database.execute(
            "UPDATE outbox SET leased_until = created_at WHERE leased_until IS NOT NULL"
        )
        database.commit()


@pytest.mark.parametrize("place", ["before the notice", "after the row is done"])
async def test_news_that_dies_with_its_process(crashing, place):
    ada = crashing.chat()
    number = await submitted_in(crashing, ada)
    (crashing.folder / "crash-at").write_text(place)
    rae = crashing.chat(RAE)
    await rae.say(f"begin {number}")
    await crashing.gone()
    await crashing.start()
    await release_leases(crashing)
    await crashing.work()
    said = "\n".join(said_in(each) for each in crashing.connector.messages.values())
    assert said.count("the review has begun. The decision") == 1


async def submitted_in(process, ada):
    await ada.arrive()
    number = await process.ready(ada)
    await ada.press("submit_claim", **final_answers(process))
    await process.work()
    return number


async def test_the_books_are_whole_after_all_this(crashing):
    ada = crashing.chat()
    number = await submitted_in(crashing, ada)
    await crashing.restart()
    assert (await crashing.claim(number)).version > 0
    store = await crashing.store()
    assert await store.ready()
    assert await store.parked() == []
