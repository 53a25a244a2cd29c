"""Approval: who is told what, and from which day the association is official."""

from datetime import date

from bot.claims.models import Status
from tests.conversations.driver import words
from tests.conversations.later import (
    answer_page,
    approved,
    events,
    everything_said,
    link_in,
    news,
    reviewing,
)


async def test_approval_names_the_official_day(product, ada):
    number, rae = await reviewing(ada)
    await rae.press("approve")
    assert "Approved. Ada Admin has been told. No claim waits." in words(rae.shown)
    (said,) = await news(ada)
    assert "approved. Official on Wed 17 June unless the customer declines." in said
    claim = await product.claim(number)
    assert claim.status is Status.APPROVED
    assert claim.official_on == date(2026, 6, 17)
    await ada.press("open_claim")
    assert "Official on Wed 17 June 2026" in words(ada.shown)


async def test_it_becomes_official_by_the_clock(product, ada):
    number, _ = await approved(ada)
    product.clock.at = product.clock.at.replace(day=16, hour=23, minute=59)
    assert await news(ada) == []
    product.clock.at = product.clock.at.replace(day=17, hour=0, minute=0)
    (said,) = await news(ada)
    assert "Fabrikam: the association is official from today" in said
    assert (await events(product, number))[-1] == "become_official"
    await ada.press("open_claim")
    assert "Fabrikam: approved and official" in words(ada.shown)
    product.clock.move(days=1)
    assert await news(ada) == []


async def test_the_customers_yes_makes_it_official_at_once(product, ada):
    number, rae = await reviewing(ada)
    await answer_page(product, link_in(product.mails()[0]), "approve")
    await news(ada)
    await rae.press("approve")
    said = "\n".join(await news(ada))
    assert "the association is official from today" in said
    assert (await product.claim(number)).official_on == product.clock.now().date()


async def test_a_yes_during_the_notice_period_ends_the_wait(product, ada):
    number, _ = await approved(ada)
    product.clock.move(days=1)
    await answer_page(product, link_in(product.mails()[0]), "approve")
    await news(ada)
    assert "the association is official from today" in everything_said(ada)
    assert (await product.claim(number)).official_on == date(2026, 6, 10)


async def test_a_late_approval_is_official_the_same_day(product, ada):
    _, rae = await reviewing(ada)
    product.clock.at = product.clock.at.replace(day=24)
    await rae.press("approve")
    await news(ada)
    assert "the association is official from today" in everything_said(ada)


async def test_approval_can_be_typed(product, ada):
    number, rae = await reviewing(ada)
    await rae.say(f"approve {number}")
    assert "Approved. Ada Admin has been told." in words(rae.shown)
    assert (await product.claim(number)).status is Status.APPROVED
