"""Asks the customer for consent and takes the answer, so that nothing is associated in secret."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.claims.deadlines import MAILED, is_official, reckon
from bot.claims.errors import Code, Refused
from bot.claims.models import (
    Actor,
    ActorKind,
    Claim,
    Consent,
    CustomerAnswer,
    Decision,
    Event,
    Frozen,
    SolutionArea,
)
from bot.claims.ports import Clock, ConsentLink, Mail, OutboxKind, Outgoing, Unit
from bot.claims.rules import Rulebook
from bot.claims.status import move, record
from bot.services.consent_links import ConsentLinks, digest, is_alive
from bot.services.consent_mail import message_id
from bot.services.customer_language import language_of
from bot.services.notices import tell_owner

_EVENTS = {
    Decision.APPROVE: Event.CUSTOMER_APPROVE,
    Decision.DECLINE: Event.CUSTOMER_DECLINE,
}


class ConsentStatement(Frozen):
    """What the customer is told of a claim, in the mail and on the page alike."""

    claim_id: int
    partner_name: str
    customer_name: str
    contact_name: str
    items: tuple[str, ...]
    subscription_id: str | None = None
    admin_name: str
    admin_email: str
    notice_ends: date
    notice_over: bool = False
    """True where silence already counts as agreement."""
    locale: str = "en-GB"


class ConsentRequestView(ConsentStatement):
    """What the mail to the customer says."""

    contact_email: str
    link: str


class ConsentView(ConsentStatement):
    """What the customer's page shows of a claim."""

    partner_location: str = ""
    customer_domain: str = ""
    area: SolutionArea | None
    answer: CustomerAnswer | None = None
    active: bool = True
    """False where an answer is kept but moves nothing: the claim is closed."""


def asked_for(claim: Claim) -> tuple[str, ...]:
    """Give what the customer is asked about; an answer holds for just this."""
    subscription = (claim.subscription_id,) if claim.subscription_id else ()
    return (*sorted(claim.items), *subscription)


class Consents:
    """The customer's side of a claim: request, page and answer."""

    def __init__(
        self,
        rules: Rulebook,
        clock: Clock,
        *,
        public_url: str,
        secret: bytes,
        render: Callable[[ConsentRequestView], Mail],
        link_days: int = 400,
        locale_of: Callable[[str], str] = language_of,
    ) -> None:
        self._rules, self._clock = rules, clock
        self._public_url = public_url.rstrip("/")
        self._links = ConsentLinks(secret, days=link_days)
        self._render = render
        self._locale_of = locale_of

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the customer is told times."""
        return self._rules.calendar.zone

    async def request(self, unit: Unit, claim: Claim, *, now: datetime) -> Claim:
        """Put a request mail into the unit and give the claim that waits for the answer.

        Call it after the move (submission, resend, changed address) and save what it gives, in
        the same unit. A changed address voids the old link; otherwise the link stays the same.
        An answer given earlier holds while address and items are the same.
        The notice period starts anew with each mail, unless the customer has answered or the
        association is official already. Raises `Refused`: RESEND_LIMIT (mails a day), REQUIRED
        (no address), NOT_ALLOWED_NOW (the claim waits for no customer).
        """
        email = (claim.customer_contact_email or "").strip()
        if not email:
            raise Refused.because(Code.REQUIRED, "customer_contact_email")
        if claim.status not in MAILED:
            raise Refused.because(Code.NOT_ALLOWED_NOW, status=claim.status)
        number = await self._count_mail(unit, claim, now)
        link = await self._links.live(unit, claim, email, now)
        asked = claim.model_copy(update={"consent": self._asked(claim, link, now)})
        self._post_mail(unit, asked, link, number, now)
        return reckon(asked, now, self._rules.calendar, self._rules.periods)

    async def open(self, unit: Unit, token: str) -> ConsentView | None:
        """Give what the page shows, or None for an unknown, revoked or expired token alike."""
        now = self._clock.now()
        found = await self._find(unit, token, now)
        return self._view(found[1], now) if found else None

    async def decide(
        self,
        unit: Unit,
        token: str,
        decision: Decision,
        *,
        name: str,
        reason: str = "",
        text_hash: str = "",
        now: datetime,
    ) -> ConsentView | None:
        """Keep the customer's answer and commit; None for a dead token.

        The same decision again changes nothing. A claim that is closed keeps the answer but stays
        as it is. Raises `Conflict` where the claim changed meanwhile: open and decide again.
        """
        found = await self._find(unit, token, now)
        if found is None:
            return None
        link, claim = found
        given = claim.consent.answer if claim.consent else None
        if given is None or given.decision is not decision:
            answer = CustomerAnswer(
                decision=decision, at=now, name=name, reason=reason, text_hash=text_hash
            )
            claim = self._answered(unit, claim, link, answer)
            await unit.commit()
        return self._view(claim, now)

    async def _count_mail(self, unit: Unit, claim: Claim, now: datetime) -> str:
        """Take the day's next mail number; two at once meet in `Conflict` at commit."""
        today, limit = self._rules.calendar.today(now), self._rules.mails_per_day
        for count in range(1, limit + 1):
            number = f"{today.isoformat()}.{count}"
            key = f"consent-mail:{claim.id}:{number}"
            if await unit.answered(key) is None:
                unit.remember(key, {})
                return number
        raise Refused.because(Code.RESEND_LIMIT, limit=limit)

    def _asked(self, claim: Claim, link: ConsentLink, now: datetime) -> Consent:
        calendar = self._rules.calendar
        today = calendar.today(now)
        before = claim.consent if claim.consent and claim.consent.email == link.email else None
        same = before is not None and before.asked_for == asked_for(claim)
        if before and same and (before.answer or is_official(claim, today)):
            return before.model_copy(update={"round": link.round, "undelivered": None})
        return Consent(
            round=link.round,
            email=link.email,
            asked_for=asked_for(claim),
            asked_at=now,
            notice_ends=calendar.add_business_days(today, self._rules.periods.notice),
        )

    def _post_mail(
        self, unit: Unit, claim: Claim, link: ConsentLink, number: str, now: datetime
    ) -> None:
        """Freeze the mail, link and all, into the outbox; a retry sends exactly this."""
        key = f"consent:{claim.id}:{link.round}:{number}"
        view = self._mail_view(claim, link, now)
        host = urlsplit(self._public_url).hostname or "localhost"
        mail = self._render(view).model_copy(update={"message_id": message_id(key, link, host)})
        payload = {"mail": mail.model_dump(mode="json"), "round": link.round}
        unit.post(
            Outgoing(
                key=key, kind=OutboxKind.MAIL, claim_id=claim.id, org=claim.org, payload=payload
            )
        )

    def _mail_view(self, claim: Claim, link: ConsentLink, now: datetime) -> ConsentRequestView:
        told = self._view(claim, now).model_dump(include=set(ConsentStatement.model_fields))
        return ConsentRequestView(
            **told,
            contact_email=link.email,
            link=f"{self._public_url}/consent/{self._links.token(link)}",
        )

    async def _find(
        self, unit: Unit, token: str, now: datetime
    ) -> tuple[ConsentLink, Claim] | None:
        """Look a token up; the same queries are made whatever is wrong with it."""
        link = await unit.consent_link(digest(token))
        claim = await unit.claim(None, link.claim_id if link else 0)
        if link is None or claim is None or claim.consent is None or not is_alive(link, now):
            return None
        return link, claim

    def _answered(
        self, unit: Unit, claim: Claim, link: ConsentLink, answer: CustomerAnswer
    ) -> Claim:
        """Keep the answer, its history line and the news for the admin in the unit."""
        event = _EVENTS[answer.decision]
        actor = Actor(kind=ActorKind.CUSTOMER, id=link.email, name=answer.name)
        try:
            after, entry = move(
                claim,
                event,
                actor,
                answer.at,
                self._rules.calendar,
                answer.reason,
                answer=answer,
                periods=self._rules.periods,
            )
        except Refused:  # a closed claim: the answer is kept, and moves nothing
            after = _with_answer(claim, answer)
            entry = record(after, event, actor, answer.at, note=answer.reason)
        shown = (f"consent_text:{answer.text_hash}",) if answer.text_hash else ()
        unit.save(after, entry.model_copy(update={"fields": shown}))
        tell_owner(unit, claim, event, answer.at)
        return after

    def _view(self, claim: Claim, now: datetime) -> ConsentView:
        rules, consent = self._rules, claim.consent
        assert consent is not None  # noqa: S101 - both ways here have made sure
        names = rules.catalogue.names(claim.items)
        return ConsentView(
            claim_id=claim.id,
            partner_name=rules.partner_name,
            partner_location=rules.locations.get(claim.partner_id or "", ""),
            customer_name=claim.customer_name or "",
            customer_domain=claim.customer_domain or "",
            contact_name=claim.customer_contact_name or "",
            area=claim.solution_area,
            items=tuple(names),
            subscription_id=claim.subscription_id,
            admin_name=claim.partner_contact_name or claim.owner_name,
            admin_email=claim.partner_contact_email or "",
            notice_ends=consent.notice_ends,
            notice_over=rules.calendar.today(now) > consent.notice_ends,
            answer=consent.answer,
            active=claim.status in MAILED,
            locale=self._locale_of(consent.email),
        )


def _with_answer(claim: Claim, answer: CustomerAnswer) -> Claim:
    if claim.consent is None:
        return claim
    consent = claim.consent.model_copy(update={"answer": answer})
    return claim.model_copy(update={"consent": consent, "changed_at": answer.at})
