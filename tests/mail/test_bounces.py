"""A mail that came back is found in the mailbox, noted once on the claim, and told once."""

from contextlib import asynccontextmanager
from email import message_from_bytes, policy

import pytest
from structlog.testing import capture_logs

from bot.claims.models import Decision
from bot.claims.ports import Returned
from bot.mail.graph import GraphMailer
from bot.mail.graph_calls import GraphMailbox
from bot.mail.returned import GraphReturnedMail
from tests.mail.desk import CASEY, open_desk
from tests.mail.fake_graph import (
    MAILBOX,
    NDR,
    FakeGraph,
    Tokens,
    report_about,
    serving,
    session_trusting,
)


class Office:
    """The desk, its mailbox, and the job that looks into it."""

    def __init__(self, desk, fake, box):
        self.desk, self.fake, self.box = desk, fake, box
        self.job = desk.bounces(box)

    async def look(self):
        self.desk.clock.move(minutes=10)
        await self.job.run()
        await self.desk.work()

    @property
    def unread(self):
        return [each.id for each in self.fake.inbox.values() if not each.read]


@asynccontextmanager
async def opened(tmp_path, certificate, composer, fake):
    offered, trusted = certificate
    async with (
        open_desk(tmp_path) as desk,
        serving(fake, offered) as url,
        session_trusting(trusted) as session,
    ):
        mailbox = GraphMailbox(session, Tokens(), MAILBOX, url=url, timeout=5)
        desk.use(GraphMailer(mailbox, composer, desk.clock))
        yield Office(desk, fake, GraphReturnedMail(mailbox, desk.clock))


@pytest.fixture
async def office(tmp_path, certificate, composer):
    async with opened(tmp_path, certificate, composer, FakeGraph(unknown={CASEY})) as made:
        yield made


async def test_a_mail_that_came_back_is_noted_and_told_once(office):
    number = await office.desk.submitted()
    await office.desk.work()
    assert await office.desk.mailed(number)
    await office.look()
    assert office.desk.told == ["mail_bounced"]
    assert await office.desk.lines(number) == [("mail_returned", "5.1.1")]
    assert await office.desk.mailed(number) is None  # so the address can be corrected
    assert office.unread == []
    await office.look()
    assert office.desk.told == ["mail_bounced"]


async def test_after_the_correction_the_mail_goes_to_the_new_address(office):
    number = await office.desk.submitted()
    await office.desk.work()
    await office.look()
    await office.desk.ask(number, customer_contact_email="dana@fabrikam.example")
    await office.desk.work()
    await office.look()
    assert await office.desk.mailed(number)
    assert office.fake.sent[-1]["To"].addresses[0].addr_spec == "dana@fabrikam.example"
    assert office.desk.told == ["mail_bounced"]


async def test_a_crash_between_noting_and_marking_notes_it_once(office):
    number = await office.desk.submitted()
    await office.desk.work()
    done = office.box.done

    async def die(returned):
        raise KeyboardInterrupt

    office.box.done = die
    office.desk.clock.move(minutes=10)
    with pytest.raises(KeyboardInterrupt):
        await office.job.run()
    assert len(office.unread) == 1
    office.box.done = done
    await office.look()
    assert office.unread == []
    assert office.desk.told == ["mail_bounced"]
    assert len(await office.desk.lines(number)) == 1


async def test_two_reports_of_one_mail_are_one_piece_of_news(office):
    await office.desk.submitted()
    await office.desk.work()
    office.fake.put(report_about(office.fake.sent[0], status="5.4.1"), NDR)
    await office.look()
    assert office.unread == []
    assert office.desk.told == ["mail_bounced"]


async def test_an_old_address_that_comes_back_late_changes_nothing(office):
    number = await office.desk.submitted()
    await office.desk.work()
    await office.desk.ask(number, customer_contact_email="dana@fabrikam.example")
    await office.desk.work()
    await office.look()
    assert await office.desk.mailed(number)
    assert office.desk.told == []
    assert office.unread == []


async def test_a_customer_who_has_answered_is_not_told_to_be_unreachable(office):
    number = await office.desk.submitted()
    await office.desk.work()
    text = office.fake.sent[0].get_body(["plain"]).get_content()
    token = text.partition("/consent/")[2][:43]
    unit = office.desk.store.unit()
    decided = await office.desk.consents.decide(
        unit, token, Decision.APPROVE, name="Casey", now=office.desk.clock.now()
    )
    assert decided
    await office.look()
    assert office.desk.told == ["customer_approve"]
    assert await office.desk.mailed(number)
    assert office.unread == []


async def test_mail_of_others_is_neither_opened_nor_marked(office):
    fake, written = office.fake, b"Subject: Undeliverable: Please check\r\n\r\nHello"
    await office.desk.submitted(email="dana@fabrikam.example")
    await office.desk.work()
    stranger = message_from_bytes(
        bytes(fake.sent[0]).replace(b"consent.", b"newsletter."), policy=policy.default
    )
    letter = fake.put(written)
    not_ours = fake.put(report_about(stranger), NDR)
    only_late = fake.put(report_about(fake.sent[0], action="delayed"), NDR)
    await office.look()
    await office.look()
    assert office.unread == [letter, not_ours, only_late]
    assert office.desk.told == []
    opened = [request.path for request in fake.asked if request.path.endswith("$value")]
    assert len(opened) == 2  # each report once, the letter never


async def test_who_does_not_know_the_mail_cannot_report_it(office):
    number = await office.desk.submitted(email="dana@fabrikam.example")
    await office.desk.work()
    forged = f"<consent.{number}.1.2026-06-09.1.000000000000@claims.contoso.example>"
    office.fake.sent[0].replace_header("Message-ID", forged)
    office.fake.sent[0].replace_header("X-CPOR-Mail", forged[1:].partition("@")[0])
    office.fake.put(report_about(office.fake.sent[0]), NDR)
    await office.look()
    assert office.desk.told == []
    assert await office.desk.mailed(number)


@pytest.mark.parametrize("claimed", ["consent.999.1.2026-06-09.1.abcdefabcdef", "x", ""])
async def test_a_claim_that_does_not_exist_is_nobodys(office, claimed):
    assert not await office.desk.fate.returned(Returned(box_id="1", message_ids=(claimed,)))


async def test_every_page_is_read(tmp_path, certificate, composer):
    fake = FakeGraph(unknown={CASEY}, page=2)
    async with opened(tmp_path, certificate, composer, fake) as office:
        for _ in range(5):
            await office.desk.submitted()
        await office.desk.work()
        await office.look()
        assert office.unread == []
        assert office.desk.told == ["mail_bounced"] * 5


async def test_a_next_page_elsewhere_never_sees_our_token(tmp_path, certificate, composer):
    elsewhere = FakeGraph()
    async with serving(elsewhere, certificate[0]) as other:
        fake = FakeGraph(unknown={CASEY}, page=1, next_origin=other)
        async with opened(tmp_path, certificate, composer, fake) as office:
            await office.desk.submitted()
            await office.desk.submitted()
            await office.desk.work()
            await office.look()
    assert elsewhere.asked == []


async def test_a_report_that_is_deleted_meanwhile_is_passed_over(office):
    await office.desk.submitted()
    await office.desk.work()
    read = office.box._unread

    async def and_delete():
        found = await read()
        office.fake.inbox.clear()
        return found

    office.box._unread = and_delete
    await office.look()
    assert office.desk.told == []


async def test_without_the_right_to_read_the_operator_is_told_and_mail_still_goes(office):
    office.fake.may_read = False
    await office.desk.submitted()
    await office.desk.work()
    with capture_logs() as logs:
        await office.look()
        await office.look()
    [line] = [each for each in logs if each["event"] == "mail.returned_forbidden"]
    assert "deployment/graph" in line["what_to_do"]
    office.fake.may_read = True
    office.desk.clock.move(hours=2)
    await office.look()
    assert office.desk.told == ["mail_bounced"]


async def test_it_looks_when_it_is_time_and_not_in_step(office):
    looks = []

    class Box:
        async def waiting(self):
            looks.append(office.desk.clock.now())
            return []

    jobs = [office.desk.bounces(Box()) for _ in range(8)]
    for _ in range(425):
        office.desk.clock.move(seconds=1)
        for job in jobs:
            await job.run()
    assert len(looks) == 16
    assert len(set(looks[8:16])) > 1
