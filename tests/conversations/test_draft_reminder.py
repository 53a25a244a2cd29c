"""A draft that waits for its proof is brought to mind once, after seven days."""

from tests.conversations.driver import words
from tests.conversations.later import drafted, news, submitted, verbs


async def test_seven_days_after_the_draft_was_made(product, ada):
    await ada.arrive()
    number = await drafted(ada)
    product.clock.move(days=6, hours=23)
    assert await news(ada) == []
    product.clock.move(hours=1)
    (said,) = await news(ada)
    assert "Fabrikam: the draft still waits for its proof. Nobody has been told yet." in said
    await ada.press("upload_poe")
    assert "Send the proof of execution" in words(ada.shown)
    product.clock.move(days=60)
    assert await news(ada) == []
    assert (await product.claim(number)).status == "draft"


async def test_the_reminder_leads_to_the_claims_own_proof(product, ada):
    await ada.arrive()
    await drafted(ada)
    await drafted(ada, customer="Tailspintoys")
    product.clock.move(days=7)
    first, second = await news(ada)
    assert {"Fabrikam" in first, "Fabrikam" in second} == {True, False}
    assert "upload_poe" in verbs(ada.shown)


async def test_a_submitted_or_dropped_claim_is_not_reminded_of(product, ada):
    await submitted(ada)
    await drafted(ada, customer="Tailspintoys")
    await ada.say("discard")
    await ada.say("yes")
    product.clock.move(days=8)
    assert not [said for said in await news(ada) if "waits for its proof" in said]
