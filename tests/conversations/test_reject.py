"""Rejection: one of the documented reasons, words for the partner, and the way on."""

import pytest

from bot.claims.models import REVIEWER_REASONS, Status
from tests.conversations.driver import choices, words
from tests.conversations.later import events, news, rejected, reviewing, verbs


async def test_the_documented_reasons_can_be_chosen_and_no_others(product, ada):
    _, rae = await reviewing(ada)
    assert choices(rae.shown, "rejection_reason") == [str(each) for each in REVIEWER_REASONS]


async def test_a_rejection_needs_a_reason_and_a_message(product, ada):
    number, rae = await reviewing(ada)
    await rae.press("reject", review_comment="")
    assert "✕ Choose a reason." in words(rae.shown)
    assert "✕ Write what the partner should do." in words(rae.shown)
    await rae.press("reject", rejection_reason="poe_dates", review_comment=" ")
    assert "✕ Write what the partner should do." in words(rae.shown)
    assert (await product.claim(number)).status is Status.UNDER_REVIEW
    assert await news(ada) == []


async def test_what_was_entered_is_kept_when_something_is_missing(product, ada):
    _, rae = await reviewing(ada)
    await rae.press("reject", review_comment="Not described.")
    await rae.press("reject", rejection_reason="poe_work_not_described")
    assert "Rejected. Ada Admin has been told." in words(rae.shown)


@pytest.mark.parametrize("reason", ["customer_declined", "no_partner_response", "because", ""])
async def test_a_reason_that_is_not_the_reviewers_is_refused(product, ada, reason):
    number, rae = await reviewing(ada)
    await rae.press("reject", rejection_reason=reason, review_comment="No.")
    assert "✕ Choose a reason." in words(rae.shown)
    assert (await product.claim(number)).status is Status.UNDER_REVIEW


async def test_the_admin_reads_reason_words_and_the_last_day_to_dispute(product, ada):
    number, rae = await reviewing(ada)
    await rae.press(
        "reject", rejection_reason="poe_work_not_described", review_comment="Say what you did."
    )
    (said,) = await news(ada)
    assert "Fabrikam: rejected." in said
    assert "dispute it, once, by Thu 9 July" in said
    await ada.press("open_claim")
    card = words(ada.shown)
    assert "Fabrikam: rejected on Tue 9 June" in card
    assert "Rae Reviewer wrote" in card
    assert "Say what you did." in card
    assert "Dispute it, once, by Thu 9 July, with better proof." in card
    assert {"dispute", "new_claim"} <= set(verbs(ada.shown))
    assert (await events(product, number))[-1] == "reject"


async def test_rejection_at_the_partners_request_cannot_be_disputed(product, ada):
    number, rae = await reviewing(ada)
    await rae.press(
        "reject", rejection_reason="partner_request", review_comment="As you asked on the phone."
    )
    (said,) = await news(ada)
    assert "dispute" not in said
    assert (await product.claim(number)).rejection.dispute_by is None


async def test_a_rejected_claim_lets_go_of_its_workloads(product, ada):
    number, _ = await rejected(ada)
    assert (await product.claim(number)).holds == ()
