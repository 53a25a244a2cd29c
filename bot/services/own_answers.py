"""Answers a question about one claim from that claim's own data, never from what it cannot know.

Each answer is a list of facts, the most telling first: a code of the words in `own.…`, and the
values in it as the claim holds them. Days come from the claim's own clocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from bot.claims.deadlines import is_official
from bot.claims.evidence import missing_for_submission, not_named
from bot.claims.fields import FIELDS, ends_by_channel, missing, unreached
from bot.claims.models import (
    LIVE,
    Claim,
    DeadlineKind,
    Decision,
    FileState,
    RejectionReason,
    Status,
    Verification,
)
from bot.claims.roles import Pay, roles
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


def own_answer(topic: str, claim: Claim, today: date, rules: Rulebook) -> tuple[Told, ...]:
    """Answer what is known (`help:status` and the like) from a claim; nothing where it says none.

    `claim` must be the asking person's own.
    """
    answer = _ANSWERS.get(topic)
    return tuple(answer(Asked(claim, today, rules))) if answer else ()


def _told(code: str, **values: object) -> Told:
    return Told(code, values)


def _status(asked: Asked) -> Facts:
    claim = asked.claim
    yield _told(f"status.{_state(asked)}")
    if claim.status is Status.DRAFT:
        yield from _still_missing(asked)
    elif claim.rejection and claim.status in (Status.REJECTED, Status.REJECTED_FINAL):
        yield _told("reason", reason=str(claim.rejection.reason))
        yield from _dispute_until(asked)
    else:
        yield from _clock(asked)
    if asked.waits:
        yield from _customer(asked)


def _state(asked: Asked) -> str:
    claim = asked.claim
    if claim.started:
        return "started"
    if claim.status is Status.APPROVED and is_official(claim, asked.today):
        return "official"
    reason = claim.rejection.reason if claim.rejection else None
    if claim.status is Status.REJECTED and reason is RejectionReason.CUSTOMER_DECLINED:
        return "declined"
    return str(claim.status)


def _clock(asked: Asked) -> Facts:
    """Say what runs now, and from which day the association is official as far as that is known."""
    yield from _clock_alone(asked)
    yield from _official(asked)


def _clock_alone(asked: Asked) -> Facts:
    claim = asked.claim
    for kind in _RUNNING:
        if day := asked.due(kind):
            yield _told(f"deadline.{kind}", day=day)
    if claim.status is Status.ACTION_REQUIRED and claim.request:
        days = asked.rules.calendar.business_days_left(asked.today, claim.request.answer_by)
        yield _told("days_left", count=days)


_RUNNING = (DeadlineKind.ANSWER, DeadlineKind.REVIEW_BEGINS, DeadlineKind.DECISION)


def _official_day(asked: Asked) -> Facts:
    found = [*_official(asked)]
    draft = asked.claim.status is Status.DRAFT
    yield from found or [_told("official.unknown" if draft else "official.closed")]
    yield _told(f"status.{_state(asked)}")
    if asked.claim.status is not Status.APPROVED:
        yield from _clock_alone(asked)


def _official(asked: Asked) -> Facts:
    claim, day = asked.claim, asked.claim.official_on
    if day is None or claim.status not in LIVE:
        return
    if claim.status is not Status.APPROVED:
        yield _told("official.earliest", day=day)
    elif is_official(claim, asked.today):
        yield _told("official.since", day=day)
    else:
        yield _told("official.on", day=day)


def _deadlines(asked: Asked) -> Facts:
    if asked.claim.status is Status.DRAFT:
        yield _told("deadline.draft")
        return
    found = [*_clock(asked), *_dispute_until(asked)]
    yield from found or [_told("deadline.none"), _told(f"status.{_state(asked)}")]


def _dispute_until(asked: Asked) -> Facts:
    rejection = asked.claim.rejection
    if rejection and rejection.dispute_by and disputable(asked.claim, asked.today):
        yield _told("dispute.until", day=rejection.dispute_by)


def _customer(asked: Asked) -> Facts:
    """Say where the customer's side stands."""
    claim, consent = asked.claim, asked.claim.consent
    if consent is None:
        yield _told("customer.not_asked")
    elif consent.answer:
        code = "agreed" if consent.answer.decision is Decision.APPROVE else "declined"
        yield _told(f"customer.{code}", name=consent.answer.name, moment=consent.answer.at)
    elif claim.status not in LIVE:
        yield _told("customer.closed")
    elif consent.mailed_at is None:
        yield _told("customer.mailing", email=consent.email)
    else:
        over = consent.notice_ends < asked.today
        yield _told("customer.silent" if over else "customer.waiting", day=consent.notice_ends)
        yield _told("customer.mailed", email=consent.email, moment=consent.mailed_at)


def _still_missing(asked: Asked) -> Facts:
    """Name what a draft needs before it can be submitted, the form first, then the proof."""
    claim = asked.claim
    found = list(missing(claim))
    if not claim.started:
        proof = missing_for_submission(claim, asked.today, asked.rules.limits)
        found += [problem.field for problem in proof]
    if ends_by_channel(claim):
        yield _told("missing.channel")
    elif found:
        yield _told("missing.fields", fields=tuple(found))
    else:
        yield _told("missing.add_customer" if claim.started else "missing.submit")


def _required(asked: Asked) -> Facts:
    claim = asked.claim
    if claim.status is Status.DRAFT:
        yield from _still_missing(asked)
    elif claim.status is Status.ACTION_REQUIRED and claim.request:
        yield _told("missing.answer", day=claim.request.answer_by)
        yield _told("missing.asked", text=claim.request.text)
    else:
        yield _told("missing.nothing")
        yield _told(f"status.{_state(asked)}")


def _files(asked: Asked) -> Facts:
    claim = asked.claim
    if not claim.poe_files:
        yield _told("files.none")
        return
    yield _told("files.sent", count=len(claim.poe_files))
    yield _told("files.names", names=tuple(file.name for file in claim.poe_files))
    unchecked = [file.name for file in claim.poe_files if file.state is not FileState.CLEAN]
    if unchecked:
        yield _told("files.checking", names=tuple(unchecked))
    if unnamed := not_named(claim):
        yield _told("files.not_named", items=unnamed)


def _opt_out(asked: Asked) -> Facts:
    role = asked.claim.partner_role
    if role is None:
        yield _told("pay.no_role")
    elif not FIELDS["opt_out_of_incentive"].shown(asked.claim):
        yield _told("pay.no_choice", role=role)
    else:
        yield _told("pay.opted_out" if asked.claim.opt_out_of_incentive else "pay.not_opted_out")
        draft = asked.claim.status is Status.DRAFT
        yield _told("pay.may_change" if draft else "pay.fixed")


def _earnings(asked: Asked) -> Facts:
    claim, role = asked.claim, asked.claim.partner_role
    if role is None:
        yield _told("pay.no_role")
    elif roles()[role].pays in (Pay.NO, Pay.NEVER):
        yield _told("pay.never", role=role)
    elif claim.opt_out_of_incentive and roles()[role].pays is Pay.UNLESS_OPTED_OUT:
        yield _told("pay.opted_out")
    else:
        yield _told("pay.pays", role=role)
        yield _told(f"status.{_state(asked)}")


def _edit(asked: Asked) -> Facts:
    claim = asked.claim
    codes = {Status.DRAFT: "draft", Status.ACTION_REQUIRED: "action_required"}
    code = "started" if claim.started else codes.get(claim.status, "closed")
    yield _told("edit.contacts" if code == "closed" and unreached(claim) else f"edit.{code}")


def _dispute(asked: Asked) -> Facts:
    claim, rejection = asked.claim, asked.claim.rejection
    if claim.status is Status.DISPUTED:
        yield _told("status.disputed")
        yield from _clock(asked)
    elif claim.status is Status.REJECTED_FINAL:
        yield _told("status.rejected_final")
    elif claim.status is not Status.REJECTED or rejection is None:
        yield _told("dispute.nothing")
        yield _told(f"status.{_state(asked)}")
    elif disputable(claim, asked.today):
        yield from _dispute_until(asked)
    elif claim.disputed_at:
        yield _told("dispute.once")
    elif rejection.dispute_by and asked.today > rejection.dispute_by:
        yield _told("dispute.late", day=rejection.dispute_by)
    else:
        yield _told("dispute.impossible")
        yield _told("reason", reason=str(rejection.reason))


def _usage(asked: Asked) -> Facts:
    official = is_official(asked.claim, asked.today)
    yield _told("usage.shows" if official else "usage.not_yet")
    yield from _official(asked)
    if not official and asked.claim.official_on is None:
        yield _told(f"status.{_state(asked)}")


def _disassociate(asked: Asked) -> Facts:
    approved = asked.claim.status is Status.APPROVED
    yield _told("end.possible" if approved else "end.nothing")
    if not approved:
        yield _told(f"status.{_state(asked)}")


def _renewal(asked: Asked) -> Facts:
    claim = asked.claim
    if claim.status is Status.EXPIRED:
        yield _told("status.expired")
    signed = claim.poe_signed_on
    yield _told("renewal.signed", day=signed) if signed else _told("renewal.no_date")


def _tenant(asked: Asked) -> Facts:
    claim = asked.claim
    yield from _field("tenant_id")(asked)
    check = claim.directory
    if claim.tenant_id and check.result is Verification.MATCHED and check.checked_at:
        yield _told("field.confirmed", domain=check.domain, moment=check.checked_at)


def _field(name: str) -> Callable[[Asked], Facts]:
    """Answer with what the claim holds in a field, where the claim has the field."""

    def answer(asked: Asked) -> Facts:
        value = getattr(asked.claim, name)
        if value:
            yield _told("field.given", field=name, value=value)
        elif FIELDS[name].shown(asked.claim):
            yield _told("field.open", field=name)

    return answer


def _items(asked: Asked) -> Facts:
    if asked.claim.items:
        yield _told("items.claimed", items=asked.claim.items)


_ANSWERS: dict[str, Callable[[Asked], Facts]] = {
    "help:status": _status,
    "help:deadlines": _deadlines,
    "help:official": _official_day,
    "help:customer_consent": _customer,
    "help:required_information": _required,
    "help:poe": _files,
    "help:opt_out": _opt_out,
    "help:earnings": _earnings,
    "help:edit": _edit,
    "help:dispute": _dispute,
    "help:usage_data": _usage,
    "help:disassociate": _disassociate,
    "help:renewal": _renewal,
    "help:tenant_id": _tenant,
    "help:partner_id": _field("partner_id"),
    "help:subscription_id": _field("subscription_id"),
    "help:workloads": _items,
}
#: What can be answered from a claim.
TOPICS = frozenset(_ANSWERS)
