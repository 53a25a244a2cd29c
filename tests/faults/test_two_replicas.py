"""Two assistants over one database: any of them serves any turn, and each thing is done once."""

import asyncio

import pytest
from driver import ADA, RAE, Connector, MovableClock, Product, words
from later import drafted, everything_said, final_answers, ready, stored, submitted

from bot.claims.models import Status


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """Give the setting that names the database both share; empty: the file in their folder."""
    if request.param == "sqlite":
        return {}
    return {"database_url": request.getfixturevalue("postgres_url")()}


@pytest.fixture
async def replicas(tmp_path, database):
    connector, clock = Connector(), MovableClock()
    settings = {"admins": (ADA[0], "0a1b2c3d-0000-4000-8000-00000000bea0"), **database}
    pair = [Product(tmp_path / "var", clock, connector, settings) for _ in range(2)]
    for each in pair:
        await each.start()
        each.look_quickly()
        each.wait_for_files()
    yield pair
    for each in pair:
        await each.close()


def hopping(chat, replicas):
    """Let every turn be served by the other replica."""
    original, turns = chat.post, iter(range(1_000))

    async def elsewhere(activity):
        chat.product = replicas[next(turns) % 2]
        return await original(activity)

    chat.post = elsewhere


async def test_a_claim_goes_from_one_replica_to_the_other_with_every_turn(replicas):
    one, _ = replicas
    ada = one.chat()
    hopping(ada, replicas)
    number = await submitted(ada)
    rae = one.chat(RAE)
    hopping(rae, replicas)
    await rae.say(f"begin {number}")
    await rae.press("approve")
    assert (await stored(one, number)).status is Status.APPROVED
    assert len(one.mails()) == 1


async def test_the_same_submission_at_both_is_one(replicas):
    one, two = replicas
    ada = one.chat()
    await ada.arrive()
    number = await ready(ada)
    activity = ada.press_activity(ada.button("submit_claim"), **final_answers(one))
    other = two.chat()
    bodies = await asyncio.gather(
        *(chat.post({**activity, "id": f"{n}"}) for n in range(10) for chat in (ada, other))
    )
    assert all(body == bodies[0] for body in bodies)
    assert "Submitted" in words(ada.shown)
    await asyncio.gather(one.work(), two.work())
    assert len(one.mails()) == 1
    told = await one.assistant.store.unit().history(None, number)
    assert [row.event for row in told].count("submit") == 1


async def test_two_reviewers_at_two_replicas_decide_once(replicas):
    one, two = replicas
    ada = one.chat()
    number = await submitted(ada)
    rae, rita = one.chat(RAE), two.chat(RAE)
    rita.message_id = "elsewhere"
    await rae.say(f"begin {number}")
    await asyncio.gather(
        rae.say(f"approve {number}"),
        rita.say(f"reject {number}"),
        rita.say(f"ask {number} Who was trained?"),
    )
    told = await one.assistant.store.unit().history(None, number)
    decisions = [row.event for row in told if row.event in ("approve", "reject", "request_info")]
    assert len(decisions) == 1


async def test_two_drafts_for_the_same_at_two_replicas_are_one_and_a_refusal(replicas):
    one, two = replicas
    bea = ("0a1b2c3d-0000-4000-8000-00000000bea0", "Bea Admin")
    chats = [one.chat(), two.chat(bea)]
    for chat in chats:
        await chat.arrive()
        await almost_drafted(chat)
    await asyncio.gather(*(chat.press("add_customer") for chat in chats))
    claims = [await stored(one, number) for number in (1001, 1002)]
    assert sorted(bool(claim.added_at) for claim in claims) == [False, True]
    refused = chats[[bool(claim.added_at) for claim in claims].index(False)]
    assert "already covers" in words(refused.shown)


async def almost_drafted(chat):
    """Fill a claim in up to "Add customer"."""
    press = chat.press

    async def not_the_last(verb, *args, **inputs):
        return chat.shown if verb == "add_customer" else await press(verb, *args, **inputs)

    chat.press = not_the_last
    await drafted(chat)
    chat.press = press


async def test_the_outbox_gives_each_row_to_one_of_them(replicas):
    one, two = replicas
    ada = one.chat()
    await ada.arrive()
    number = await ready(ada)
    await ada.press("submit_claim", **final_answers(one))
    rae = two.chat(RAE)
    await rae.say(f"begin {number}")
    await rae.say(f"note {number} nothing to tell")
    await rae.say(f"approve {number}")
    taken = await asyncio.gather(
        *(each.assistant.pump.run() for _ in range(5) for each in (one, two))
    )
    assert sum(taken) == 4  # the mail, the news for the reviewer, and two for the admin
    assert len(one.mails()) == 1
    said = everything_said(ada)
    assert said.count("the review has begun. The decision") == 1
    assert said.count("unless the customer declines.") >= 1


async def test_a_deadline_strikes_once(replicas):
    one, two = replicas
    ada = one.chat()
    await submitted(ada)
    rae = one.chat(RAE)
    await rae.say("begin 1001")
    await rae.say("approve 1001")
    one.clock.move(days=30)
    await asyncio.gather(*(each.assistant.due.run() for _ in range(3) for each in (one, two)))
    await asyncio.gather(one.work(), two.work())
    assert everything_said(ada).count("the association is official from today") == 1


async def test_one_goes_away_and_the_other_carries_on(replicas):
    one, two = replicas
    ada = one.chat()
    await ada.arrive()
    number = await ready(ada)
    await one.stop()
    ada.product = two
    await ada.press("submit_claim", **final_answers(two))
    await two.work()
    assert len(two.mails()) == 1
    assert (await stored(two, number)).status is Status.SUBMITTED
    await one.start()
