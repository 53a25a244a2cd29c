"""Mail servers and mailboxes, up to the point where a mail would leave; and one that does."""

import pytest
from aiosmtpd.smtp import AuthResult

from bot.assembly.mail import build_mail
from bot.mail.graph_calls import GraphMailbox
from deployment.doctor.findings import State
from deployment.doctor.mailing import folder, look_at_mailbox, look_at_smtp, send_one
from storage.store import SystemClock
from tests.mail.conftest import certificate as certificate
from tests.mail.server import Server, start_smtp

ME = "me@contoso.example"


def sign_in(server, session, envelope, mechanism, data):
    """Know one user, and say so to whoever is another."""
    return AuthResult(success=data.password == b"right", handled=False)


@pytest.fixture
async def smtp(certificate):
    offered, _ = certificate
    server = Server()
    listening = await start_smtp(server, tls_context=offered, authenticator=sign_in)
    yield server
    listening.close()


@pytest.fixture
def by_smtp(configured, smtp):
    def make(**given):
        usual = {"mail": "smtp", "smtp_host": "localhost", "smtp_port": smtp.port}
        signed_in = {"smtp_username": "contoso", "smtp_password": "right"}
        return configured(**(usual | signed_in | given))

    return make


async def test_a_mail_server_in_order(by_smtp, smtp, certificate):
    found = await look_at_smtp(by_smtp(), tls_context=certificate[1])
    assert (found.state, found.said) == (
        State.GOOD,
        "the mail server answers, with sign-in, encrypted",
    )
    assert not smtp.mails


async def test_a_wrong_password_is_named_and_not_shown(by_smtp, certificate):
    settings = by_smtp(smtp_password="canary-5be1")
    found = await look_at_smtp(settings, tls_context=certificate[1])
    assert found.state is State.BAD
    assert "CPOR_SMTP_PASSWORD" in found.mend
    assert "canary" not in str(found)


async def test_a_certificate_that_nobody_knows_is_bad(by_smtp):
    assert (await look_at_smtp(by_smtp())).state is State.BAD


async def test_no_mail_server_at_all(by_smtp):
    found = await look_at_smtp(by_smtp(smtp_port=1))
    assert found.state is State.BAD
    assert "CPOR_SMTP_HOST" in found.mend


async def test_a_way_that_is_not_encrypted_is_a_doubt(by_smtp):
    server = Server()
    listening = await start_smtp(server)
    settings = by_smtp(
        smtp_port=server.port, smtp_security="none", smtp_username="", smtp_password=""
    )
    found = await look_at_smtp(settings)
    listening.close()
    assert found.state is State.DOUBTFUL
    assert "without sign-in, not encrypted" in found.said


def test_a_folder_reaches_nobody():
    assert folder().state is State.DOUBTFUL


@pytest.fixture
def mailbox(session, tokens_of, configured, standin):
    def make(address="associations@contoso.example"):
        return GraphMailbox(session, tokens_of(configured()), address, url=standin.url)

    return make


async def test_a_mailbox_in_order(mailbox):
    found = await look_at_mailbox(mailbox(), reads=True)
    assert found.state is State.GOOD


@pytest.mark.parametrize(("reads", "state"), [(True, State.BAD), (False, State.DOUBTFUL)])
async def test_a_mailbox_that_may_not_be_looked_through(mailbox, exchange, reads, state):
    exchange.may_read = False
    found = await look_at_mailbox(mailbox(), reads=reads)
    assert (found.state, "403 ErrorAccessDenied" in found.said) == (state, reads)


async def test_a_mailbox_that_does_not_exist(mailbox):
    found = await look_at_mailbox(mailbox("nobody@contoso.example"), reads=True)
    assert found.state is State.BAD
    assert "CPOR_MAIL_FROM" in found.mend


async def test_graph_that_does_not_answer(mailbox, standin):
    standin.graph.mood.hang_up()
    found = await look_at_mailbox(mailbox(), reads=True)
    assert found.state is State.BAD


@pytest.fixture
async def mailer(session, tokens_of, configured):
    settings = configured()
    return build_mail(settings, SystemClock(), session, tokens_of(settings))[0]


async def test_a_test_mail_leaves(mailer, exchange):
    found = await send_one(mailer, ME, "claims.contoso.example")
    assert found.state is State.GOOD
    (message,) = exchange.sent
    assert message["To"].addresses[0].addr_spec == ME
    assert message["Subject"] == "Test of the CPOR Claims Assistant"


async def test_a_test_mail_that_may_not_leave(mailer, exchange):
    exchange.allowed = False
    found = await send_one(mailer, ME, "claims.contoso.example")
    assert found.state is State.BAD
    assert "403 ErrorAccessDenied" in found.said


async def test_a_test_mail_to_nowhere(mailer, exchange):
    exchange.answers.append((400, "ErrorInvalidRecipients"))
    found = await send_one(mailer, ME, "claims.contoso.example")
    assert found.state is State.BAD
    assert found.said.startswith("did not leave")
