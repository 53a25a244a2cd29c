"""When things fall due on a claim, and from which day an association is official.

Periods: "Manage customer associations" (source: manage); the notice period is ours.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.claims.calendar import Calendar
from bot.claims.models import Claim, Deadline, DeadlineKind, Decision, Status, Undelivered
from bot.claims.proof import good_until
from bot.claims.rules import Periods

#: The customer's word counts in these: mailed, and not yet over.
MAILED = (
    Status.SUBMITTED,
    Status.UNDER_REVIEW,
    Status.ACTION_REQUIRED,
    Status.APPROVED,
    Status.DISPUTED,
)


def draft_reminder(now: datetime, calendar: Calendar, periods: Periods) -> Deadline:
    """Give the reminder of a draft made now."""
    at = now + timedelta(days=periods.draft_reminder)
    return Deadline(kind=DeadlineKind.DRAFT_REMINDER, on=calendar.today(at), at=at)


def official_day(claim: Claim, calendar: Calendar) -> date | None:
    """Give the first official day, or (while not approved) the earliest possible one.

    The later of the approval and the day after the notice period; the customer's own approval
    ends the wait, and never makes it longer (source: seed; period: `Periods.notice`). None before
    submission, once the claim cannot become official any more, and while no mail has reached the
    customer: whoever was not asked has not agreed by silence. What is official already stays so.
    """
    if claim.consent is None or claim.status not in MAILED:
        return None
    if claim.consent.undelivered and claim.consent.answer is None:
        return claim.official_on if _was_official(claim) else None
    answer, settled = claim.consent.answer, claim.consent.notice_ends + timedelta(days=1)
    if answer and answer.decision is Decision.APPROVE:
        agreed = calendar.today(answer.at)
        settled = agreed if claim.consent.undelivered else min(settled, agreed)
    if claim.approved_at and claim.status is Status.APPROVED:
        return max(settled, calendar.today(claim.approved_at))
    return settled


def _was_official(claim: Claim) -> bool:
    """Say whether an approved claim waits for its official day no more."""
    return claim.status is Status.APPROVED and claim.deadline(DeadlineKind.OFFICIAL) is None


def unasked(claim: Claim, fate: Undelivered) -> Claim:
    """Note that the last mail did not reach the customer: their silence means nothing.

    The wait for the official day ends until the next mail; what is official already stays so.
    """
    if claim.consent is None:
        return claim
    consent = claim.consent.model_copy(update={"mailed_at": None, "undelivered": fate})
    after = claim.model_copy(update={"consent": consent})
    if consent.answer or _was_official(claim):
        return after
    return without_deadline(after.model_copy(update={"official_on": None}), DeadlineKind.OFFICIAL)


def is_official(claim: Claim, today: date) -> bool:
    """Say whether usage is visible now: approved, and the first official day has come."""
    approved = claim.status is Status.APPROVED
    return approved and claim.official_on is not None and today >= claim.official_on


def reckon(
    claim: Claim,
    now: datetime,
    calendar: Calendar,
    periods: Periods | None = None,
    *,
    restarted: bool = False,
) -> Claim:
    """Work out the claim's official day and deadlines anew, after a move or a consent request.

    With `restarted` (the status changed) the clocks of the present status start at `now`;
    otherwise running clocks keep their time, but for the official day, which may have moved.
    """
    waits = _waits_for_official_day(claim)
    claim = claim.model_copy(update={"official_on": official_day(claim, calendar)})
    kept = tuple(row for row in claim.deadlines if row.kind in _KEPT)
    if restarted:
        running = _status_deadlines(claim, now, calendar, periods or Periods())
    else:
        running = _unchanged_deadlines(claim, now, calendar, waits=waits)
    return claim.model_copy(update={"deadlines": (*running, *kept)})


def _waits_for_official_day(claim: Claim) -> bool:
    """Say whether a claim is approved and not official yet; without a day nobody was asked yet."""
    approved = claim.status is Status.APPROVED
    return approved and (claim.official_on is None or not _was_official(claim))


def _unchanged_deadlines(
    claim: Claim, now: datetime, calendar: Calendar, *, waits: bool
) -> tuple[Deadline, ...]:
    rest = (row for row in claim.deadlines if row.kind not in (*_KEPT, DeadlineKind.OFFICIAL))
    return (*rest, *(_official_deadline(claim, calendar, now) if waits else ()))


#: Clocks that do not depend on the status.
_KEPT = (DeadlineKind.DIRECTORY_RETRY, DeadlineKind.FILE_RETRY)
#: Clocks that only remind of another one.
_REMINDERS = (
    DeadlineKind.ANSWER_REMINDER_5,
    DeadlineKind.ANSWER_REMINDER_1,
    DeadlineKind.POE_REMINDER,
    DeadlineKind.SUBSCRIPTION_REMINDER,
)
#: Clocks of an approved association that has to be renewed.
_RENEWAL = (
    DeadlineKind.POE_REMINDER,
    DeadlineKind.POE_AGES,
    DeadlineKind.SUBSCRIPTION_REMINDER,
    DeadlineKind.SUBSCRIPTION_ENDS,
)


def _status_deadlines(
    claim: Claim, now: datetime, calendar: Calendar, periods: Periods
) -> tuple[Deadline, ...]:
    today = calendar.today(now)

    def within(kind: DeadlineKind, business_days: int) -> tuple[Deadline, ...]:
        return (_until(kind, calendar.add_business_days(today, business_days), calendar),)

    if claim.status is Status.SUBMITTED:
        return within(DeadlineKind.REVIEW_BEGINS, periods.review_begins)
    if claim.status is Status.UNDER_REVIEW:
        return within(DeadlineKind.DECISION, periods.decision)
    if claim.status is Status.DISPUTED:
        return within(DeadlineKind.DECISION, periods.dispute_review)
    if claim.status is Status.ACTION_REQUIRED and claim.request:
        return _answer_deadlines(claim.request.answer_by, calendar)
    if claim.status is Status.APPROVED:
        renewals = _renewal_deadlines(claim, calendar, periods)
        return (*_official_deadline(claim, calendar, now), *renewals)
    if claim.status is Status.REJECTED and claim.rejection and claim.rejection.dispute_by:
        return (_until(DeadlineKind.DISPUTE, claim.rejection.dispute_by, calendar),)
    return ()


def _until(kind: DeadlineKind, last: date, calendar: Calendar) -> Deadline:
    return Deadline(kind=kind, on=last, at=calendar.end_of(last))


def _answer_deadlines(last: date, calendar: Calendar) -> tuple[Deadline, ...]:
    """The answer's last day, and reminders 5 and 1 business days before it."""
    reminders = (
        (DeadlineKind.ANSWER_REMINDER_5, calendar.back_business_days(last, 5)),
        (DeadlineKind.ANSWER_REMINDER_1, calendar.back_business_days(last, 1)),
    )
    rows = (Deadline(kind=kind, on=on, at=calendar.start_of(on)) for kind, on in reminders)
    return (_until(DeadlineKind.ANSWER, last, calendar), *rows)


def _official_deadline(claim: Claim, calendar: Calendar, now: datetime) -> tuple[Deadline, ...]:
    day = claim.official_on
    if day is None:
        return ()
    at = max(calendar.start_of(day), now)
    return (Deadline(kind=DeadlineKind.OFFICIAL, on=day, at=at),)


def _renewal_deadlines(claim: Claim, calendar: Calendar, periods: Periods) -> tuple[Deadline, ...]:
    """The last day of proof and of subscription, and a reminder ahead of each.

    Source of the proof's 12 months: poe_template; of the days ahead: `Periods`. A reminder whose
    day has passed already acts at once.
    """
    ends = (
        (DeadlineKind.POE_REMINDER, DeadlineKind.POE_AGES, good_until(claim.poe_signed_on)),
        (
            DeadlineKind.SUBSCRIPTION_REMINDER,
            DeadlineKind.SUBSCRIPTION_ENDS,
            claim.subscription_ends_on,
        ),
    )
    rows: list[Deadline] = []
    for reminder, end, last in ends:
        if last:
            on = last - timedelta(days=periods.renewal_reminder)
            rows += (
                Deadline(kind=reminder, on=on, at=calendar.start_of(on)),
                _until(end, last, calendar),
            )
    return tuple(rows)


def renewed(
    claim: Claim, before: Claim, now: datetime, calendar: Calendar, periods: Periods
) -> Claim:
    """Set the clocks anew of what has changed: the proof's signature, or the subscription's end.

    The clocks of what is as `before` go on, so that nothing is told a second time; nor is anybody
    reminded of a day that they have just named and that is near.
    """
    changed = {
        *(_RENEWAL[:2] if claim.poe_signed_on != before.poe_signed_on else ()),
        *(_RENEWAL[2:] if claim.subscription_ends_on != before.subscription_ends_on else ()),
    }
    rest = [row for row in claim.deadlines if row.kind not in changed]
    rows = _renewal_deadlines(claim, calendar, periods)
    new = [row for row in rows if row.kind in changed]
    new = [row for row in new if row.kind not in _REMINDERS or row.at > now]
    return claim.model_copy(update={"deadlines": (*rest, *new)})


def proof_due(claim: Claim, today: date, periods: Periods) -> date | None:
    """Give the proof's last good day, where an approved association needs newer proof soon."""
    return _soon(claim, good_until(claim.poe_signed_on), today, periods)


def subscription_due(claim: Claim, today: date, periods: Periods) -> date | None:
    """Give the subscription's last day as noted, where it comes soon."""
    return _soon(claim, claim.subscription_ends_on, today, periods)


def renewal_due(claim: Claim, today: date, periods: Periods) -> bool:
    """Say whether the admin has to do something soon to keep an approved association."""
    days = (each(claim, today, periods) for each in (proof_due, subscription_due))
    return any(day is not None for day in days)


def _soon(claim: Claim, last: date | None, today: date, periods: Periods) -> date | None:
    if last is None or claim.status is not Status.APPROVED:
        return None
    return last if today >= last - timedelta(days=periods.renewal_reminder) else None


def without_deadline(claim: Claim, kind: DeadlineKind) -> Claim:
    """Take a deadline off that has acted."""
    rest = tuple(row for row in claim.deadlines if row.kind is not kind)
    return claim.model_copy(update={"deadlines": rest})


def next_due(claim: Claim) -> Deadline | None:
    """Give the nearest deadline that people are shown."""
    rows = [row for row in claim.deadlines if row.kind not in (*_KEPT, *_REMINDERS)]
    return min(rows, key=lambda row: row.at, default=None)
