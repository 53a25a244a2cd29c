"""What the customer is asked, and what an answer does, on the real database."""

import asyncio
import hashlib
from datetime import date

import pytest

from bot.claims.errors import Code, Conflict, Refused
from bot.claims.models import (
    Actor,
    ActorKind,
    Claim,
    Decision,
    Event,
    Status,
)
from bot.claims.ports import Mail, OutboxKind
from storage import open_store
from tests.clocks import MovableClock
from tests.web.consent.world import START, World


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request, tmp_path):
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")()
    return f"sqlite:///{tmp_path}/claims.db"


@pytest.fixture
async def world(url):
    clock = MovableClock(START)
    store = await open_store(url, clock=clock)
    yield World(store, clock)
    await store.close()


async def test_a_request_freezes_the_mail_and_starts_the_notice(world):
    claim = await world.submitted()
    [payload] = await world.mails()
    mail = Mail.model_validate(payload["mail"])
    assert claim.consent.email == mail.to_email == "casey@fabrikam.example"
    assert claim.consent.notice_ends == date(2026, 6, 16)
    assert claim.official_on == date(2026, 6, 17)
    assert payload["round"] == 1
    assert mail.message_id.startswith(f"<consent.{claim.id}.1.")
    assert mail.message_id.endswith("@claims.contoso.example>")
    assert "https://claims.contoso.example/consent/" in mail.html
    assert '"Exchange Online","Teams"' in mail.text


async def test_only_the_hash_of_the_token_is_stored(world):
    claim = await world.submitted()
    [token] = await world.tokens()
    [link] = await world.store.unit().consent_links(claim.id)
    assert len(token) == 43
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    [row] = await world.outbox(OutboxKind.MAIL)
    await world.store.delivered(row.id, world.clock.now())
    unit = world.store.unit()
    stored = repr([await unit.claim(None, claim.id), await unit.consent_links(claim.id)])
    assert token not in stored
    assert await world.mails() == []


async def test_a_mail_sent_again_carries_the_same_link(world):
    claim = await world.submitted()
    world.clock.move(days=1)
    again = await world.ask(claim.id)
    first, second = await world.tokens()
    assert first == second
    assert len({payload["mail"]["message_id"] for payload in await world.mails()}) == 2
    assert len(await world.store.unit().consent_links(claim.id)) == 1
    assert again.consent.notice_ends == date(2026, 6, 17)


async def test_a_changed_address_voids_the_old_link(world):
    claim = await world.submitted()
    changed = await world.ask(claim.id, customer_contact_email="kim@fabrikam.example")
    old, new = await world.tokens()
    assert await world.open(old) is None
    assert (await world.open(new)).contact_name == "Casey Customer"
    assert changed.consent.round == 2


async def test_a_changed_address_forgets_the_other_persons_approval(world):
    claim = await world.submitted()
    [token] = await world.tokens()
    await world.decide(token, Decision.APPROVE)
    same = await world.ask(claim.id)
    other = await world.ask(claim.id, customer_contact_email="kim@fabrikam.example")
    assert same.consent.answer.decision is Decision.APPROVE
    assert other.consent.answer is None


async def test_with_another_secret_the_old_link_is_replaced_never_doubled(world):
    claim = await world.submitted()
    await world.ask(claim.id, world.with_secret(b"another secret, as long as the first one was"))
    old, new = await world.tokens()
    assert await world.open(old) is None
    assert await world.open(new) is not None


async def test_going_back_to_the_first_address_makes_a_third_link(world):
    claim = await world.submitted()
    await world.ask(claim.id, customer_contact_email="kim@fabrikam.example")
    await world.ask(claim.id, customer_contact_email="casey@fabrikam.example")
    tokens = await world.tokens()
    assert len(set(tokens)) == 3
    assert [await world.open(token) is not None for token in tokens] == [False, False, True]


async def test_three_mails_a_day_are_the_limit(world):
    claim = await world.submitted()
    await world.ask(claim.id)
    await world.ask(claim.id)
    with pytest.raises(Refused) as refused:
        await world.ask(claim.id)
    assert refused.value.problems[0].code is Code.RESEND_LIMIT
    world.clock.move(days=1)
    await world.ask(claim.id)
    assert len(await world.mails()) == 4


async def test_two_resends_at_once_send_one_mail(world):
    claim = await world.submitted()
    both = await asyncio.gather(world.ask(claim.id), world.ask(claim.id), return_exceptions=True)
    assert sum(isinstance(one, Conflict) for one in both) <= 1
    assert len(await world.mails()) == 1 + sum(isinstance(one, Claim) for one in both)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.REJECTED, Status.EXPIRED])
async def test_no_mail_where_the_customer_has_no_say(world, status):
    claim = await world.submitted()
    with pytest.raises(Refused) as refused:
        await world.ask(claim.id, status=status)
    assert refused.value.problems[0].code is Code.NOT_ALLOWED_NOW


async def test_a_resend_does_not_end_what_is_official(world):
    claim = await world.submitted()
    official = {"status": Status.APPROVED, "approved_at": START, "official_on": date(2026, 6, 17)}
    world.clock.move(days=30)
    again = await world.ask(claim.id, **official)
    assert again.official_on == date(2026, 6, 17)
    assert '"notice_over":true' in (await world.mails())[1]["mail"]["text"]


async def test_a_decline_rejects_the_claim_and_tells_the_admin(world):
    claim = await world.submitted()
    [token] = await world.tokens()
    view = await world.decide(token, Decision.DECLINE, reason="We work with Northwind.")
    after = await world.claim(claim.id)
    assert after.status is Status.REJECTED
    assert after.rejection.dispute_by is None
    assert after.consent.answer == view.answer
    [row] = await world.answers(claim.id)
    assert (row.event, row.note) == (Event.CUSTOMER_DECLINE, "We work with Northwind.")
    assert row.actor == Actor(
        kind=ActorKind.CUSTOMER, id="casey@fabrikam.example", name="Casey Customer"
    )
    assert row.fields == (f"consent_text:{'ab' * 32}",)
    [notice] = await world.outbox(OutboxKind.NOTICE)
    assert notice.payload["event"] == "customer_decline"
    assert notice.payload["to"] == "ada"


async def test_an_approval_ends_the_wait_and_can_be_taken_back_much_later(world):
    claim = await world.submitted()
    [token] = await world.tokens()
    await world.decide(token, Decision.APPROVE)
    assert (await world.claim(claim.id)).official_on == date(2026, 6, 9)
    await world.change(claim.id, status=Status.APPROVED, approved_at=START)
    world.clock.move(days=300)
    await world.decide(token, Decision.DECLINE)
    after = await world.claim(claim.id)
    assert after.status is Status.REJECTED
    assert after.official_on is None
    assert [row.event for row in await world.answers(claim.id)] == [
        Event.CUSTOMER_APPROVE,
        Event.CUSTOMER_DECLINE,
    ]


async def test_the_same_answer_twice_is_one(world):
    claim = await world.submitted()
    [token] = await world.tokens()
    first = await world.decide(token, Decision.APPROVE)
    world.clock.move(minutes=5)
    assert await world.decide(token, Decision.APPROVE) == first
    assert len(await world.answers(claim.id)) == 1
    assert len(await world.outbox(OutboxKind.NOTICE)) == 1


async def test_an_answer_to_a_closed_claim_is_kept_and_moves_nothing(world):
    claim = await world.submitted()
    [token] = await world.tokens()
    await world.change(claim.id, status=Status.REJECTED_FINAL)
    view = await world.decide(token, Decision.DECLINE)
    await world.decide(token, Decision.DECLINE)
    assert not view.active
    assert (await world.claim(claim.id)).status is Status.REJECTED_FINAL
    [row] = await world.answers(claim.id)
    assert (row.before, row.after) == (Status.REJECTED_FINAL, Status.REJECTED_FINAL)


async def test_approving_after_a_decline_does_not_bring_the_claim_back(world):
    claim = await world.submitted()
    [token] = await world.tokens()
    await world.decide(token, Decision.DECLINE)
    view = await world.decide(token, Decision.APPROVE)
    assert view.answer.decision is Decision.APPROVE
    assert (await world.claim(claim.id)).status is Status.REJECTED
    assert len(await world.outbox(OutboxKind.NOTICE)) == 2


async def test_of_two_answers_at_once_one_must_look_again(world):
    claim = await world.submitted()
    [token] = await world.tokens()
    opened = asyncio.Barrier(2)

    class Together:
        """Both have read the claim before either commits."""

        def __init__(self, unit):
            self._unit = unit

        def __getattr__(self, name):
            return getattr(self._unit, name)

        async def commit(self):
            await opened.wait()
            await self._unit.commit()

    async def decide(decision):
        return await world.consents.decide(
            Together(world.store.unit()), token, decision, name="Casey", now=world.clock.now()
        )

    both = await asyncio.gather(
        decide(Decision.APPROVE), decide(Decision.DECLINE), return_exceptions=True
    )
    assert sum(isinstance(one, Conflict) for one in both) == 1
    assert len(await world.answers(claim.id)) == 1


async def test_a_link_ends_after_400_days(world):
    await world.submitted()
    [token] = await world.tokens()
    world.clock.move(days=399)
    assert await world.open(token) is not None
    world.clock.move(days=1)
    assert await world.open(token) is None
    assert await world.decide(token, Decision.APPROVE) is None


@pytest.mark.parametrize("token", ["", "x", "../1001", "\udcff", "a" * 5000])
async def test_what_is_no_token_opens_nothing(world, token):
    await world.submitted()
    assert await world.open(token) is None


async def test_the_same_is_read_whatever_is_wrong_with_a_token(world):
    claim = await world.submitted()
    [live] = await world.tokens()
    await world.ask(claim.id, customer_contact_email="kim@fabrikam.example")

    class Counting:
        def __init__(self, unit):
            self._unit, self.reads = unit, []

        def __getattr__(self, name):
            self.reads.append(name)
            return getattr(self._unit, name)

    reads = []
    for token in ("unknown", live):
        unit = Counting(world.store.unit())
        assert await world.consents.open(unit, token) is None
        reads.append(unit.reads)
    assert reads[0] == reads[1] == ["consent_link", "claim"]


def test_a_short_secret_is_refused(world):
    with pytest.raises(ValueError, match="32 bytes"):
        world.with_secret(b"short")
