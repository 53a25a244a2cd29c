"""A claim whose customer is being e-mailed, on a real database, with everything that sends."""

from __future__ import annotations

from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from bot.claims.calendar import Calendar
from bot.claims.models import Actor, ActorKind, Event
from bot.claims.ports import OutboxKind
from bot.claims.rules import Rulebook
from bot.claims.status import record
from bot.jobs.bounces import Bounces
from bot.jobs.mailing import Mailing
from bot.jobs.outbox import OutboxPump
from bot.mail.letters import Letters
from bot.services.consent import Consents
from bot.services.consent_mail import ConsentMail
from storage import open_store
from tests.claims.submitted import submitted_claim
from tests.clocks import MovableClock

SECRET = b"a secret of the test, long enough to be one"
CASEY = "casey@fabrikam.example"


class Desk:
    """Asks the customer, lets the outbox work, and tells what the claim and its admin know."""

    def __init__(self, store, clock, mailer=None):
        self.store, self.clock, self.told = store, clock, []
        self.fate = ConsentMail(store, clock)
        self.rules = Rulebook(calendar=Calendar(ZoneInfo("UTC")))
        self.consents = Consents(
            self.rules,
            clock,
            public_url="https://claims.contoso.example",
            secret=SECRET,
            render=Letters().consent_request,
        )
        self.use(mailer)

    def use(self, mailer):
        """Send with this mailer from now on."""
        self.mailing = Mailing(self.store, mailer, self.clock, self.rules)
        deliverers = {OutboxKind.MAIL: self.mailing.deliver, OutboxKind.NOTICE: self._tell}
        self.pump = OutboxPump(self.store, self.clock, deliverers)

    async def _tell(self, row):
        self.told.append(row.payload["event"])

    async def submitted(self, email=CASEY):
        number = await self.store.next_claim_id()
        claim = submitted_claim(number, customer_contact_email=email)
        unit = self.store.unit()
        unit.save(claim)
        await unit.commit()
        await self.ask(number)
        return number

    async def ask(self, number, **fields):
        """Mail the customer, at another address if one is given."""
        unit = self.store.unit()
        claim = (await unit.claim("contoso", number)).model_copy(update=fields)
        claim = await self.consents.request(unit, claim, now=self.clock.now())
        actor = Actor(kind=ActorKind.ADMIN, id="ada")
        unit.save(claim, record(claim, Event.CHANGE, actor, self.clock.now()))
        await unit.commit()

    async def work(self, **later):
        """Empty the outbox of what is due, after this much time."""
        self.clock.move(**later)
        while await self.pump.run():
            pass

    async def claim(self, number):
        return await self.store.unit().claim(None, number)

    async def mailed(self, number):
        return (await self.claim(number)).consent.mailed_at

    async def lines(self, number):
        """What the clock wrote into the claim's history."""
        entries = await self.store.unit().history(None, number)
        return [(str(e.event), e.note) for e in entries if e.actor.kind is ActorKind.CLOCK]

    async def parked(self):
        return [reason for _, reason in await self.store.parked()]

    def bounces(self, box):
        return Bounces(box, self.fate, self.clock)


@asynccontextmanager
async def open_desk(folder, mailer=None):
    clock = MovableClock()
    store = await open_store(f"sqlite:///{folder}/claims.db", clock=clock)
    try:
        yield Desk(store, clock, mailer)
    finally:
        await store.close()
