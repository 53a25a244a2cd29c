"""The customer is e-mailed again: the same link, three a day; a new address gets a new one."""

from bot.claims.models import Status
from tests.conversations.driver import words
from tests.conversations.later import (
    answer_page,
    asked,
    link_in,
    look_at_page,
    mail,
    news,
    submitted,
)


async def test_the_mail_sent_again_carries_the_same_link(product, ada):
    number = await submitted(ada)
    await ada.press("resend_consent")
    assert "casey@fabrikam.example" in words(ada.shown)
    await news(ada)
    first, second = product.mails()
    assert link_in(first) == link_in(second)
    assert (await look_at_page(product, link_in(first)))[0] == 200
    assert (await product.claim(number)).consent.round == 1


async def test_three_mails_a_day_are_the_limit(product, ada):
    number = await submitted(ada)
    for _ in range(2):
        await ada.say(f"resend {number}")
    before = await product.claim(number)
    await ada.say(f"resend {number}")
    assert "3 e-mails a day is the limit." in words(ada.shown)
    assert await product.claim(number) == before
    await news(ada)
    assert len(product.mails()) == 3
    product.clock.move(days=1)
    await ada.say(f"resend {number}")
    await news(ada)
    assert len(product.mails()) == 4


async def test_the_same_press_delivered_twice_sends_one_mail(product, ada):
    await submitted(ada)
    activity = ada.press_activity(ada.button("resend_consent"))
    await ada.post(activity)
    await ada.post({**activity, "id": "another"})
    await news(ada)
    assert len(product.mails()) == 2


async def test_a_changed_address_voids_the_old_link(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    old = link_in(product.mails()[0])
    await ada.say(f"claim {number}")
    await ada.press("edit", {"section": None})
    await ada.press("edit", {"section": "contacts"})
    await ada.press("next", customer_contact_email="dana@fabrikam.example")
    await ada.say(f"claim {number}")
    await ada.press("answer_action", comments="Dana is the right contact.")
    await news(ada)
    assert (await product.claim(number)).status is Status.SUBMITTED
    latest = next(each for each in product.mails() if link_in(each) != old)
    assert mail(latest)["To"].addresses[0].addr_spec == "dana@fabrikam.example"
    assert "does not work any more" in (await look_at_page(product, old))[1]
    await answer_page(product, link_in(latest), "approve")
    assert (await product.claim(number)).consent.answer


async def test_a_closed_claim_mails_nobody(product, ada):
    number = await submitted(ada)
    await ada.say(f"withdraw {number}")
    await ada.say("yes")
    await ada.say(f"resend {number}")
    await news(ada)
    assert len(product.mails()) == 1
