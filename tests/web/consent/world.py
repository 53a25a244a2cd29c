"""One claim, its customer and the outbox, on a real database and with a clock to move."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.claims.calendar import Calendar
from bot.claims.models import Actor, ActorKind, Event
from bot.claims.ports import Mail, OutboxKind
from bot.claims.rules import Rulebook
from bot.claims.status import record
from bot.services.consent import Consents
from tests.claims.submitted import submitted_claim

START = datetime(2026, 6, 9, 7, 58, 12, 345678, tzinfo=UTC)  # a Tuesday
SECRET = b"a secret of the test, long enough to be one"


def render(view):
    return Mail(
        to_name=view.contact_name,
        to_email=view.contact_email,
        subject="Please check",
        text=view.model_dump_json(),
        html=f"<a href='{view.link}'>",
        locale=view.locale,
        reply_to=view.admin_email,
    )


class World:
    """One claim, its customer, and what lies in the outbox."""

    def __init__(self, store, clock, *, public_url="https://claims.contoso.example/", write=render):
        self.store, self.clock = store, clock
        self.public_url, self.write = public_url, write
        self.rules = Rulebook(
            calendar=Calendar(ZoneInfo("Europe/Berlin")), locations={"5001": "Seattle"}
        )
        self.consents = self.with_secret(SECRET)

    def with_secret(self, secret):
        return Consents(
            self.rules,
            self.clock,
            public_url=self.public_url,
            secret=secret,
            render=self.write,
        )

    async def submitted(self, **fields):
        number = await self.store.next_claim_id()
        claim = submitted_claim(number, START, **fields)
        unit = self.store.unit()
        unit.save(claim)
        await unit.commit()
        return await self.ask(number)

    async def claim(self, number):
        return await self.store.unit().claim(None, number)

    async def ask(self, number, consents=None, **fields):
        unit = self.store.unit()
        claim = (await unit.claim("contoso", number)).model_copy(update=fields)
        claim = await (consents or self.consents).request(unit, claim, now=self.clock.now())
        actor = Actor(kind=ActorKind.ADMIN, id="ada")
        unit.save(claim, record(claim, Event.RESEND_CONSENT, actor, self.clock.now()))
        await unit.commit()
        return await self.claim(number)

    async def change(self, number, **fields):
        unit = self.store.unit()
        claim = (await unit.claim("contoso", number)).model_copy(update=fields)
        unit.save(claim)
        await unit.commit()

    async def outbox(self, kind):
        rows = await self.store.lease("test", self.clock.now(), 50, 0.0)
        return [row for row in rows if row.kind is kind]

    async def mails(self):
        return [row.payload for row in await self.outbox(OutboxKind.MAIL)]

    async def tokens(self):
        return [
            payload["mail"]["text"].partition("/consent/")[2][:43] for payload in await self.mails()
        ]

    async def open(self, token):
        return await self.consents.open(self.store.unit(), token)

    async def decide(self, token, decision, name="Casey Customer", reason=""):
        return await self.consents.decide(
            self.store.unit(),
            token,
            decision,
            name=name,
            reason=reason,
            text_hash="ab" * 32,
            now=self.clock.now(),
        )

    async def answers(self, number):
        history = await self.store.unit().history(None, number)
        return [row for row in history if row.actor.kind is ActorKind.CUSTOMER]
