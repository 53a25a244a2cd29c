"""Says where one claim is on its way: its status, its clocks, and the customer's side.

A fact is a code of the words in `own.…`, and the values in it as the claim holds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bot.claims.deadlines import is_official
from bot.claims.models import LIVE, Claim, DeadlineKind, Decision, RejectionReason, Status
from bot.claims.rules import Rulebook
from bot.claims.status import disputable


class Told(NamedTuple):
    """One fact: its code and values. Days, moments, and ids of fields or items are not words yet;
    `values` may hold `fields`, `items`, `names`, `role` and `reason` by id."""

    code: str
    values: dict[str, object]


class Asked(NamedTuple):
    """What an answer is worked out from."""

    claim: Claim
    today: date
    rules: Rulebook

    def due(self, kind: DeadlineKind) -> date | None:
        """Give the last day of a running deadline."""
        found = self.claim.deadline(kind)
        return found.on if found else None

    @property
    def waits(self) -> bool:
        """True while somebody else is at work on the claim."""
        return self.claim.status in (Status.SUBMITTED, Status.UNDER_REVIEW, Status.DISPUTED)


Facts = Iterator[Told]


def told(code: str, **values: object) -> Told:
    """Make a fact."""
    return Told(code, values)


def state(asked: Asked) -> str:
    """Give the words' name of where a claim stands; an official claim has one of its own."""
    claim = asked.claim
    if claim.started:
        return "started"
    if claim.status is Status.APPROVED and is_official(claim, asked.today):
        return "official"
    reason = claim.rejection.reason if claim.rejection else None
    if claim.status is Status.REJECTED and reason is RejectionReason.CUSTOMER_DECLINED:
        return "declined"
    return str(claim.status)


def clock(asked: Asked) -> Facts:
    """Say what runs now, and from which day the association is official as far as that is known."""
    yield from _running(asked)
    yield from official(asked)


def _running(asked: Asked) -> Facts:
    """Say what runs now, without the official day."""
    claim = asked.claim
    for kind in _RUNNING:
        if day := asked.due(kind):
            yield told(f"deadline.{kind}", day=day)
    if claim.status is Status.ACTION_REQUIRED and claim.request:
        days = asked.rules.calendar.business_days_left(asked.today, claim.request.answer_by)
        yield told("days_left", count=days)


_RUNNING = (
    DeadlineKind.ANSWER,
    DeadlineKind.REVIEW_BEGINS,
    DeadlineKind.DECISION,
    DeadlineKind.POE_AGES,
    DeadlineKind.SUBSCRIPTION_ENDS,
)


def official_day(asked: Asked) -> Facts:
    """Say first from which day the association is official, as far as that is known."""
    found = [*official(asked)]
    draft = asked.claim.status is Status.DRAFT
    yield from found or [told("official.unknown" if draft else "official.closed")]
    yield told(f"status.{state(asked)}")
    if asked.claim.status is not Status.APPROVED:
        yield from _running(asked)


def official(asked: Asked) -> Facts:
    """Say from which day the association is, or can be, official."""
    claim, day = asked.claim, asked.claim.official_on
    unasked = claim.consent is not None and claim.consent.undelivered is not None
    if day is None and unasked and claim.status in LIVE:
        yield told("official.unasked")
    if day is None or claim.status not in LIVE:
        return
    if claim.status is not Status.APPROVED:
        yield told("official.earliest", day=day)
    elif is_official(claim, asked.today):
        yield told("official.since", day=day)
    else:
        yield told("official.on", day=day)


def deadlines(asked: Asked) -> Facts:
    """Say what is due and by when."""
    if asked.claim.status is Status.DRAFT:
        yield told("deadline.draft")
        return
    found = [*clock(asked), *dispute_until(asked)]
    yield from found or [told("deadline.none"), told(f"status.{state(asked)}")]


def dispute_until(asked: Asked) -> Facts:
    """Say until when a rejection can be disputed, where it can."""
    rejection = asked.claim.rejection
    if rejection and rejection.dispute_by and disputable(asked.claim, asked.today):
        yield told("dispute.until", day=rejection.dispute_by)


def customer(asked: Asked) -> Facts:
    """Say where the customer's side stands."""
    claim, consent = asked.claim, asked.claim.consent
    if consent is None:
        yield told("customer.not_asked")
    elif consent.answer:
        code = "agreed" if consent.answer.decision is Decision.APPROVE else "declined"
        yield told(f"customer.{code}", name=consent.answer.name, moment=consent.answer.at)
    elif claim.status not in LIVE:
        yield told("customer.closed")
    elif consent.mailed_at is None:
        yield told(f"customer.{consent.undelivered or 'mailing'}", email=consent.email)
    else:
        over = consent.notice_ends < asked.today
        yield told("customer.silent" if over else "customer.waiting", day=consent.notice_ends)
        yield told("customer.mailed", email=consent.email, moment=consent.mailed_at)
