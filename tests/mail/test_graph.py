"""How Graph's answers are read, and what is known of a mail when no answer comes."""

import asyncio
import base64
from contextlib import asynccontextmanager

import pytest
from multidict import CIMultiDict

from bot.claims.ports import MailDelayed, MailForbidden, MailInDoubt, MailRefused
from bot.mail.composer import Composer
from bot.mail.graph import GraphMailer
from bot.mail.graph_answers import retry_after, verdict
from bot.mail.graph_calls import Answer, GraphMailbox
from tests.clocks import MORNING, MovableClock
from tests.mail.fake_graph import MAILBOX, FakeGraph, Tokens, serving, session_trusting


@pytest.fixture
def fake():
    return FakeGraph()


@pytest.fixture
def clock():
    return MovableClock()


@pytest.fixture
def tokens():
    return Tokens()


@asynccontextmanager
async def mailing(fake, certificate, composer, clock, tokens, **given):
    offered, trusted = certificate
    async with serving(fake, offered) as url, session_trusting(trusted) as session:
        mailbox = GraphMailbox(
            session, tokens, given.pop("mailbox", MAILBOX), **{"url": url, "timeout": 5, **given}
        )
        yield GraphMailer(mailbox, composer, clock)


@pytest.fixture
async def mailer(fake, certificate, composer, clock, tokens):
    async with mailing(fake, certificate, composer, clock, tokens) as made:
        yield made


async def test_the_message_goes_over_as_mime_with_a_token_for_this_graph(
    mailer, fake, mail, tokens, composer
):
    await mailer.send(mail)
    [request] = fake.asked
    assert request.path == f"/v1.0/users/{MAILBOX}/sendMail"
    assert request.content_type == "text/plain"
    assert request.headers["Authorization"] == "Bearer good"
    assert "Transfer-Encoding" not in request.headers
    content = base64.b64encode(bytes(composer.compose(mail)))
    assert request.content_length == len(content)
    assert tokens.scopes == [f"https://{request.host}/.default"]


async def test_a_token_that_is_not_taken_is_replaced_once(mailer, fake, mail, tokens):
    tokens.left = ["old", "good"]
    await mailer.send(mail)
    assert tokens.rejected == ["old"]
    assert len(fake.sent) == 1


async def test_two_tokens_not_taken_are_a_delay(mailer, fake, mail, tokens):
    tokens.left = ["old", "older"]
    with pytest.raises(MailDelayed) as delayed:
        await mailer.send(mail)
    assert len(fake.asked) == 2
    assert "old" not in str(delayed.value)


async def test_no_token_is_a_delay(mailer, fake, mail, tokens):
    async def token(scope):
        raise ConnectionError("AADSTS7000222 for casey")

    tokens.token = token
    with pytest.raises(MailDelayed) as delayed:
        await mailer.send(mail)
    assert "casey" not in str(delayed.value)
    assert fake.asked == []


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ((400, "ErrorInvalidRecipients"), MailRefused, ""),
        ((400, "ErrorMimeContentInvalidBase64String"), MailForbidden, "please report"),
        ((403, "ErrorAccessDenied"), MailForbidden, "Test-ServicePrincipalAuthorization"),
        ((403, "ErrorSendAsDenied"), MailForbidden, "MAIL_FROM"),
        ((404, "ErrorInvalidUser"), MailForbidden, "MAIL_FROM"),
        (404, MailForbidden, "MAIL_FROM"),
        (413, MailForbidden, "please report"),
        (302, MailForbidden, "GRAPH_URL"),
        ((403, "ErrorQuotaExceeded"), MailForbidden, "full"),
        (500, MailDelayed, ""),
        (502, MailDelayed, ""),
        (503, MailDelayed, ""),
        (504, MailInDoubt, ""),
        ((400, "ErrorMailboxMoveInProgress"), MailDelayed, ""),
    ],
)
async def test_what_an_answer_means(mailer, fake, mail, answer, error, words):
    fake.answers.append(answer)
    with pytest.raises(error) as caught:
        await mailer.send(mail)
    assert type(caught.value) is error
    assert words in str(caught.value)
    assert "casey" not in str(caught.value)
    assert fake.sent == []


async def test_no_right_to_the_mailbox_is_for_the_operator(mailer, fake, mail):
    fake.allowed = False
    with pytest.raises(MailForbidden) as forbidden:
        await mailer.send(mail)
    assert "deployment/graph" in str(forbidden.value)


async def test_another_mailbox_than_ours_is_for_the_operator(
    fake, certificate, composer, clock, tokens, mail
):
    other = "else@contoso.example"
    async with mailing(fake, certificate, composer, clock, tokens, mailbox=other) as mailer:
        with pytest.raises(MailForbidden) as forbidden:
            await mailer.send(mail)
    assert "MAIL_FROM" in str(forbidden.value)


async def test_a_sender_that_is_not_the_mailbox_is_for_the_operator(
    fake, certificate, clock, tokens, mail
):
    composer = Composer("Contoso", "other@contoso.example", clock)
    async with mailing(fake, certificate, composer, clock, tokens) as mailer:
        with pytest.raises(MailForbidden) as forbidden:
            await mailer.send(mail)
    assert "MAIL_FROM" in str(forbidden.value)


@pytest.mark.parametrize("said", ["17", "Tue, 09 Jun 2026 09:41:17 GMT"])
@pytest.mark.parametrize("status", [429, 503])
async def test_a_wait_graph_asks_for_is_kept_to_by_every_mail(
    mailer, fake, mail, clock, status, said
):
    fake.answers.append((status, said))
    for number in range(3):
        with pytest.raises(MailDelayed) as delayed:
            await mailer.send(mail.model_copy(update={"message_id": f"<{number}@x>"}))
        assert delayed.value.retry_after == 17
    assert len(fake.asked) == 1
    clock.move(seconds=17)
    await mailer.send(mail)
    assert len(fake.sent) == 1


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("9" * 40, 86_400),
        ("Tue, 09 Jun 2026 09:40:00 GMT", 0),
        ("Tue, 09 Jun 2026 09:42:00", 60),
        ("Tue, 09 Jun 2099 09:42:00 GMT", 86_400),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("१२", None),
    ],
)
def test_retry_after_is_read_in_both_forms(said, seconds):
    assert retry_after(said, MORNING) == seconds


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"error": "x"}', b'{"error": {"code": 5}}', b"null"]
)
def test_an_answer_not_in_graphs_form_is_read_by_its_status(body):
    assert isinstance(verdict(Answer(503, CIMultiDict(), body), MORNING), MailDelayed)
    told = verdict(Answer(429, CIMultiDict(), body), MORNING)
    assert isinstance(told, MailDelayed)
    assert told.retry_after == 60
    assert isinstance(verdict(Answer(403, CIMultiDict(), body), MORNING), MailForbidden)


async def test_thirty_a_minute_and_the_rest_gets_times_of_its_own(mailer, fake, mail, clock):
    fake.clock = clock
    left = [mail.model_copy(update={"message_id": f"<{number}@x>"}) for number in range(70)]
    waits = []
    for each in left:
        try:
            await mailer.send(each)
        except MailDelayed as delayed:
            waits.append(delayed.retry_after)
    assert len(fake.sent) == 30
    assert waits == [60.0] * 30 + [120.0] * 10
    for round_of in (left[30:60], left[60:]):
        clock.move(seconds=60)
        for each in round_of:
            await mailer.send(each)
    assert len(fake.sent) == 70
    assert len(fake.asked) == 70


async def test_no_more_than_four_at_once(mailer, fake, mail):
    fake.slow = asyncio.Event()
    sends = [
        asyncio.create_task(mailer.send(mail.model_copy(update={"message_id": f"<{number}@x>"})))
        for number in range(10)
    ]
    await fake.crowded.wait()
    fake.slow.set()
    await asyncio.gather(*sends)
    assert len(fake.sent) == 10
    assert fake.most_at_once == 4


async def test_silence_after_accepting_is_in_doubt(
    fake, certificate, composer, clock, tokens, mail
):
    fake.after_accepting = "silence"
    async with mailing(fake, certificate, composer, clock, tokens, timeout=0.5) as mailer:
        with pytest.raises(MailInDoubt):
            await mailer.send(mail)
        assert len(fake.sent) == 1


async def test_a_cut_connection_after_accepting_is_in_doubt(mailer, fake, mail):
    fake.after_accepting = "hang up"
    with pytest.raises(MailInDoubt):
        await mailer.send(mail)
    assert len(fake.sent) == 1


async def test_nobody_there_is_no_doubt(certificate, composer, clock, mail):
    async with session_trusting(certificate[1]) as session:
        mailbox = GraphMailbox(session, Tokens(), MAILBOX, url="https://127.0.0.1:1")
        with pytest.raises(MailDelayed) as delayed:
            await GraphMailer(mailbox, composer, clock).send(mail)
    assert not isinstance(delayed.value, MailInDoubt)


async def test_a_server_that_stops_taking_the_mail_half_way_is_no_doubt(
    certificate, composer, clock, mail
):
    """What was not sent whole cannot have been accepted."""
    stuck = asyncio.Event()

    async def take_a_little(reader, writer):
        await reader.read(1000)
        await stuck.wait()
        writer.transport.abort()

    server = await asyncio.start_server(
        take_a_little, "127.0.0.1", 0, ssl=certificate[0], limit=2**10
    )
    url = f"https://localhost:{server.sockets[0].getsockname()[1]}"
    big = mail.model_copy(update={"text": "long " * 4_000_000})
    async with server, session_trusting(certificate[1]) as session:
        mailbox = GraphMailbox(session, Tokens(), MAILBOX, url=url, timeout=1.0)
        with pytest.raises(MailDelayed) as delayed:
            await GraphMailer(mailbox, composer, clock).send(big)
        stuck.set()
    assert not isinstance(delayed.value, MailInDoubt)


async def test_an_unknown_certificate_gets_neither_token_nor_mail(
    fake, certificate, composer, clock, mail
):
    import ssl

    async with (
        serving(fake, certificate[0]) as url,
        session_trusting(ssl.create_default_context()) as session,
    ):
        mailbox = GraphMailbox(session, Tokens(), MAILBOX, url=url, timeout=5)
        with pytest.raises(MailDelayed) as delayed:
            await GraphMailer(mailbox, composer, clock).send(mail)
    assert not isinstance(delayed.value, MailInDoubt)
    assert fake.asked == []
