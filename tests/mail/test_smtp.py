"""How a mail server's answers are read: what is for good, and what can be tried again."""

import pytest

from bot.claims.ports import MailDelayed, MailRefused
from bot.mail.smtp import SmtpMailer
from tests.mail.server import Server, start_smtp


def mailer_to(server, composer, **settings):
    return SmtpMailer(
        **{"host": "localhost", "port": server.port, "composer": composer}
        | {"security": "none", "timeout": 5}
        | settings
    )


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ("421 Try later", MailDelayed),
        ("450 Mailbox of casey@fabrikam.example is busy", MailDelayed),
        ("550 No casey@fabrikam.example here", MailRefused),
        ("554 Not accepted", MailRefused),
    ],
)
async def test_4xx_is_tried_again_and_5xx_is_not(mail, composer, command, reply, error):
    server = Server({command: reply})
    async with await start_smtp(server):
        with pytest.raises(error) as caught:
            await mailer_to(server, composer).send(mail)
    assert server.mails == []
    assert "casey" not in str(caught.value)


async def test_a_server_that_falls_silent_is_tried_again(mail, composer):
    server = Server({"DATA": "silence"})
    async with await start_smtp(server) as listening:
        with pytest.raises(MailDelayed):
            await mailer_to(server, composer, timeout=0.3).send(mail)
        listening.close()
        server.release()


async def test_nobody_there_is_tried_again(mail, composer):
    with pytest.raises(MailDelayed):
        await SmtpMailer("127.0.0.1", 1, composer, timeout=5).send(mail)


async def test_starttls_encrypts_before_the_mail(mail, composer, certificate):
    offered, trusted = certificate
    server = Server()
    async with await start_smtp(server, tls_context=offered, require_starttls=True):
        await mailer_to(server, composer, security="starttls", tls_context=trusted).send(mail)
    assert server.encrypted == [True]


async def test_an_unknown_certificate_gets_no_mail(mail, composer, certificate):
    server = Server()
    async with await start_smtp(server, tls_context=certificate[0]):
        with pytest.raises(MailDelayed):
            await mailer_to(server, composer, security="starttls").send(mail)
    assert server.mails == []


async def test_no_mail_in_the_clear_where_starttls_was_asked_for(mail, composer):
    server = Server()
    async with await start_smtp(server):
        with pytest.raises(MailDelayed):
            await mailer_to(server, composer, security="starttls").send(mail)
    assert server.mails == []


@pytest.mark.parametrize(("password", "arrives"), [("right", True), ("wrong", False)])
async def test_signing_in_is_the_operators_matter_not_the_mails(
    mail, composer, certificate, password, arrives
):
    offered, trusted = certificate
    server = Server()
    options = {"tls_context": offered, "authenticator": server.authenticate, "auth_required": True}
    async with await start_smtp(server, **options):
        mailer = mailer_to(
            server,
            composer,
            security="starttls",
            tls_context=trusted,
            username="contoso",
            password=password,
        )
        if arrives:
            await mailer.send(mail)
        else:
            with pytest.raises(MailDelayed) as delayed:
                await mailer.send(mail)
            assert password not in str(delayed.value)
    assert len(server.mails) == arrives
    assert password not in repr(mailer)
