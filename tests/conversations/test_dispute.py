"""A rejection is disputed once and in time; the second decision is final."""

from bot.claims.models import Status
from tests.conversations.driver import words
from tests.conversations.later import answer_page, events, link_in, news, rejected, submitted, verbs


async def dispute(ada, why="The signed page describes the work."):
    await news(ada)
    if "dispute" not in verbs(ada.shown):
        await ada.press("open_claim")
    await ada.press("dispute", comments=why)


async def test_a_dispute_goes_to_the_reviewers_with_its_words(product, ada):
    number, rae = await rejected(ada)
    await dispute(ada)
    assert "Fabrikam: your dispute is with the reviewer" in words(ada.shown)
    assert "Tue 16 June" in words(ada.shown)
    assert (await product.claim(number)).status is Status.DISPUTED
    await rae.say("review")
    assert "Fabrikam" in words(rae.shown)
    await rae.press("open_claim", {"claim_id": number})
    assert "Disputed on Tue 9 June. Your decision is final." in words(rae.shown)
    assert "The signed page describes the work." in words(rae.shown)


async def test_a_dispute_needs_words(product, ada):
    number, _ = await rejected(ada)
    await dispute(ada, why=" ")
    assert (await product.claim(number)).status is Status.REJECTED
    assert "✕" in words(ada.shown)


async def test_a_dispute_can_be_typed(product, ada):
    number, _ = await rejected(ada)
    await ada.say(f"dispute {number} The signed page describes the work.")
    assert (await product.claim(number)).status is Status.DISPUTED


async def test_a_dispute_can_be_won(product, ada):
    number, rae = await rejected(ada)
    await dispute(ada)
    await rae.say(f"approve {number}")
    (said,) = await news(ada)
    assert "approved" in said
    assert (await product.claim(number)).status is Status.APPROVED


async def test_the_second_rejection_is_final(product, ada):
    number, rae = await rejected(ada)
    await dispute(ada)
    await rae.say(f"claim {number}")
    await rae.press("reject", rejection_reason="poe_dates", review_comment="Still no date.")
    (said,) = await news(ada)
    assert "dispute it" not in said
    claim = await product.claim(number)
    assert claim.status is Status.REJECTED_FINAL
    await ada.press("open_claim")
    assert "Fabrikam: the rejection is final" in words(ada.shown)
    assert "dispute" not in verbs(ada.shown)
    await ada.say(f"dispute {number} Once more")
    assert "A claim can be disputed once." in words(ada.shown)
    assert await product.claim(number) == claim


async def test_a_dispute_after_the_last_day_is_refused_with_a_way_on(product, ada):
    number, _ = await rejected(ada)
    before = await product.claim(number)
    product.clock.at = product.clock.at.replace(month=7, day=10)
    await ada.say(f"dispute {number} The signed page describes the work.")
    assert "The time to dispute it ended on Thu 9 July" in words(ada.shown)
    assert "new_claim" in verbs(ada.shown)
    assert await product.claim(number) == before


async def test_the_last_day_itself_is_in_time(product, ada):
    number, _ = await rejected(ada)
    product.clock.at = product.clock.at.replace(month=7, day=9, hour=23, minute=59)
    await ada.say(f"dispute {number} The signed page describes the work.")
    assert (await product.claim(number)).status is Status.DISPUTED


async def test_a_customers_decline_cannot_be_disputed(product, ada):
    number = await submitted(ada)
    await answer_page(product, link_in(product.mails()[0]), "decline")
    await news(ada)
    await ada.say(f"dispute {number} They did not mean it")
    assert "This rejection cannot be disputed." in words(ada.shown)
    assert (await events(product, number))[-1] == "customer_decline"
