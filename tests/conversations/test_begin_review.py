"""A review begins: the reviewer sees what to decide on, the admin by when."""

from bot.claims.models import DeadlineKind, Status
from tests.conversations.driver import RAE, words
from tests.conversations.later import events, news, submitted, verbs


async def test_begin_review_moves_the_claim_and_opens_the_decision(product, ada):
    number = await submitted(ada)
    rae = product.chat(RAE)
    await rae.say("review")
    await rae.press("begin_review", {"claim_id": number})
    assert (await product.claim(number)).status is Status.UNDER_REVIEW
    assert "Contoso Consulting for Fabrikam" in words(rae.shown)
    assert {"approve", "request_info", "reject", "comment"} <= set(verbs(rae.shown))
    assert (await events(product, number))[-1] == "begin_review"


async def test_the_decision_card_shows_what_speaks_for_and_against(product, ada):
    number = await submitted(ada)
    rae = product.chat(RAE)
    await rae.say(f"begin {number}")
    said = words(rae.shown)
    assert "Domain and tenant ID match" in said
    assert "Customer notified on 9 June" in said
    assert "Signed.pdf" in said
    assert "We trained all 300 people" in said
    assert "Decide by" in said


async def test_the_admin_is_told_with_the_day_of_the_decision(product, ada):
    number = await submitted(ada)
    status_card = ada.message_id
    await product.chat(RAE).say(f"begin {number}")
    (said,) = await news(ada)
    assert "the review has begun. The decision comes by Mon 29 June" in said
    due = (await product.claim(number)).deadline(DeadlineKind.DECISION)
    assert due
    assert due.on.isoformat() == "2026-06-29"
    now = product.connector.messages[status_card]["attachments"][0]["content"]
    assert "Fabrikam: the review has begun" in words(now)


async def test_beginning_twice_changes_nothing(product, ada):
    number = await submitted(ada)
    rae = product.chat(RAE)
    await rae.say(f"begin {number}")
    await news(ada)
    before = await product.claim(number)
    await rae.say(f"begin {number}")
    assert "Nothing was done" in words(rae.shown)
    assert await product.claim(number) == before
    assert await news(ada) == []


async def test_a_claim_that_does_not_exist_cannot_be_begun(product, ada):
    rae = product.chat(RAE)
    await rae.say("begin 4711")
    assert "I find no such claim." in words(rae.shown)
