"""A subscription ends: nobody tells us when, so the admin notes it and is told ahead."""

from datetime import date

import pytest

from bot.claims.models import Status
from tests.conversations.driver import RAE, inputs, prefilled, titles, words
from tests.conversations.later import approved, events, history, news, number_on, verbs
from tests.conversations.story import SUBSCRIPTION, submitted

RENEWED = "9a1c2d3e-1111-4a4a-8a39-0b6f2c9d7e15"


@pytest.fixture
async def rae(product):
    made = product.chat(RAE)
    await made.arrive()
    return made


@pytest.fixture
async def number(product, ada, rae):
    """A Business Applications association, approved and official."""
    await ada.arrive()
    await submitted(ada, "usage_recognition")
    number = number_on(ada.shown)
    await rae.say(f"begin {number}")
    await rae.press("approve")
    product.clock.move(days=30)
    await news(ada)
    await ada.say(f"claim {number}")
    return number


async def noted(ada, day="2026-12-31"):
    await ada.press("edit")
    await ada.press("next", subscription_ends_on=day)


async def test_what_is_not_known_is_said_and_can_be_noted(product, ada, number):
    assert "I do not know when the subscription ends." in words(ada.shown)
    await ada.press("edit")
    assert "I remind you 30 days before" in words(ada.shown)
    assert inputs(ada.shown)["subscription_ends_on"]["min"] == "2026-07-09"
    await ada.press("next", subscription_ends_on="2026-12-31")
    assert "The subscription ends on 31 December 2026, as you noted; the claim expires" in words(
        ada.shown
    )
    assert (await product.claim(number)).subscription_ends_on == date(2026, 12, 31)
    last = (await history(product, number))[-1]
    assert (last.event, last.fields) == ("change", ("subscription_ends_on",))


async def test_thirty_days_ahead_the_admin_is_told_once(product, ada, number):
    await noted(ada)
    product.clock.at = product.clock.at.replace(month=11, day=30, hour=23, minute=59)
    assert await news(ada) == []
    product.clock.at = product.clock.at.replace(month=12, day=1, hour=0, minute=0)
    (said,) = await news(ada)
    assert "Fabrikam: the subscription ends on Thu 31 December" in said
    assert {"edit", "new_claim"} <= set(verbs(ada.shown))
    await ada.say("my claims")
    assert "Subscription ends Thu 31 December" in words(ada.shown)
    product.clock.move(days=29)
    assert await news(ada) == []


async def test_renewed_under_the_same_id_it_goes_on(product, ada, number):
    await noted(ada)
    product.clock.at = product.clock.at.replace(month=12, day=1)
    await news(ada)
    await noted(ada, "2027-12-31")
    product.clock.at = product.clock.at.replace(year=2027, month=1, day=2)
    assert await news(ada) == []
    assert (await product.claim(number)).status is Status.APPROVED


async def test_after_the_last_day_the_claim_expires_and_the_way_on_is_prefilled(
    product, ada, number
):
    await noted(ada)
    product.clock.at = product.clock.at.replace(month=12, day=31, hour=23, minute=59)
    await news(ada)
    assert (await product.claim(number)).status is Status.APPROVED
    product.clock.move(minutes=1)
    (said,) = await news(ada)
    assert "Fabrikam: the subscription expired, and the claim with it." in said
    claim = await product.claim(number)
    assert (claim.status, claim.official_on, claim.expiry.by) == (Status.EXPIRED, None, "clock")
    assert (await events(product, number))[-1] == "expire"
    await ada.press("new_claim")
    await ada.answer(**prefilled(ada.shown))
    assert prefilled(ada.shown)["products"] == "sales"
    assert "subscription_id" not in prefilled(ada.shown)
    await ada.answer(products="sales", subscription_id=RENEWED)
    again = await product.newest()
    assert (again.based_on, again.subscription_id) == (number, RENEWED)
    assert again.customer_name == claim.customer_name


async def test_a_day_can_be_typed_and_forgotten_again(product, ada, number):
    await ada.press("edit")
    await ada.say("2027-03-31")
    assert (await product.claim(number)).subscription_ends_on == date(2027, 3, 31)
    await noted(ada, "")
    assert "I do not know when the subscription ends." in words(ada.shown)
    claim = await product.claim(number)
    assert claim.subscription_ends_on is None
    assert {str(row.kind) for row in claim.deadlines} == {"poe_reminder", "poe_ages"}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-07-08", "This day has passed."),
        ("2206-12-31", "more than ten years ahead"),
        ("in May", "This is not a date."),
    ],
)
async def test_a_day_that_cannot_be_is_refused(product, ada, number, day, said):
    await noted(ada, day)
    assert said in words(ada.shown)
    assert (await product.claim(number)).subscription_ends_on is None


async def test_a_reviewer_marks_a_claim_as_expired_and_the_admin_reads_why(
    product, ada, rae, number
):
    await rae.say(f"claim {number}")
    assert "Mark as expired" in titles(rae.shown)
    await rae.press("expire", review_comment="It ended on 30 June.")
    assert "Marked as expired. Ada Admin has been told." in words(rae.shown)
    (said,) = await news(ada)
    assert "the subscription expired, and the claim with it" in said
    assert "It ended on 30 June." in said
    await ada.say(f"claim {number}")
    assert "Rae Reviewer wrote" in words(ada.shown)
    assert SUBSCRIPTION in str((await product.claim(number)).subscription_id)
    await rae.say(f"expire {number}")
    assert (await events(product, number)).count("expire") == 1


async def test_expiring_can_be_typed_and_needs_a_subscription(product, ada, rae, number):
    await rae.say(f"expire {number} The customer moved to CSP.")
    assert (await product.claim(number)).expiry.comment == "The customer moved to CSP."
    modern, _ = await approved(ada)
    await rae.say(f"expire {modern}")
    assert "That is not possible" in words(rae.shown)
    assert (await product.claim(modern)).status is Status.APPROVED
    await ada.say(f"expire {modern}")
    assert (await product.claim(modern)).status is Status.APPROVED


async def test_what_is_known_and_what_not_is_answered(product, ada, number):
    await ada.say(f"When does claim {number} have to be renewed?")
    assert "is not known here" in words(ada.shown)
    await ada.say(f"claim {number}")
    await noted(ada)
    await ada.say(f"When does claim {number} have to be renewed?")
    assert "ends on Thu 31 December" in words(ada.shown)
