"""Teams delivers an activity twice, perhaps under a new id: it is done once, and answered alike."""

import asyncio
import uuid

import pytest

from bot.claims.models import Status
from tests.conversations.driver import RAE, words
from tests.conversations.later import events, final_answers, news, ready, submitted
from tests.conversations.story import FABRIKAM, at_customer

PARALLEL = 20


def execute(chat, verb, **inputs):
    return chat.press_activity(chat.button(verb), **inputs)


def submit(chat, verb, **inputs):
    """The same press from a client that knows no Action.Execute."""
    data = {**chat.button(verb)["fallback"]["data"], **inputs}
    return chat.activity(type="message", value=data, replyToId=chat.message_id)


def again(activity):
    return dict(activity)


def under_a_new_id(activity):
    return {**activity, "id": str(uuid.uuid4())}


KINDS = pytest.mark.parametrize("press", [execute, submit])
COPIES = pytest.mark.parametrize("copy", [again, under_a_new_id])


async def seen(chat):
    return {key: words(card) for key, card in chat.cards()}


@KINDS
@COPIES
async def test_submitting_in_parallel_makes_one_submission(product, ada, press, copy):
    await ada.arrive()
    number = await ready(ada)
    activity = press(ada, "submit_claim", **final_answers(product))
    bodies = await asyncio.gather(*(ada.post(copy(activity)) for _ in range(PARALLEL)))
    assert ada.status == 200
    assert all(body == bodies[0] for body in bodies)
    await product.work()
    assert len(product.mails()) == 1
    assert (await events(product, number)).count("submit") == 1
    assert (await product.claim(number)).status is Status.SUBMITTED


@KINDS
@COPIES
async def test_one_after_the_other_gives_the_same_reply(product, ada, press, copy):
    await ada.arrive()
    number = await ready(ada)
    activity = press(ada, "submit_claim", **final_answers(product))
    first = await ada.post(activity)
    shown, before = await seen(ada), await product.claim(number)
    second = await ada.post(copy(activity))
    assert second == first
    assert await seen(ada) == shown
    assert await product.claim(number) == before


@KINDS
@COPIES
async def test_adding_the_customer_in_parallel_makes_one_draft(product, ada, press, copy):
    await ada.arrive()
    await at_customer(ada)
    activity = press(ada, "next", **FABRIKAM)
    await asyncio.gather(*(ada.post(copy(activity)) for _ in range(PARALLEL)))
    assert (await events(product, 1001)).count("start") == 1
    assert await product.assistant.store.unit().claim(None, 1002) is None
    assert (await product.claim(1001)).customer_name == "Fabrikam"


async def test_a_typed_line_delivered_twice_is_taken_once(product, ada):
    await ada.arrive()
    line = ada.activity(type="message", text="new claim")
    await ada.post(line)
    shown = await seen(ada)
    await asyncio.gather(*(ada.post(dict(line)) for _ in range(5)))
    assert await seen(ada) == shown


async def test_a_file_delivered_twice_is_listed_once(product, ada):
    await ada.arrive()
    number = await ready(ada)
    names = [file.name for file in (await product.claim(number)).poe_files]
    assert names == ["Signed.pdf"]
    sent = []
    original = ada.post

    async def twice(activity):
        sent.append(activity)
        await original(activity)
        return await original(activity)

    ada.post = twice
    await ada.send(("second.pdf", b"%PDF-1.4\nsecond"))
    assert sent
    names = [file.name for file in (await product.claim(number)).poe_files]
    assert names == ["Signed.pdf", "second.pdf"]


async def test_the_same_decision_delivered_many_times_is_told_once(product, ada):
    number = await submitted(ada)
    rae = product.chat(RAE)
    await rae.say(f"begin {number}")
    await news(ada)
    activity = execute(rae, "approve")
    await asyncio.gather(*(rae.post(under_a_new_id(activity)) for _ in range(PARALLEL)))
    assert len(await news(ada)) == 1
    assert (await events(product, number)).count("approve") == 1


async def test_an_answer_whose_delivery_failed_is_sent_by_the_next_delivery(product, ada):
    """The channel was busy when the reply left: it re-sends the message, and the reply follows."""
    await ada.arrive()
    product.connector.failing = 3
    line = ada.activity(type="message", text="new claim")
    await ada.post(line)
    assert ada.status == 503
    await ada.post(line)
    assert ada.status == 200
    assert "partner_role" in str(ada.shown)
