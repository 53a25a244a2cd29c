"""The customer answers on their page; the admin hears of it in the chat without asking."""

from bot.claims.models import Status
from tests.conversations.driver import actions, words
from tests.conversations.later import (
    answer_page,
    approved,
    events,
    everything_said,
    link_in,
    look_at_page,
    mail,
    news,
    submitted,
    verbs,
)


async def test_the_mail_names_who_asks_what_they_will_see_and_how_to_decline(product, ada):
    await submitted(ada)
    (path,) = product.mails()
    message = mail(path)
    text = message.get_body(("plain",)).get_content()
    assert message["To"].addresses[0].addr_spec == "casey@fabrikam.example"
    assert "Contoso Consulting" in text
    assert "Teams" in text
    assert "Exchange Online" in text
    assert "decline" in text.lower()


async def test_looking_at_the_page_decides_nothing(product, ada):
    number = await submitted(ada)
    before = await product.claim(number)
    for _ in range(5):
        assert (await look_at_page(product, link_in(product.mails()[0])))[0] == 200
    assert await product.claim(number) == before


async def test_a_decline_is_told_by_itself_and_says_what_is_next(product, ada):
    number = await submitted(ada)
    status, page = await answer_page(
        product, link_in(product.mails()[0]), "decline", "We chose another partner"
    )
    assert status == 200
    assert "You declined" in page
    (said,) = await news(ada)
    assert "Fabrikam: the customer declined" in said
    assert "a new claim is possible" in said
    assert "We chose another partner" in said
    assert verbs(ada.shown) == ["new_claim", "open_claim"]
    assert (await product.claim(number)).status is Status.REJECTED


async def test_after_a_decline_the_old_status_card_shows_reason_and_next_step(product, ada):
    await submitted(ada)
    card_of_the_claim = ada.message_id
    await answer_page(product, link_in(product.mails()[0]), "decline", "We chose another partner")
    await news(ada)
    now = product.connector.messages[card_of_the_claim]["attachments"][0]["content"]
    assert "Fabrikam: the customer declined" in words(now)
    assert "We chose another partner" in words(now)
    assert "start a new claim at any time" in words(now)
    assert {"new_claim", "open_claim"} == set(verbs(now))


async def test_the_news_opens_the_declined_claim(product, ada):
    await submitted(ada)
    await answer_page(product, link_in(product.mails()[0]), "decline", "We chose another partner")
    await news(ada)
    await ada.press("open_claim")
    assert "We chose another partner" in words(ada.shown)
    await ada.press("new_claim")
    assert "next" in verbs(ada.shown)


async def test_a_declined_claim_waits_for_nobody(product, ada):
    await submitted(ada)
    await answer_page(product, link_in(product.mails()[0]), "decline")
    await ada.say("my claims")
    assert "1 claim. Nothing needs you." in words(ada.shown)


async def test_a_decline_without_a_reason_quotes_nothing(product, ada):
    await submitted(ada)
    await answer_page(product, link_in(product.mails()[0]), "decline")
    await news(ada)
    await ada.say("claim 1001")
    assert "They wrote" not in words(ada.shown)


async def test_an_approval_is_told_and_ends_the_wait(product, ada):
    number = await submitted(ada)
    status, page = await answer_page(product, link_in(product.mails()[0]), "approve")
    assert status == 200
    assert "You approved" in page
    (said,) = await news(ada)
    assert "Casey Customer approved the association" in said
    claim = await product.claim(number)
    assert claim.status is Status.SUBMITTED
    assert claim.official_on == product.clock.now().date()


async def test_the_same_answer_twice_counts_once(product, ada):
    number = await submitted(ada)
    link = link_in(product.mails()[0])
    first = await answer_page(product, link, "decline", "We chose another partner")
    assert len(await news(ada)) == 1
    before = await product.claim(number)
    again = await answer_page(product, link, "decline", "We chose another partner")
    assert again[0] == first[0] == 200
    assert "You declined" in again[1]
    assert await news(ada) == []
    assert await product.claim(number) == before


async def test_a_customer_may_decline_after_they_approved(product, ada):
    number = await submitted(ada)
    link = link_in(product.mails()[0])
    await answer_page(product, link, "approve")
    await news(ada)
    await answer_page(product, link, "decline", "We changed our mind")
    (said,) = await news(ada)
    assert "the customer declined" in said
    assert (await product.claim(number)).status is Status.REJECTED
    assert (await events(product, number))[-2:] == ["customer_approve", "customer_decline"]


async def test_a_customer_may_decline_long_after_the_association_is_official(product, ada):
    number, _ = await approved(ada)
    product.clock.move(days=40)
    await news(ada)
    assert "official from today" in everything_said(ada)
    await answer_page(product, link_in(product.mails()[0]), "decline", "We left Contoso")
    (said,) = await news(ada)
    assert "the customer declined" in said
    claim = await product.claim(number)
    assert claim.status is Status.REJECTED
    assert claim.official_on is None
    assert claim.holds == ()


async def test_markup_in_a_customers_reason_is_inert_in_the_chat(product, ada):
    await submitted(ada)
    await answer_page(
        product, link_in(product.mails()[0]), "decline", "[Approve](http://evil.example) **now**"
    )
    await news(ada)
    await ada.press("open_claim")
    assert "[Approve](http" not in words(ada.shown)
    assert not [row for row in actions(ada.shown) if row["type"] == "Action.OpenUrl"]
