"""A proof ages out after 12 months: the admin is told ahead, and newer proof makes it good anew."""

from datetime import date, timedelta

import pytest

from bot.claims.models import DeadlineKind
from tests.conversations.driver import RAE, inputs, words
from tests.conversations.later import approved, events, final_answers, news, ready, verbs
from tests.conversations.story import pdf

NEWER = ("Newer.pdf", pdf(2))


@pytest.fixture
async def number(product, ada):
    """An association signed and approved on 9 June 2026, official and quiet."""
    number, _ = await approved(ada)
    product.clock.move(days=30)
    await news(ada)
    return number


async def told_ahead(product, ada):
    """Let time pass to the day of the reminder."""
    product.clock.at = product.clock.at.replace(year=2027, month=5, day=10, hour=0, minute=0)
    return await news(ada)


async def test_thirty_days_ahead_the_admin_is_told_once(product, ada, number):
    product.clock.at = product.clock.at.replace(year=2027, month=5, day=9, hour=23, minute=59)
    assert await news(ada) == []
    (said,) = await told_ahead(product, ada)
    assert "Fabrikam: the proof is good until Wed 9 June. Please add newer proof" in said
    product.clock.move(days=60)
    assert await news(ada) == []
    assert (await product.claim(number)).deadlines == ()


async def test_newer_proof_is_sent_dated_and_good_for_another_year(product, ada, number):
    await told_ahead(product, ada)
    await ada.press("add_poe")
    assert "The present proof is good until 9 June 2027." in words(ada.shown)
    assert "poe_signed_on" not in inputs(ada.shown)
    await ada.send(NEWER)
    assert "On which day did the customer sign the newer proof?" in words(ada.shown)
    assert "value" not in inputs(ada.shown)["poe_signed_on"]
    await ada.press("next", poe_signed_on="2027-05-08")
    assert "The proof is good until 8 May 2028." in words(ada.shown)
    claim = await product.claim(number)
    assert claim.poe_signed_on == date(2027, 5, 8)
    assert [file.name for file in claim.poe_files] == ["Signed.pdf", "Newer.pdf"]
    ages = claim.deadline(DeadlineKind.POE_AGES)
    assert ages.on == date(2028, 5, 8)
    assert (await events(product, number))[-2:] == ["add_file", "change"]
    product.clock.at = ages.at - timedelta(days=31)
    (said,) = await news(ada)
    assert "the proof is good until Mon 8 May" in said


async def test_a_date_without_newer_proof_or_one_that_is_not_newer_is_refused(product, ada, number):
    await ada.say(f"claim {number}")
    await ada.press("add_poe")
    await ada.say("2026-07-01")
    assert "No proof yet." in words(ada.shown)
    await ada.send(NEWER)
    await ada.press("next", poe_signed_on="2026-06-09")
    assert "The present proof is dated Tue 9 June." in words(ada.shown)
    await ada.press("next", poe_signed_on="2026-08-01")
    assert "This date is in the future." in words(ada.shown)
    await ada.press("next", poe_signed_on="")
    assert "poe_signed_on" in inputs(ada.shown)
    assert (await product.claim(number)).poe_signed_on == date(2026, 6, 9)


async def test_all_of_it_can_be_typed(product, ada, number):
    await ada.say(f"claim {number}")
    await ada.send(NEWER)
    assert "On which day did the customer sign the newer proof?" in words(ada.shown)
    await ada.say("signed on 2026-07-01")
    assert "The proof is good until 1 July 2027." in words(ada.shown)
    assert (await product.claim(number)).poe_signed_on == date(2026, 7, 1)


async def test_more_files_leave_a_half_typed_day_alone(product, ada, number):
    await ada.say(f"claim {number}")
    await ada.press("add_poe")
    await ada.send(NEWER)
    asking = ada.message_id
    await ada.send(("Annex.pdf", pdf(3)))
    assert "poe_signed_on" not in inputs(ada.shown)
    ada.message_id = asking
    await ada.say("2026-07-01")
    assert (await product.claim(number)).poe_signed_on == date(2026, 7, 1)


async def test_back_leaves_everything_as_it_was(product, ada, number):
    await ada.say(f"claim {number}")
    before = await product.claim(number)
    await ada.press("add_poe")
    await ada.press("back")
    assert "Fabrikam: approved and official" in words(ada.shown)
    assert await product.claim(number) == before


async def test_cancel_asks_for_nothing_as_nothing_was_entered(product, ada, number):
    await ada.say(f"claim {number}")
    before = await product.claim(number)
    await ada.press("add_poe")
    await ada.say("cancel")
    assert "Stopped." in words(ada.shown)
    assert await product.claim(number) == before


@pytest.mark.parametrize(
    ("signed", "days", "said"),
    [
        ("2025-06-20", 0, "the proof is good until Sat 20 June"),
        ("2025-06-10", 7, "the proof was good until Wed 10 June"),
    ],
)
async def test_a_proof_that_is_almost_over_at_the_approval_is_told_at_once(
    product, ada, signed, days, said
):
    await ada.arrive()
    number = await ready(ada)
    await ada.press("submit_claim", **{**final_answers(product), "poe_signed_on": signed})
    product.clock.move(days=days)
    rae = product.chat(RAE)
    await rae.arrive()
    await rae.say(f"begin {number}")
    await rae.press("approve")
    told = [each for each in await news(ada) if "the proof" in each]
    assert len(told) == 1
    assert said in told[0]
    assert await news(ada) == []


async def test_what_ages_needs_the_admin_in_the_list_and_on_its_card(product, ada, number):
    await ada.say("my claims")
    assert "Needs you" not in words(ada.shown)
    await told_ahead(product, ada)
    await ada.say("my claims")
    assert "Needs you" in words(ada.shown)
    assert "Newer proof by Wed 9 June" in words(ada.shown)
    assert "1 needs you" in words(ada.shown)
    await ada.say(f"claim {number}")
    assert "▲ The proof is good until 9 June 2027." in words(ada.shown)
    assert "Nothing for you to do" not in words(ada.shown)
    product.clock.move(days=60)
    await ada.say(f"claim {number}")
    assert "▲ The proof was good until 9 June 2027." in words(ada.shown)
    assert "add_poe" in verbs(ada.shown)
