"""Two processes over the same data: nothing in one memory that the other could lean on."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.claims.models import Status
from tests.conversations.driver import RAE, Chat, Connector
from tests.conversations.keeping import ON_SERVERS, Settings
from tests.conversations.later import everything_said, final_answers, link_in
from tests.faults.process import Process
from tests.faults.replicas import SECRET, Hopping, at_both, customer_answers, mails

pytestmark = ON_SERVERS


@pytest.fixture
async def processes(tmp_path: Path, keeping: Settings) -> AsyncIterator[list[Process]]:
    connector = Connector()
    pair = [Process(tmp_path / each / "var", connector=connector) for each in ("a", "b")]
    for each in pair:
        each.folder.parent.mkdir()
        each.settings = {**keeping, "secret": SECRET}
    await asyncio.gather(*(each.start() for each in pair))
    yield pair
    for each in pair:
        await each.close()


async def test_two_processes_serve_one_claim_and_one_is_killed_on_the_way(
    processes: list[Process],
) -> None:
    one, two = processes
    ada, rae = Hopping([one, two]), Hopping([one, two], RAE)
    await ada.arrive()
    number = await one.ready(ada)
    press = ada.press_activity(ada.button("submit_claim"), **final_answers(one))
    bodies = await at_both([one, two], ada, press)
    assert all(body == bodies[0] for body in bodies)
    await two.work()
    (mail,) = mails([one, two])
    await one.kill()
    alone = Chat(two, *RAE)
    await alone.say(f"begin {number}")
    await one.start()
    rae.shown, rae.message_id = alone.shown, alone.message_id
    await rae.press("approve")
    assert "You approved" in await customer_answers([one, two], link_in(mail), "approve")
    await two.work()
    unit = (await one.store()).unit()
    told = Counter(str(row.event) for row in await unit.history(None, number))
    once = ("add_customer", "submit", "begin_review", "approve", "customer_approve")
    assert [told[event] for event in once] == [1, 1, 1, 1, 1]
    assert (await two.claim(number)).status is Status.APPROVED
    assert len(mails([one, two])) == 1
    assert everything_said(ada).count("the review has begun. The decision") == 1
