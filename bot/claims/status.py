"""The status machine of a claim: one table of moves, and what each move leaves on the claim.

Statuses, who moves them on and how long each may take: "Manage customer associations" and
"Customer associations via CPOR" (sources manage, seed); our own decisions are in
`docs/DECISIONS.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from bot.claims.calendar import Calendar
from bot.claims.deadlines import MAILED, draft_reminder, reckon, without_deadline
from bot.claims.errors import Code, Problem, Refused
from bot.claims.models import (
    REVIEWER_REASONS,
    Actor,
    ActorKind,
    Claim,
    Consent,
    CustomerAnswer,
    DeadlineKind,
    Decision,
    Event,
    Expiry,
    HistoryEntry,
    Rejection,
    RejectionReason,
    Request,
    SolutionArea,
    Status,
)
from bot.claims.rules import Periods


class Move(NamedTuple):
    """One row of the table: who may do what, from where, and where it leads (None: it stays)."""

    event: Event
    by: ActorKind
    sources: frozenset[Status]
    target: Status | None


def _move(event: Event, by: ActorKind, sources: Iterable[Status], target: Status | None) -> Move:
    return Move(event, by, frozenset(sources), target)


_ADMIN, _REVIEWER = ActorKind.ADMIN, ActorKind.REVIEWER
_CUSTOMER, _CLOCK = ActorKind.CUSTOMER, ActorKind.CLOCK
_S = Status
_OPEN = (_S.SUBMITTED, _S.UNDER_REVIEW, _S.ACTION_REQUIRED)

MOVES: tuple[Move, ...] = (
    _move(Event.ADD_CUSTOMER, _ADMIN, (_S.DRAFT,), None),
    _move(Event.SUBMIT, _ADMIN, (_S.DRAFT,), _S.SUBMITTED),
    _move(Event.DISCARD, _ADMIN, (_S.DRAFT,), _S.DISCARDED),
    _move(Event.BEGIN_REVIEW, _REVIEWER, (_S.SUBMITTED,), _S.UNDER_REVIEW),
    _move(Event.REQUEST_INFO, _REVIEWER, (_S.UNDER_REVIEW, _S.DISPUTED), _S.ACTION_REQUIRED),
    _move(Event.ANSWER_ACTION, _ADMIN, (_S.ACTION_REQUIRED,), _S.SUBMITTED),
    _move(Event.LAPSE, _CLOCK, (_S.ACTION_REQUIRED,), _S.REJECTED),
    _move(Event.APPROVE, _REVIEWER, (_S.UNDER_REVIEW, _S.DISPUTED), _S.APPROVED),
    _move(Event.REJECT, _REVIEWER, (_S.UNDER_REVIEW,), _S.REJECTED),
    _move(Event.REJECT, _REVIEWER, (_S.DISPUTED,), _S.REJECTED_FINAL),
    _move(Event.WITHDRAW, _ADMIN, _OPEN, _S.REJECTED),
    _move(Event.DISPUTE, _ADMIN, (_S.REJECTED,), _S.DISPUTED),
    _move(Event.CUSTOMER_APPROVE, _CUSTOMER, MAILED, None),
    _move(Event.CUSTOMER_DECLINE, _CUSTOMER, MAILED, _S.REJECTED),
    _move(Event.BECOME_OFFICIAL, _CLOCK, (_S.APPROVED,), None),
    _move(Event.DISASSOCIATE, _ADMIN, (_S.APPROVED,), _S.REJECTED_FINAL),
    _move(Event.EXPIRE, _REVIEWER, (_S.APPROVED,), _S.EXPIRED),
    _move(Event.EXPIRE, _CLOCK, (_S.APPROVED,), _S.EXPIRED),
)


def find_move(status: Status, event: Event, by: ActorKind) -> Move | None:
    """Give the row of the table for an event by somebody in a status, or None: not allowed."""
    rows = (row for row in MOVES if row.event is event and row.by is by)
    return next((row for row in rows if status in row.sources), None)


def possible(claim: Claim, by: ActorKind, now: datetime, calendar: Calendar) -> frozenset[Event]:
    """Give the events somebody can cause now, so that cards offer only what works."""
    rows = (row for row in MOVES if row.by is by and claim.status in row.sources)
    return frozenset(row.event for row in rows if _hindrance(claim, row, now, calendar) is None)


def move(  # noqa: PLR0913 - one call says all there is to say about a move
    claim: Claim,
    event: Event,
    actor: Actor,
    now: datetime,
    calendar: Calendar,
    note: str = "",
    *,
    reason: RejectionReason | None = None,
    answer: CustomerAnswer | None = None,
    periods: Periods | None = None,
) -> tuple[Claim, HistoryEntry]:
    """Do one move of the table and give the claim after it with the history line.

    `note` is the reviewer's question, the answer or a comment; `reason` is needed to reject;
    `answer` is the customer's. Raises `Refused` where the table or a deadline forbids it.
    """
    row = find_move(claim.status, event, actor.kind)
    if row is None:
        raise Refused.because(Code.NOT_ALLOWED_NOW, status=claim.status, event=event)
    problem = _hindrance(claim, row, now, calendar) or _lacks(event, note, reason)
    if problem:
        raise Refused(problem)
    doing = _Doing(event, actor, now, calendar, periods or Periods(), note, reason, answer)
    traces = _traces(claim, doing)
    if row.target:
        traces |= {"status": row.target, "moved_in": claim.version + 1}
    after = claim.model_copy(update={"changed_at": now, **traces})
    after = reckon(after, now, calendar, periods, restarted=row.target is not None)
    return after, record(after, event, actor, now, before=claim.status, note=note)


def record(
    claim: Claim,
    event: Event,
    actor: Actor,
    now: datetime,
    *,
    before: Status | None = None,
    note: str = "",
    fields: tuple[str, ...] = (),
) -> HistoryEntry:
    """Write the history line of something done to a claim."""
    return HistoryEntry(
        claim_id=claim.id,
        at=now,
        event=event,
        actor=actor,
        before=before or claim.status,
        after=claim.status,
        note=note,
        fields=fields,
    )


def _hindrance(claim: Claim, row: Move, now: datetime, calendar: Calendar) -> Problem | None:
    """Say what else forbids a move that the table allows: time, and having been done before."""
    event, today = row.event, calendar.today(now)
    if event is Event.ADD_CUSTOMER and not claim.started:
        return Problem(Code.NOT_ALLOWED_NOW)
    if event is Event.SUBMIT and claim.started:
        return Problem(Code.NOT_ALLOWED_NOW)
    if event is Event.ANSWER_ACTION and claim.request and today > claim.request.answer_by:
        return Problem(Code.ANSWER_TOO_LATE, data={"on": claim.request.answer_by})
    if event is Event.LAPSE and (claim.request is None or today <= claim.request.answer_by):
        return Problem(Code.NOT_ALLOWED_NOW)
    if event is Event.DISPUTE:
        return _dispute_hindrance(claim, today)
    if event is Event.BECOME_OFFICIAL:
        return _not_due(claim, DeadlineKind.OFFICIAL, now)
    if event is Event.EXPIRE:
        return _expiry_hindrance(claim, row.by, now)
    return None


def _not_due(claim: Claim, kind: DeadlineKind, now: datetime) -> Problem | None:
    due = claim.deadline(kind)
    return None if due and now >= due.at else Problem(Code.NOT_ALLOWED_NOW)


def _expiry_hindrance(claim: Claim, by: ActorKind, now: datetime) -> Problem | None:
    """Only a subscription expires; by the clock only after the last day that somebody noted."""
    if claim.solution_area is not SolutionArea.BUSINESS_APPLICATIONS:
        return Problem(Code.NOT_ALLOWED_NOW)
    if by is ActorKind.CLOCK:
        return _not_due(claim, DeadlineKind.SUBSCRIPTION_ENDS, now)
    return None


def disputable(claim: Claim, today: date) -> bool:
    """Say whether a rejection can still be disputed, so that nobody is offered what is refused."""
    return claim.status is Status.REJECTED and _dispute_hindrance(claim, today) is None


def _dispute_hindrance(claim: Claim, today: date) -> Problem | None:
    if claim.disputed_at is not None:
        return Problem(Code.DISPUTE_ONCE)
    if claim.rejection is None or claim.rejection.dispute_by is None or _declined(claim):
        return Problem(Code.DISPUTE_NOT_POSSIBLE)
    if today > claim.rejection.dispute_by:
        return Problem(Code.DISPUTE_TOO_LATE, data={"on": claim.rejection.dispute_by})
    return None


def _declined(claim: Claim) -> bool:
    """The customer may also decline while the claim is closed; nobody disputes over their word."""
    answer = claim.consent.answer if claim.consent else None
    return answer is not None and answer.decision is Decision.DECLINE


def _lacks(event: Event, note: str, reason: RejectionReason | None) -> Problem | None:
    if event is Event.REJECT and reason not in REVIEWER_REASONS:
        return Problem(Code.CHOOSE_A_REASON, "rejection_reason")
    if event is Event.REQUEST_INFO and not note.strip():
        return Problem(Code.WRITE_A_MESSAGE, "review_comment")
    if event is Event.ANSWER_ACTION and not note.strip():
        return Problem(Code.REQUIRED, "comments")
    return None


class _Doing(NamedTuple):
    """One move under way, with all that was said about it."""

    event: Event
    actor: Actor
    now: datetime
    calendar: Calendar
    periods: Periods
    note: str
    reason: RejectionReason | None
    answer: CustomerAnswer | None

    @property
    def today(self) -> date:
        return self.calendar.today(self.now)


def _traces(claim: Claim, doing: _Doing) -> dict[str, Any]:
    """Give what a move writes on the claim besides its status."""
    now = doing.now
    if rejection := _rejection(claim, doing):
        consent = _answered_consent(claim, doing)
        return {"rejection": rejection, "request": None, "consent": consent}
    if doing.event is Event.REQUEST_INFO:
        last = doing.calendar.add_business_days(doing.today, doing.periods.answer)
        asked = Request(text=doing.note, by=doing.actor.name, at=now, answer_by=last)
        return {"request": asked}
    simple: dict[Event, dict[str, Any]] = {
        Event.ADD_CUSTOMER: {
            "added_at": now,
            "deadlines": (*claim.deadlines, draft_reminder(now, doing.calendar, doing.periods)),
        },
        Event.SUBMIT: {"submitted_at": now},
        Event.BEGIN_REVIEW: {"review_begun_at": now},
        Event.ANSWER_ACTION: {"request": None, "comments": doing.note},
        Event.APPROVE: {"approved_at": now, "rejection": None},
        Event.DISPUTE: {"disputed_at": now},
        Event.CUSTOMER_APPROVE: {"consent": _answered_consent(claim, doing)},
        Event.EXPIRE: {"expiry": _expiry(doing)},
        Event.BECOME_OFFICIAL: {
            "deadlines": without_deadline(claim, DeadlineKind.OFFICIAL).deadlines
        },
    }
    return simple.get(doing.event, {})


def _expiry(doing: _Doing) -> Expiry:
    actor = doing.actor
    return Expiry(by=actor.kind, name=actor.name, comment=doing.note, at=doing.now)


def _answered_consent(claim: Claim, doing: _Doing) -> Consent | None:
    if claim.consent is None or doing.answer is None:
        return claim.consent
    return claim.consent.model_copy(update={"answer": doing.answer})


_REASONS = {
    Event.LAPSE: RejectionReason.NO_PARTNER_RESPONSE,
    Event.WITHDRAW: RejectionReason.PARTNER_REQUEST,
    Event.DISASSOCIATE: RejectionReason.PARTNER_REQUEST,
    Event.CUSTOMER_DECLINE: RejectionReason.CUSTOMER_DECLINED,
}


def _rejection(claim: Claim, doing: _Doing) -> Rejection | None:
    reason = doing.reason if doing.event is Event.REJECT else _REASONS.get(doing.event)
    if reason is None:
        return None
    return Rejection(
        reason=reason,
        by=doing.actor.kind,
        name=doing.actor.name,
        comment=doing.note,
        at=doing.now,
        dispute_by=_dispute_by(claim, reason, doing),
    )


def _dispute_by(claim: Claim, reason: RejectionReason, doing: _Doing) -> date | None:
    """Give the last day for a dispute: only a reviewer's or the clock's rejection has one, once."""
    disputable = doing.actor.kind in (ActorKind.REVIEWER, ActorKind.CLOCK)
    if claim.disputed_at or not disputable or reason is RejectionReason.PARTNER_REQUEST:
        return None
    return doing.today + timedelta(days=doing.periods.dispute)
