"""An approved association is ended by the partner: asked once, and then for good."""

from bot.claims.models import Status
from tests.conversations.driver import words
from tests.conversations.later import approved, events, news, submitted, verbs


async def test_ending_is_offered_in_the_details_and_asked_once(product, ada):
    number, _ = await approved(ada)
    await ada.press("open_claim")
    await ada.press("open_claim", {"choice": "details"})
    await ada.press("disassociate")
    assert "End the association with Fabrikam?" in words(ada.shown)
    assert "Usage data stops at once" in words(ada.shown)
    assert (await product.claim(number)).status is Status.APPROVED
    await ada.press("back")
    assert (await product.claim(number)).status is Status.APPROVED


async def test_yes_ends_it_for_good(product, ada):
    number, _ = await approved(ada)
    product.clock.move(days=30)
    await news(ada)
    await ada.say(f"claim {number}")
    await ada.press("open_claim", {"choice": "details"})
    await ada.press("disassociate")
    await ada.press("disassociate")
    claim = await product.claim(number)
    assert claim.status is Status.REJECTED_FINAL
    assert claim.official_on is None
    assert claim.holds == ()
    assert "Fabrikam: the association has ended" in words(ada.shown)
    assert "Usage data has stopped." in words(ada.shown)
    assert "new_claim" in verbs(ada.shown)
    assert (await events(product, number))[-1] == "disassociate"


async def test_it_works_by_typing(product, ada):
    number, _ = await approved(ada)
    await ada.say(f"end association {number}")
    assert "End the association with Fabrikam?" in words(ada.shown)
    await ada.say("yes")
    assert (await product.claim(number)).status is Status.REJECTED_FINAL


async def test_an_ended_association_cannot_be_disputed(product, ada):
    number, _ = await approved(ada)
    await ada.say(f"end association {number}")
    await ada.say("yes")
    await ada.say(f"dispute {number} I did not mean it")
    assert "This rejection cannot be disputed." in words(ada.shown)


async def test_only_an_approved_claim_has_an_association_to_end(product, ada):
    number = await submitted(ada)
    await ada.say(f"end association {number}")
    await ada.say("yes")
    assert (await product.claim(number)).status is Status.SUBMITTED
