"""The mail server is down, slow or says no: the claim stands, the mail follows, the admin knows."""

import asyncio
import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.smtp import SMTP

from bot.claims.models import Status
from tests.conversations.driver import RAE, words
from tests.conversations.later import events, news, ready, submit, verbs
from tests.ports import free_port


class MailServer:
    """Takes mails, or gives the reply it is told to."""

    def __init__(self):
        self.port, self.reply, self.mails, self.listening = free_port(), "", [], None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.reply:
            return self.reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    async def open(self):
        loop = asyncio.get_running_loop()
        self.listening = await loop.create_server(
            lambda: SMTP(self, hostname="mail.test"), "127.0.0.1", self.port
        )

    async def close(self):
        if self.listening:
            self.listening.close()
            await self.listening.wait_closed()

    def links(self):
        found = (each.get_body(("plain",)).get_content() for each in self.mails)
        return [re.search(r"/consent/[\w-]+", text)[0] for text in found]


@pytest.fixture
async def server():
    made = MailServer()
    yield made
    await made.close()


@pytest.fixture
async def product(start, server):
    settings = {
        "mail": "smtp",
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_security": "none",
        "mail_from": "associations@contoso.example",
    }
    return await start(settings)


async def submitted(ada):
    await ada.arrive()
    number = await ready(ada)
    await submit(ada)
    return number


async def wait_and_try(product, ada, **time):
    product.clock.move(**time)
    return await news(ada)


async def test_a_server_that_is_down_delays_the_mail_and_nothing_else(product, ada, server):
    number = await submitted(ada)
    assert await news(ada) == []
    claim = await product.claim(number)
    assert claim.status is Status.SUBMITTED
    assert claim.consent.mailed_at is None
    await ada.say(f"claim {number}")
    assert "I am e-mailing Casey Customer" in words(ada.shown)
    await server.open()
    await wait_and_try(product, ada, minutes=1)
    assert len(server.mails) == 1
    assert (await product.claim(number)).consent.mailed_at == product.clock.now()
    await ada.say(f"claim {number}")
    assert "Casey Customer has been e-mailed" in words(ada.shown)
    await wait_and_try(product, ada, days=2)
    assert len(server.mails) == 1


async def test_a_server_that_asks_for_patience_gets_the_same_mail_later(product, ada, server):
    await submitted(ada)
    await server.open()
    server.reply = "451 Try again later"
    await news(ada)
    assert server.mails == []
    server.reply = ""
    await wait_and_try(product, ada, minutes=1)
    await ada.say("resend 1001")
    await news(ada)
    first, second = server.links()
    assert first == second


async def test_it_outlives_a_restart(product, ada, server):
    number = await submitted(ada)
    await news(ada)
    await product.restart()
    await server.open()
    await wait_and_try(product, ada, minutes=1)
    assert len(server.mails) == 1
    assert (await product.claim(number)).consent.mailed_at


async def test_a_refused_address_is_told_to_the_admin(product, ada, server):
    number = await submitted(ada)
    await server.open()
    server.reply = "550 No such user"
    (said,) = await news(ada)
    assert "The e-mail to Casey Customer came back." in said
    assert (await product.claim(number)).status is Status.SUBMITTED
    assert await wait_and_try(product, ada, days=2) == []
    assert server.mails == []


async def test_until_a_mail_is_out_the_claim_says_that_it_came_back_and_what_to_do(
    product, ada, server
):
    number = await submitted(ada)
    await server.open()
    server.reply = "550 No such user"
    await news(ada)
    await ada.say(f"claim {number}")
    assert "▲ The e-mail to Casey Customer (casey@fabrikam.example) came back" in words(ada.shown)
    assert "I am e-mailing" not in words(ada.shown)
    assert "customer e-mailed" not in words(ada.shown)
    assert "Nothing for you to do" not in words(ada.shown)
    await ada.say("my claims")
    assert "Needs you" in words(ada.shown)
    assert "E-mail came back" in words(ada.shown)
    await ada.say(f"claim {number}")
    await ada.press("open_claim")
    assert "The e-mail came back" in words(ada.shown)
    assert (await events(product, number))[-1] == "mail_returned"
    server.reply = ""
    await ada.say(f"resend {number}")
    assert "I am e-mailing Casey Customer" in words(ada.shown)
    await news(ada)
    await ada.say(f"claim {number}")
    assert "Casey Customer has been e-mailed" in words(ada.shown)
    assert (await product.claim(number)).consent.undelivered is None


async def test_a_customer_whom_no_mail_has_reached_does_not_agree_by_silence(product, ada, server):
    number = await submitted(ada)
    await server.open()
    server.reply = "550 No such user"
    await news(ada)
    rae = product.chat(RAE)
    await rae.arrive()
    await rae.say(f"begin {number}")
    assert "No e-mail has reached the customer" in words(rae.shown)
    await rae.press("approve")
    said = await news(ada)
    assert "It becomes official only once the customer has been asked" in said[-1]
    assert await wait_and_try(product, ada, days=30) == []
    assert (await product.claim(number)).official_on is None
    await ada.say(f"When is claim {number} official?")
    assert "It becomes official only once the customer has been asked" in words(ada.shown)
    server.reply = ""
    await ada.say(f"claim {number}")
    await ada.press("edit")
    await ada.press("next", customer_contact_email="dana@fabrikam.example")
    await news(ada)
    claim = await product.claim(number)
    assert claim.official_on == claim.consent.notice_ends + timedelta(days=1)
    (said,) = await wait_and_try(product, ada, days=10)
    assert "the association is official from today" in said


async def test_after_a_refusal_the_address_is_corrected_and_the_mail_goes_there(
    product, ada, server
):
    number = await submitted(ada)
    await server.open()
    server.reply = "550 No such user"
    await news(ada)
    server.reply = ""
    await ada.press("edit")
    assert "customer_contact_email" in str(ada.shown)
    await ada.press("next", customer_contact_email="dana@fabrikam.example")
    claim = await product.claim(number)
    assert claim.customer_contact_email == "dana@fabrikam.example"
    assert claim.status is Status.SUBMITTED
    assert claim.consent.round == 2
    await news(ada)
    (sent,) = server.mails
    assert sent["To"].addresses[0].addr_spec == "dana@fabrikam.example"
    assert "change" in await events(product, number)


async def test_once_the_mail_is_out_the_address_is_fixed(product, ada, server):
    number = await submitted(ada)
    await server.open()
    server.reply = "550 No such user"
    await news(ada)
    change, message = ada.button("edit"), ada.message_id
    server.reply = ""
    await ada.say(f"resend {number}")
    await news(ada)
    before = await product.claim(number)
    ada.message_id = message
    await ada.post(ada.press_activity(change))
    assert "A submitted claim cannot be edited." in words(ada.shown)
    assert await product.claim(number) == before


async def test_a_mail_that_never_goes_out_is_given_up_and_told(product, ada):
    await submitted(ada)
    said = []
    for _ in range(12):
        said += await wait_and_try(product, ada, hours=13)
    (told,) = [each for each in said if "could not be sent" in each]
    assert "The e-mail to Casey Customer could not be sent." in told
    assert "edit" in verbs(ada.shown)
    await ada.say("claim 1001")
    assert "▲ The e-mail to Casey Customer (casey@fabrikam.example) could not be" in words(
        ada.shown
    )
    assert {"edit", "resend_consent"} <= set(verbs(ada.shown))
