"""Two reviewers, one claim: the second one hears when it was decided, and changes nothing."""

import pytest

from tests.conversations.driver import RAE, words
from tests.conversations.later import answer_page, approved, events, link_in, news, reviewing

RITA = ("0a1b2c3d-0000-4000-8000-0000000004af", "Rita Reviewer")
SAME = {"rejection_reason": "poe_dates", "review_comment": "Too old."}


@pytest.fixture
async def product(start):
    return await start({"reviewers": (RAE[0], RITA[0])})


@pytest.mark.parametrize("verb", ["approve", "reject", "request_info"])
async def test_a_press_on_a_card_from_before_the_decision(product, ada, verb):
    number, rae = await reviewing(ada)
    rita = product.chat(RITA)
    await rita.say(f"claim {number}")
    product.clock.move(minutes=31)
    await rae.press("approve")
    await news(ada)
    before, told = await product.claim(number), await events(product, number)
    await rita.press(verb, **SAME)
    assert "Already decided at 10:12. Nothing changed." in words(rita.shown)
    assert "Review queue" in words(rita.shown)
    assert await product.claim(number) == before
    assert await events(product, number) == told
    assert await news(ada) == []


async def test_a_typed_decision_that_comes_too_late(product, ada):
    number, rae = await approved(ada)
    product.clock.move(days=1)
    await rae.say(f"approve {number}")
    assert "Already decided on Tue 9 June, 09:41. Nothing changed." in words(rae.shown)


async def test_a_claim_the_customer_declined_meanwhile(product, ada):
    number, rae = await reviewing(ada)
    await answer_page(product, link_in(product.mails()[0]), "decline", "No")
    await rae.press("approve")
    assert "The claim changed meanwhile. Nothing was done" in words(rae.shown)
    assert "Customer declined on 9 June" in words(rae.shown)
    assert "approve" not in [each["verb"] for each in rae.shown.get("actions", [])]
    assert (await product.claim(number)).status == "rejected"


async def test_a_card_from_before_the_answer_cannot_decide_on_it(product, ada):
    """The claim is under review again, but the old card does not show what was answered."""
    number, rae = await reviewing(ada)
    old, message = rae.shown, rae.message_id
    await rae.press("request_info", review_comment="Who was trained?")
    await news(ada)
    await ada.say(f"claim {number}")
    await ada.press("answer_action", comments="Nobody, in the end.")
    await rae.say(f"begin {number}")
    before = await product.claim(number)
    rae.shown, rae.message_id = old, message
    await rae.press("approve")
    assert await product.claim(number) == before
    assert "The claim changed meanwhile. Nothing was done" in words(rae.shown)
    assert "Nobody, in the end." in words(rae.shown)
    await rae.press("approve")
    assert (await product.claim(number)).status == "approved"
