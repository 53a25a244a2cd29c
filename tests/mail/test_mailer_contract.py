"""What every mailer keeps to; another one joins with one more entry in `MAILERS`."""

from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest

from bot.claims.ports import MailDelayed, MailRefused
from bot.mail.folder import FolderMailer
from bot.mail.graph import GraphMailer
from bot.mail.graph_calls import GraphMailbox
from bot.mail.smtp import SmtpMailer
from tests.clocks import MORNING, MovableClock
from tests.mail.fake_graph import MAILBOX, FakeGraph, Tokens, serving, session_trusting
from tests.mail.server import Server, start_smtp


@asynccontextmanager
async def folder(composer, tmp_path, _):
    def sent():
        contents = [path.read_bytes() for path in sorted((tmp_path / "out").glob("*"))]
        return [message_from_bytes(content, policy=policy.default) for content in contents]

    def broken():
        (tmp_path / "file").touch()
        return FolderMailer(tmp_path / "file", composer)

    yield FolderMailer(tmp_path / "out", composer), sent, broken


@asynccontextmanager
async def smtp(composer, _, __):
    server = Server()
    listening = await start_smtp(server)

    def mailer(port):
        return SmtpMailer("127.0.0.1", port, composer, security="none", timeout=5)

    async with listening:
        yield mailer(server.port), lambda: server.messages, lambda: mailer(1)


@asynccontextmanager
async def graph(composer, _, certificate):
    offered, trusted = certificate
    fake = FakeGraph(clock=MovableClock())
    async with serving(fake, offered) as url, session_trusting(trusted) as session:

        def mailer(url):
            mailbox = GraphMailbox(session, Tokens(), MAILBOX, url=url, timeout=5)
            return GraphMailer(mailbox, composer, MovableClock())

        yield mailer(url), lambda: fake.sent, lambda: mailer("https://127.0.0.1:1")


MAILERS = {"folder": folder, "smtp": smtp, "graph": graph}


@pytest.fixture(params=MAILERS)
async def mailer(request, composer, tmp_path, certificate):
    """The mailer, what arrived, and the same kind of mailer with its outside gone."""
    async with MAILERS[request.param](composer, tmp_path, certificate) as parts:
        yield parts


async def test_the_mail_arrives_as_it_was_frozen(mailer, mail):
    send, sent, _ = mailer
    await send.send(mail)
    [message] = sent()
    assert message["To"].addresses[0].addr_spec == "casey@fabrikam.example"
    assert message["To"].addresses[0].display_name == "Casey Customer"
    assert message["From"].addresses[0].display_name == "Contoso Consulting, customer associations"
    assert message["Reply-To"] == "ada@contoso.example"
    assert message["Subject"] == mail.subject
    assert message["Message-ID"] == mail.message_id
    assert message["X-CPOR-Mail"] == mail.message_id.strip("<>").partition("@")[0]
    assert message["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(message["Date"]) == MORNING
    assert message.get_content_type() == "multipart/alternative"
    assert message.get_body(["plain"]).get_content().replace("\r\n", "\n") == mail.text
    assert message.get_body(["html"]).get_content().strip() == mail.html


async def test_no_line_is_too_long_for_a_mail_server(mailer, mail):
    send, sent, _ = mailer
    await send.send(mail)
    [message] = sent()
    assert max(len(line) for line in message.as_bytes().splitlines()) <= 998


async def test_the_message_id_stays_whole_also_on_a_long_host(mailer, mail):
    send, sent, _ = mailer
    long_id = f"<consent.1042.1.2026-06-09.1.abc@{'claims-' * 8}test.contoso.example>"
    await send.send(mail.model_copy(update={"message_id": long_id}))
    [message] = sent()
    assert message["Message-ID"] == long_id


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Hello\r\nBcc: all@contoso.example"},
        {"subject": "Hello\nX: y"},
        {"subject": "Hello\u2028X: y"},
        {"to_name": "Casey\r\nBcc: all@contoso.example"},
        {"to_email": "casey@fabrikam.example\r\nBcc: all@contoso.example"},
        {"to_email": "casey@fabrikam.example, all@contoso.example"},
        {"to_email": "no address"},
        {"to_email": ""},
        {"to_email": "zoë@fabrikam.example"},
        {"reply_to": "ada@contoso.example\nBcc: all@contoso.example"},
        {"locale": "en\nBcc: all@contoso.example"},
        {"message_id": "<a@b>\r\nBcc: all@contoso.example"},
        {"message_id": ""},
    ],
)
async def test_what_would_change_the_headers_is_refused(mailer, mail, wrong):
    send, sent, _ = mailer
    with pytest.raises(MailRefused) as refused:
        await send.send(mail.model_copy(update=wrong))
    assert "contoso" not in str(refused.value)
    assert sent() == []


async def test_an_international_domain_is_written_in_ascii(mailer, mail):
    send, sent, _ = mailer
    await send.send(mail.model_copy(update={"to_email": "casey@müller.example"}))
    [message] = sent()
    assert message["To"].addresses[0].addr_spec == "casey@xn--mller-kva.example"


async def test_a_name_with_other_letters_arrives(mailer, mail):
    send, sent, _ = mailer
    await send.send(mail.model_copy(update={"to_name": 'Zoë "Z" Müller, 株式会社'}))
    [message] = sent()
    assert message["To"].addresses[0].display_name == 'Zoë "Z" Müller, 株式会社'


async def test_trouble_outside_is_a_delay(mailer, mail):
    _, sent, broken = mailer
    with pytest.raises(MailDelayed):
        await broken().send(mail)
    assert sent() == []
