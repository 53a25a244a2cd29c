"""A reviewer asks for more; the admin answers in time, in whichever way, or the claim lapses."""

from bot.claims.models import RejectionReason, Status
from tests.conversations.driver import inputs, titles, words
from tests.conversations.later import answer_page, asked, events, link_in, news, reviewing, verbs
from tests.conversations.story import pdf

TWO_POINTS = "1. Name the people you trained.\n2. Send the signed page."


def card_of(product, message_id):
    return product.connector.messages[message_id]["attachments"][0]["content"]


async def test_a_question_needs_words(product, ada):
    number, rae = await reviewing(ada)
    await rae.press("request_info", review_comment="  ")
    assert "Write what the partner should do." in words(rae.shown)
    assert (await product.claim(number)).status is Status.UNDER_REVIEW
    assert await news(ada) == []


async def test_the_admin_is_told_and_the_claims_card_asks(product, ada):
    number, rae = await reviewing(ada)
    status_card = ada.product.connector.updates[-1]
    await rae.press("request_info", review_comment=TWO_POINTS)
    assert "Your question is with Ada Admin." in words(rae.shown)
    (said,) = await news(ada)
    assert "the reviewer asks for more. Please answer by Mon 29 June." in said
    card = card_of(product, status_card)
    assert "Fabrikam: answer two points by Mon 29 June" in words(card)
    assert "Rae Reviewer asked on Tue 9 June" in words(card)
    assert "Send the signed page." in words(card)
    assert "14 business days are left" in words(card)
    assert {"answer_action", "add_poe", "withdraw"} <= set(verbs(card))
    assert (await product.claim(number)).request.text == TWO_POINTS


async def test_an_answer_on_the_card_goes_back_to_the_queue(product, ada):
    number, rae = await asked(ada)
    await news(ada)
    await ada.press("open_claim")
    await ada.press("answer_action", comments="We trained the sales team.")
    claim = await product.claim(number)
    assert claim.status is Status.SUBMITTED
    assert claim.comments == "We trained the sales team."
    assert claim.request is None
    assert "◐ Submitted" in words(ada.shown)
    await rae.say("review")
    assert "Fabrikam" in words(rae.shown)
    await rae.say(f"begin {number}")
    assert "We trained the sales team." in words(rae.shown)


async def test_an_empty_answer_is_asked_again_and_nothing_is_sent(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    await ada.press("open_claim")
    await ada.press("answer_action", comments="")
    assert "✕ Type your answer to the reviewer." in words(ada.shown)
    assert (await product.claim(number)).status is Status.ACTION_REQUIRED
    await ada.press("answer_action", comments="We trained the sales team.")
    assert (await product.claim(number)).status is Status.SUBMITTED


async def test_the_answer_can_be_typed(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    await ada.say(f"claim {number}")
    await ada.say("We trained the sales team.")
    assert "Your answer is saved." in words(ada.shown)
    assert (await product.claim(number)).status is Status.ACTION_REQUIRED
    await ada.say("submit")
    claim = await product.claim(number)
    assert claim.status is Status.SUBMITTED
    assert claim.comments == "We trained the sales team."


async def test_earlier_comments_are_no_answer(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    await ada.say(f"claim {number}")
    assert "value" not in inputs(ada.shown)["comments"]
    await ada.say("submit")
    assert (await product.claim(number)).status is Status.ACTION_REQUIRED


async def test_a_file_can_be_added_before_the_answer(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    await ada.press("open_claim")
    await ada.send(("signed-page.pdf", pdf() + b"\n% second"))
    names = [file.name for file in (await product.claim(number)).poe_files]
    assert names == ["Signed.pdf", "signed-page.pdf"]
    assert "signed-page.pdf" in words(ada.shown)
    await ada.say("See the new file.")
    await ada.say("submit")
    assert (await product.claim(number)).status is Status.SUBMITTED


async def test_details_can_be_changed_before_the_answer(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    await ada.press("open_claim")
    await ada.press("edit", {"section": None})
    await ada.press("edit", {"section": "contacts"})
    await ada.press("next", customer_contact_title="Head of IT")
    claim = await product.claim(number)
    assert claim.customer_contact_title == "Head of IT"
    assert claim.status is Status.ACTION_REQUIRED
    await ada.say(f"claim {number}")
    await ada.press("answer_action", comments="Title corrected.")
    assert (await product.claim(number)).status is Status.SUBMITTED


async def test_role_area_and_payment_stay(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    before = await product.claim(number)
    await ada.press("open_claim")
    await ada.press("answer_action", comments="Hello there", partner_role="usage_recognition")
    assert (await product.claim(number)).partner_role is before.partner_role


async def test_changed_workloads_ask_the_customer_again(product, ada):
    number, rae = await reviewing(ada)
    await answer_page(product, link_in(product.mails()[0]), "approve")
    await rae.press("request_info", review_comment="Intune was part of it, was it not?")
    await news(ada)
    await ada.say(f"claim {number}")
    await ada.press("edit", {"section": None})
    await ada.press("edit", {"section": "workloads"})
    await ada.press("next", workloads="teams,exchange_online,intune")
    await ada.say(f"claim {number}")
    await ada.press("answer_action", comments="Yes, Intune is added.")
    await news(ada)
    claim = await product.claim(number)
    assert claim.status is Status.SUBMITTED
    assert claim.consent.answer is None
    first, second = product.mails()
    assert link_in(first) == link_in(second)
    assert "Intune" in second.read_text()


async def test_unchanged_workloads_keep_the_customers_word(product, ada):
    number, rae = await reviewing(ada)
    await answer_page(product, link_in(product.mails()[0]), "approve")
    await rae.press("request_info", review_comment="Who was trained?")
    await news(ada)
    await ada.say(f"claim {number}")
    await ada.press("answer_action", comments="The sales team.")
    await news(ada)
    assert (await product.claim(number)).consent.answer
    assert len(product.mails()) == 1


async def test_reminders_come_five_and_one_business_days_before(product, ada):
    await asked(ada)
    await news(ada)
    product.clock.at = product.clock.at.replace(month=6, day=21)
    assert await news(ada) == []
    product.clock.at = product.clock.at.replace(day=22)
    (five,) = await news(ada)
    assert "the reviewer waits for your answer until Mon 29 June" in five
    assert "5 business days are left" in five
    product.clock.at = product.clock.at.replace(day=26)
    (one,) = await news(ada)
    assert "1 business day is left. Without it the claim is rejected." in one
    assert await news(ada) == []


async def test_a_reminder_leaves_a_half_typed_answer_alone(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    await ada.press("open_claim")
    product.connector.updates.clear()
    product.clock.at = product.clock.at.replace(day=22)
    assert len(await news(ada)) == 1
    assert product.connector.updates == []
    assert (await product.claim(number)).status is Status.ACTION_REQUIRED


async def test_without_an_answer_the_claim_lapses_with_a_way_on(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    product.clock.at = product.clock.at.replace(day=30, hour=0, minute=1)
    said = (await news(ada))[-1]
    assert "no answer came in time" in said
    assert "dispute it, once, by Thu 30 July" in said
    claim = await product.claim(number)
    assert claim.status is Status.REJECTED
    assert claim.rejection.reason is RejectionReason.NO_PARTNER_RESPONSE
    assert (await events(product, number))[-1] == "lapse"
    await ada.press("open_claim")
    assert "The time to answer ended" in words(ada.shown)
    assert {"dispute", "new_claim"} <= set(verbs(ada.shown))


async def test_a_late_answer_is_refused_with_the_next_step(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    await ada.press("open_claim")
    old, old_message = ada.shown, ada.message_id
    product.clock.at = product.clock.at.replace(day=30, hour=0, minute=1)
    await ada.press("answer_action", comments="Sorry, here it is.")
    assert "The time to answer ended on Mon 29 June" in words(ada.shown)
    await news(ada)
    before = await product.claim(number)
    ada.shown, ada.message_id = old, old_message
    await ada.press("answer_action", comments="Sorry, once more.")
    assert await product.claim(number) == before
    assert "The time to answer ended" in words(ada.shown)
    assert "dispute" in verbs(ada.shown)


async def test_an_answer_on_the_last_day_counts(product, ada):
    number, _ = await asked(ada)
    product.clock.at = product.clock.at.replace(day=29, hour=23, minute=59)
    await news(ada)
    await ada.say(f"claim {number}")
    await ada.press("answer_action", comments="Here it is.")
    assert (await product.claim(number)).status is Status.SUBMITTED


async def test_a_question_in_between_is_answered_and_the_card_comes_back(product, ada):
    number, _ = await asked(ada)
    await news(ada)
    await ada.say(f"claim {number}")
    await ada.say("what is proof of execution?")
    assert "answer_action" in verbs(ada.shown)
    assert "Answer and resubmit" in titles(ada.shown)
    assert (await product.claim(number)).comments is None
