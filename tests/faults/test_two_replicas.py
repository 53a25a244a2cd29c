"""Two assistants over the same data: either serves any turn, and each thing is done once.

On PostgreSQL and Azurite they share nothing else, as in a data centre: each has a folder of its
own, and the secret is set. On the embedded default they share the folder.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.claims.evidence import Inspection
from bot.claims.models import FileState, Status
from bot.jobs.outbox import LEASE
from tests.clocks import MovableClock
from tests.conversations.driver import ADA, RAE, Card, Chat, Connector, Product, actions, words
from tests.conversations.keeping import Settings, Start
from tests.conversations.later import (
    drafted,
    events,
    everything_said,
    final_answers,
    link_in,
    look,
    news,
    ready,
    reviewing,
    submitted,
)
from tests.conversations.story import pdf
from tests.faults.replicas import SECRET, Hopping, Replicas, at_both, customer_answers, mails

BEA = ("0a1b2c3d-0000-4000-8000-00000000bea0", "Bea Admin")


@pytest.fixture
async def replicas(start: Start, keeping: Settings) -> Replicas:
    connector, clock = Connector(), MovableClock()
    settings = {"admins": (ADA[0], BEA[0]), "secret": SECRET}
    folders = ("var", "var of the other") if keeping else ("var", "var")
    pair = [
        await start(settings, connector=connector, clock=clock, folder=each) for each in folders
    ]
    for each in pair:
        each.look_quickly()
        each.wait_for_files()
    return pair


async def test_a_claim_goes_from_one_replica_to_the_other_with_every_turn(
    replicas: Replicas,
) -> None:
    one, _ = replicas
    ada, rae = Hopping(replicas), Hopping(replicas, RAE)
    number = await submitted(ada)
    await rae.arrive()
    await rae.say("review")
    await rae.press("begin_review", {"claim_id": number})
    await rae.press("request_info", review_comment="Name the people you trained.")
    assert "Name the people you trained." in "\n".join(await news(ada))
    await ada.press("open_claim")
    await ada.say("The 400 people of the sales department.")
    await ada.say("submit")
    assert (await one.claim(number)).status is Status.SUBMITTED
    await rae.say(f"begin {number}")
    await rae.press("approve")
    await news(ada)
    (mail,) = mails(replicas)
    assert "You approved" in await customer_answers(replicas, link_in(mail), "approve")
    assert "the association is official" in "\n".join(await news(ada))
    told = Counter(await events(one, number))
    assert (told["submit"], told["request_info"], told["answer_action"]) == (1, 1, 1)
    assert (told["approve"], told["customer_approve"], told["become_official"]) == (1, 1, 1)
    assert (await one.claim(number)).status is Status.APPROVED


async def test_an_open_question_is_answered_at_the_other(replicas: Replicas) -> None:
    ada = Hopping(replicas)
    await drafted(ada)
    await ada.say("discard")
    assert "Discard the draft for Fabrikam?" in words(ada.shown)
    await ada.say("what is proof of execution?")
    await ada.say("discard")
    await ada.say("yes")
    assert (await replicas[0].claim()).status is Status.DISCARDED


async def test_a_card_that_is_old_at_one_is_old_at_the_other(replicas: Replicas) -> None:
    one, two = replicas
    ada = one.chat()
    await drafted(ada)
    await ada.press("upload_poe")
    await ada.send(("proof.pdf", pdf()))
    old = ada.press_activity(ada.button("submit_claim"), **final_answers(one))
    await ada.press("back")
    before = await one.claim()
    ada.product = two
    await ada.post(old)
    assert await one.claim() == before


async def test_the_same_submission_at_both_is_one(replicas: Replicas) -> None:
    one, two = replicas
    ada = one.chat()
    await ada.arrive()
    number = await ready(ada)
    press = ada.press_activity(ada.button("submit_claim"), **final_answers(one))
    bodies = await at_both(replicas, ada, press)
    assert all(body == bodies[0] for body in bodies)
    assert "Submitted" in words(ada.shown)
    await asyncio.gather(one.work(), two.work())
    assert len(mails(replicas)) == 1
    assert (await events(one, number)).count("submit") == 1


async def test_the_same_answer_at_both_goes_one_step_on(replicas: Replicas) -> None:
    one, _ = replicas
    ada = one.chat()
    await ada.say("new claim")
    role = {"solution_area": "modern_work_security", "partner_role": "use_or_consume"}
    chosen = ada.press_activity(ada.button("next"), **role, customer_name="new")
    bodies = await at_both(replicas, ada, chosen)
    assert all(body == bodies[0] for body in bodies)
    assert await one.newest() == await one.claim(1001), "one claim"
    assert (await one.claim()).partner_role == "use_or_consume"
    assert "customer_domain" in str(ada.shown), "the next step, not the one after"


async def test_the_same_draft_at_both_is_one(replicas: Replicas) -> None:
    one, two = replicas
    ada = one.chat()
    await ada.arrive()
    await almost_drafted(ada)
    bodies = await at_both(replicas, ada, ada.press_activity(ada.button("add_customer")))
    assert all(body == bodies[0] for body in bodies)
    assert await one.newest() == await two.claim(1001)
    assert (await events(one, 1001)).count("add_customer") == 1


@pytest.mark.parametrize("verb", ["approve", "reject"])
async def test_the_same_decision_at_both_is_one(replicas: Replicas, verb: str) -> None:
    one, two = replicas
    ada = one.chat()
    number, rae = await reviewing(ada)
    why = {"rejection_reason": "poe_dates", "review_comment": "Too old."}
    press = rae.press_activity(rae.button(verb), **(why if verb == "reject" else {}))
    bodies = await at_both(replicas, rae, press)
    assert all(body == bodies[0] for body in bodies)
    before = set(one.connector.messages)
    await asyncio.gather(one.work(), two.work())
    assert len(look(ada, before)) == 1
    assert (await events(one, number)).count(verb) == 1


async def test_the_customers_answer_at_both_is_one(replicas: Replicas) -> None:
    one, _ = replicas
    ada = one.chat()
    number = await submitted(ada)
    link = link_in(mails(replicas)[0])
    pages = await asyncio.gather(
        *(customer_answers(pair, link, "approve") for pair in (replicas, replicas[::-1]) * 3)
    )
    assert all("You approved" in page for page in pages)
    assert len(await news(ada)) == 1
    assert (await events(one, number)).count("customer_approve") == 1


async def test_two_reviewers_at_two_replicas_decide_once(replicas: Replicas) -> None:
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
    told = await events(one, number)
    decisions = [event for event in told if event in ("approve", "reject", "request_info")]
    assert len(decisions) == 1


async def test_two_drafts_for_the_same_at_two_replicas_are_one_and_a_refusal(
    replicas: Replicas,
) -> None:
    one, two = replicas
    chats = [one.chat(), two.chat(BEA)]
    for chat in chats:
        await chat.arrive()
        await almost_drafted(chat)
    await asyncio.gather(*(chat.press("add_customer") for chat in chats))
    claims = [await one.claim(number) for number in (1001, 1002)]
    assert sorted(bool(claim.added_at) for claim in claims) == [False, True]
    refused = chats[[bool(claim.added_at) for claim in claims].index(False)]
    assert "already covers" in words(refused.shown)


async def almost_drafted(chat: Chat) -> None:
    """Fill a claim in up to "Add customer"."""
    press = chat.press

    async def not_the_last(verb: str, *args: object, **inputs: object) -> Card:
        return chat.shown if verb == "add_customer" else await press(verb, *args, **inputs)

    chat.press = not_the_last  # type: ignore[method-assign]
    await drafted(chat)
    chat.press = press  # type: ignore[method-assign]


async def looked_at_slowly(product: Product) -> asyncio.Event:
    """Let this replica's look into a file take until the test says."""
    gate = asyncio.Event()

    async def wait(path: Path, kind: str) -> Inspection:
        await gate.wait()
        return Inspection(kind=kind, media_type="application/pdf")

    assert product.assistant
    product.assistant.intake._evidence._inspect = wait
    product.wait_for_files(0.05)
    return gate


async def test_a_file_checked_at_one_is_waited_for_at_the_other(replicas: Replicas) -> None:
    one, two = replicas
    gate = await looked_at_slowly(one)
    ada = one.chat()
    await drafted(ada)
    await ada.press("upload_poe")
    await ada.send(("proof.pdf", pdf()))
    ada.product = two
    await ada.press("next")
    assert "Still checking proof.pdf." in words(ada.shown)
    gate.set()
    await one.files_behind()
    assert len(await news(ada)) == 1
    await ada.press("open_claim")
    await ada.press("submit_claim", **final_answers(two))
    assert (await two.claim()).status is Status.SUBMITTED


async def test_a_file_lost_with_the_one_that_checked_it_is_given_up_by_the_other(
    replicas: Replicas,
) -> None:
    one, two = replicas
    await looked_at_slowly(one)
    ada = one.chat()
    await drafted(ada)
    await ada.press("upload_poe")
    await ada.send(("proof.pdf", pdf()))
    assert one.assistant
    for task in one.assistant.intake._background:
        task.cancel()
    await asyncio.sleep(0)
    two.clock.move(minutes=11)
    await two.work()
    assert (await two.claim()).poe_files == ()
    assert "proof.pdf" in words(ada.cards()[-1][1])


async def test_a_file_sent_to_one_is_opened_at_the_other(replicas: Replicas) -> None:
    one, two = replicas
    _, rae = await reviewing(one.chat())
    (url,) = [each["url"] for each in actions(rae.shown) if each["type"] == "Action.OpenUrl"]
    assert url.startswith(one.url)
    assert two.session
    async with two.session.get(two.url + urlsplit(url).path) as response:
        assert (response.status, await response.read()) == (200, pdf())


async def test_a_file_sent_to_one_is_removed_at_the_other(replicas: Replicas) -> None:
    one, two = replicas
    ada = one.chat()
    await drafted(ada)
    await ada.press("upload_poe")
    await ada.send(("proof.pdf", pdf()))
    (file,) = (await two.claim()).poe_files
    assert (file.state, await two.blobs()) == (FileState.CLEAN, {file.blob})
    ada.product = two
    await ada.say("remove proof")
    await two.work()
    assert (await one.claim()).poe_files == ()
    assert await one.blobs() == set()


async def test_the_outbox_gives_each_row_to_one_of_them(replicas: Replicas) -> None:
    one, two = replicas
    ada = one.chat()
    await ada.arrive()
    number = await ready(ada)
    await ada.press("submit_claim", **final_answers(one))
    rae = two.chat(RAE)
    await rae.say(f"begin {number}")
    await rae.say(f"note {number} nothing to tell")
    await rae.say(f"approve {number}")
    pumps = [each.assistant.pump for each in (one, two) if each.assistant]
    taken = await asyncio.gather(*(pump.run() for _ in range(5) for pump in pumps))
    assert sum(taken) == 4  # the mail, the news for the reviewer, and two for the admin
    assert len(mails(replicas)) == 1
    said = everything_said(ada)
    assert said.count("the review has begun. The decision") == 1
    assert said.count("unless the customer declines.") >= 1


@pytest.mark.parametrize("worker", [0, 1])
async def test_either_works_the_whole_outbox(replicas: Replicas, worker: int) -> None:
    one, _ = replicas
    ada = one.chat()
    await ada.arrive()
    number = await ready(ada)
    await ada.press("submit_claim", **final_answers(one))
    await replicas[worker].work()
    assert len(mails(replicas)) == len(replicas[worker].mails()) == 1
    rae = one.chat(RAE)
    await rae.say(f"begin {number}")
    before = set(one.connector.messages)
    await replicas[worker].work()
    assert len(look(ada, before)) == 1


async def test_what_one_took_and_never_delivered_the_other_delivers(replicas: Replicas) -> None:
    one, two = replicas
    ada = one.chat()
    await ada.arrive()
    await ready(ada)
    await ada.press("submit_claim", **final_answers(one))
    assert one.assistant
    assert len(await one.assistant.store.lease("lost", one.clock.now(), 20, LEASE)) >= 1
    await two.work()
    assert mails(replicas) == [], "not while it may still be on its way"
    two.clock.move(seconds=LEASE + 1)
    await asyncio.gather(one.work(), two.work())
    assert len(mails(replicas)) == 1


async def test_a_deadline_strikes_once(replicas: Replicas) -> None:
    one, two = replicas
    ada = one.chat()
    await submitted(ada)
    rae = one.chat(RAE)
    await rae.say("begin 1001")
    await rae.say("approve 1001")
    one.clock.move(days=30)
    clocks = [each.assistant.due for each in (one, two) if each.assistant]
    await asyncio.gather(*(due.run() for _ in range(3) for due in clocks))
    await asyncio.gather(one.work(), two.work())
    assert everything_said(ada).count("the association is official from today") == 1


async def test_one_goes_away_and_the_other_carries_on(replicas: Replicas) -> None:
    one, two = replicas
    ada = one.chat()
    await ada.arrive()
    number = await ready(ada)
    await one.stop()
    ada.product = two
    await ada.press("submit_claim", **final_answers(two))
    await two.work()
    assert len(mails(replicas)) == 1
    assert (await two.claim(number)).status is Status.SUBMITTED
    await one.start()
