"""What the outbox makes of a mail: sent once, twice at most where nobody knows, and always told."""

import re
from contextlib import suppress

import pytest

from bot.claims.ports import MailDelayed, MailForbidden, MailInDoubt, MailRefused
from bot.mail.graph import GraphMailer
from bot.mail.graph_calls import GraphMailbox
from bot.mail.smtp import SmtpMailer
from tests.mail.desk import open_desk
from tests.mail.fake_graph import MAILBOX, FakeGraph, Tokens, serving, session_trusting
from tests.mail.server import Server, start_smtp

#: What a first doubt leaves in the history: that it is one, and that the mail is sent once more.
IN_DOUBT = [("mail_in_doubt", ""), ("resend_consent", "")]


class Mailer:
    """Takes mails, or raises what it is told to; "died" is the end of the process on the way."""

    repeatable = False

    def __init__(self, *problems):
        self.problems, self.mails = list(problems), []

    async def send(self, mail):
        problem = self.problems.pop(0) if self.problems else None
        if not isinstance(problem, MailDelayed | MailRefused) or isinstance(problem, MailInDoubt):
            self.mails.append(mail)
        if problem == "died":
            raise KeyboardInterrupt
        if problem:
            raise problem


class Repeatable(Mailer):
    repeatable = True


@pytest.fixture
async def desk(tmp_path):
    async with open_desk(tmp_path) as made:
        yield made


async def test_in_doubt_it_is_sent_once_more_as_it_was_and_both_are_known(desk):
    mailer = Mailer(MailInDoubt("silence"))
    desk.use(mailer)
    number = await desk.submitted()
    await desk.work()
    assert await desk.lines(number) == IN_DOUBT
    assert desk.told == ["mail_in_doubt"]
    assert await desk.mailed(number) is None
    await desk.work(hours=1)
    first, second = mailer.mails
    assert first == second
    assert await desk.mailed(number) == desk.clock.now()
    await desk.work(days=1)
    assert len(mailer.mails) == 2
    assert await desk.parked() == []


async def test_a_second_doubt_ends_it(desk):
    mailer = Mailer(MailInDoubt("silence"), MailDelayed("busy"), MailInDoubt("silence"))
    desk.use(mailer)
    number = await desk.submitted()
    for _ in range(20):
        await desk.work(days=1)
    assert len(mailer.mails) == 2
    assert await desk.lines(number) == [*IN_DOUBT, ("mail_in_doubt", "")]
    assert desk.told == ["mail_in_doubt", "mail_parked"]
    assert await desk.parked() == ["mail in doubt for the second time"]


async def test_a_mail_of_a_process_that_died_on_the_way_is_in_doubt(desk):
    mailer = Mailer("died", "died")
    desk.use(mailer)
    number = await desk.submitted()
    for _ in range(4):
        desk.clock.move(minutes=10)
        with suppress(KeyboardInterrupt):
            await desk.work()
    assert len(mailer.mails) == 2
    assert await desk.parked() == ["mail in doubt for the second time"]
    assert await desk.lines(number) == [*IN_DOUBT, ("mail_in_doubt", "")]


async def test_a_doubt_that_could_not_be_noted_is_noted_before_the_next_try(desk):
    mailer = Mailer(*[MailInDoubt("silence")] * 9)
    desk.use(mailer)
    number = await desk.submitted()
    fate = desk.mailing._fate
    note, lost = fate.in_doubt, []

    async def lose(*row):
        if not lost:
            lost.append(row)
            raise OSError("the database is away")
        return await note(*row)

    fate.in_doubt = lose
    for _ in range(9):
        await desk.work(hours=1)
    assert len(mailer.mails) == 2
    assert await desk.lines(number) == [*IN_DOUBT, ("mail_in_doubt", "")]
    assert desk.told == ["mail_in_doubt", "mail_parked"]


async def test_a_mail_that_was_sent_is_not_sent_again_though_the_note_was_lost(desk):
    mailer = Mailer()
    desk.use(mailer)
    number = await desk.submitted()
    mailing = desk.mailing
    note, lost = mailing._note_sent, []

    async def lose(row):
        if not lost:
            lost.append(row)
            raise OSError("the database is away")
        await note(row)

    mailing._note_sent = lose
    await desk.work()
    assert await desk.mailed(number) is None
    await desk.work(minutes=1)
    assert await desk.mailed(number)
    assert len(mailer.mails) == 1
    assert await desk.lines(number) == []


async def test_a_mailer_that_cannot_send_twice_needs_no_doubt(desk):
    mailer = Repeatable("died")
    desk.use(mailer)
    number = await desk.submitted()
    with suppress(KeyboardInterrupt):
        await desk.work()
    await desk.work(minutes=2)
    assert await desk.mailed(number)
    assert await desk.lines(number) == []


async def test_no_second_mail_to_an_address_that_was_corrected_meanwhile(desk):
    mailer = Mailer(MailInDoubt("silence"))
    desk.use(mailer)
    number = await desk.submitted()
    await desk.work()
    await desk.ask(number, customer_contact_email="dana@fabrikam.example")
    await desk.work(hours=1)
    assert [mail.to_email for mail in mailer.mails] == [
        "casey@fabrikam.example",
        "dana@fabrikam.example",
    ]
    links = [re.search(r"/consent/([\w-]+)", mail.text)[1] for mail in mailer.mails]
    assert await desk.consents.open(desk.store.unit(), links[0]) is None
    assert await desk.consents.open(desk.store.unit(), links[1])


async def test_what_only_the_operator_can_mend_is_put_aside_with_what_to_do(desk):
    desk.use(Mailer(MailForbidden("Check the setting MAIL_FROM")))
    number = await desk.submitted()
    await desk.work()
    assert await desk.parked() == ["Check the setting MAIL_FROM"]
    assert desk.told == ["mail_parked"]
    assert await desk.lines(number) == []


async def test_a_refused_address_is_noted_as_a_mail_that_came_back(desk):
    desk.use(Mailer(MailRefused("550")))
    number = await desk.submitted()
    await desk.work()
    assert await desk.lines(number) == [("mail_returned", "")]
    assert desk.told == ["mail_bounced"]


async def test_being_told_to_wait_does_not_wear_a_mail_out(desk):
    mailer = Mailer(*[MailDelayed("too many", 60.0)] * 40)
    desk.use(mailer)
    number = await desk.submitted()
    for _ in range(41):
        await desk.work(minutes=1)
    assert len(mailer.mails) == 1
    assert await desk.mailed(number)


async def test_not_even_patience_lasts_for_ever(desk):
    desk.use(Mailer(*[MailDelayed("too many", 43_200.0)] * 40))
    await desk.submitted()
    for _ in range(30):
        await desk.work(hours=12)
    assert await desk.parked() == ["mail given up"]
    assert desk.told == ["mail_parked"]


async def test_rows_are_given_back_before_another_worker_can_take_them(desk):
    taken = []

    class Slow(Mailer):
        async def send(self, mail):
            desk.clock.move(seconds=25)
            taken.append(desk.clock.now())
            await super().send(mail)

    mailer = Slow()
    desk.use(mailer)
    for _ in range(5):
        await desk.submitted()
    begun = desk.clock.now()
    await desk.pump.run()
    assert len(mailer.mails) == 2
    assert (taken[-1] - begun).total_seconds() < 60
    await desk.work()
    assert len(mailer.mails) == 5


@pytest.mark.parametrize("trouble", ["silence", "hang up"])
async def test_graph_that_accepts_and_says_nothing(desk, certificate, composer, trouble):
    fake = FakeGraph(after_accepting=trouble)
    offered, trusted = certificate
    async with serving(fake, offered) as url, session_trusting(trusted) as session:
        mailbox = GraphMailbox(session, Tokens(), MAILBOX, url=url, timeout=0.5)
        desk.use(GraphMailer(mailbox, composer, desk.clock))
        number = await desk.submitted()
        await desk.work()
        fake.after_accepting = ""
        for _ in range(5):
            await desk.work(hours=1)
    first, second = fake.sent
    assert bytes(first.get_body(["plain"])) == bytes(second.get_body(["plain"]))
    assert first["Message-ID"] == second["Message-ID"]
    assert await desk.mailed(number)
    assert await desk.lines(number) == IN_DOUBT


async def test_a_mail_server_that_falls_silent_after_the_mail(desk, composer):
    server = Server({"DATA": "silence"})
    async with await start_smtp(server) as listening:
        mailer = SmtpMailer("127.0.0.1", server.port, composer, security="none", timeout=0.3)
        desk.use(mailer)
        number = await desk.submitted()
        await desk.work()
        assert await desk.lines(number) == IN_DOUBT
        server.answers.clear()
        await desk.work(hours=1)
        listening.close()
        server.release()
    assert len(server.mails) == 1
    assert await desk.mailed(number)
