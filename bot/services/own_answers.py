"""Answers a question about one claim from that claim's own data, never from what it cannot know.

Each answer is a list of facts, the most telling first: a code of the words in `own.…`, and the
values in it as the claim holds them. Days come from the claim's own clocks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.claims.deadlines import is_official
from bot.claims.evidence import missing_for_submission, not_named
from bot.claims.fields import FIELDS, editable, ends_by_channel, missing, unreached
from bot.claims.models import (
    Claim,
    FileState,
    Status,
    Verification,
)
from bot.claims.roles import Pay, roles
from bot.claims.rules import Rulebook
from bot.claims.status import disputable
from bot.services.own_course import (
    Asked,
    Facts,
    Told,
    clock,
    customer,
    deadlines,
    dispute_until,
    official,
    official_day,
    state,
    told,
)


def own_answer(topic: str, claim: Claim, today: date, rules: Rulebook) -> tuple[Told, ...]:
    """Answer what is known (`help:status` and the like) from a claim; nothing where it says none.

    `claim` must be the asking person's own.
    """
    answer = _ANSWERS.get(topic)
    return tuple(answer(Asked(claim, today, rules))) if answer else ()


def _status(asked: Asked) -> Facts:
    claim = asked.claim
    yield told(f"status.{state(asked)}")
    if claim.status is Status.DRAFT:
        yield from _still_missing(asked)
    elif claim.rejection and claim.status in (Status.REJECTED, Status.REJECTED_FINAL):
        yield told("reason", reason=str(claim.rejection.reason))
        yield from dispute_until(asked)
    else:
        yield from clock(asked)
    if asked.waits:
        yield from customer(asked)


def _still_missing(asked: Asked) -> Facts:
    """Name what a draft needs before it can be submitted, the form first, then the proof."""
    claim = asked.claim
    found = list(missing(claim))
    if not claim.started:
        proof = missing_for_submission(claim, asked.today, asked.rules.limits)
        found += [problem.field for problem in proof]
    if ends_by_channel(claim):
        yield told("missing.channel")
    elif found:
        yield told("missing.fields", fields=tuple(found))
    else:
        yield told("missing.add_customer" if claim.started else "missing.submit")


def _required(asked: Asked) -> Facts:
    claim = asked.claim
    if claim.status is Status.DRAFT:
        yield from _still_missing(asked)
    elif claim.status is Status.ACTION_REQUIRED and claim.request:
        yield told("missing.answer", day=claim.request.answer_by)
        yield told("missing.asked", text=claim.request.text)
    else:
        yield told("missing.nothing")
        yield told(f"status.{state(asked)}")


def _files(asked: Asked) -> Facts:
    claim = asked.claim
    if not claim.poe_files:
        yield told("files.none")
        return
    yield told("files.sent", count=len(claim.poe_files))
    yield told("files.names", names=tuple(file.name for file in claim.poe_files))
    unchecked = [file.name for file in claim.poe_files if file.state is not FileState.CLEAN]
    if unchecked:
        yield told("files.checking", names=tuple(unchecked))
    if unnamed := not_named(claim):
        yield told("files.not_named", items=unnamed)


def _opt_out(asked: Asked) -> Facts:
    role = asked.claim.partner_role
    if role is None:
        yield told("pay.no_role")
    elif not FIELDS["opt_out_of_incentive"].shown(asked.claim):
        yield told("pay.no_choice", role=role)
    else:
        yield told("pay.opted_out" if asked.claim.opt_out_of_incentive else "pay.not_opted_out")
        draft = asked.claim.status is Status.DRAFT
        yield told("pay.may_change" if draft else "pay.fixed")


def _earnings(asked: Asked) -> Facts:
    claim, role = asked.claim, asked.claim.partner_role
    if role is None:
        yield told("pay.no_role")
    elif roles()[role].pays in (Pay.NO, Pay.NEVER):
        yield told("pay.never", role=role)
    elif claim.opt_out_of_incentive and roles()[role].pays is Pay.UNLESS_OPTED_OUT:
        yield told("pay.opted_out")
    else:
        yield told("pay.pays", role=role)
        yield told(f"status.{state(asked)}")


def _edit(asked: Asked) -> Facts:
    claim = asked.claim
    codes = {Status.DRAFT: "draft", Status.ACTION_REQUIRED: "action_required"}
    code = "started" if claim.started else codes.get(claim.status, "closed")
    yield told("edit.contacts" if code == "closed" and unreached(claim) else f"edit.{code}")


def _dispute(asked: Asked) -> Facts:
    claim, rejection = asked.claim, asked.claim.rejection
    if claim.status is Status.DISPUTED:
        yield told("status.disputed")
        yield from clock(asked)
    elif claim.status is Status.REJECTED_FINAL:
        yield told("status.rejected_final")
    elif claim.status is not Status.REJECTED or rejection is None:
        yield told("dispute.nothing")
        yield told(f"status.{state(asked)}")
    elif disputable(claim, asked.today):
        yield from dispute_until(asked)
    elif claim.disputed_at:
        yield told("dispute.once")
    elif rejection.dispute_by and asked.today > rejection.dispute_by:
        yield told("dispute.late", day=rejection.dispute_by)
    else:
        yield told("dispute.impossible")
        yield told("reason", reason=str(rejection.reason))


def _usage(asked: Asked) -> Facts:
    shows = is_official(asked.claim, asked.today)
    yield told("usage.shows" if shows else "usage.not_yet")
    yield from official(asked)
    if not shows and asked.claim.official_on is None:
        yield told(f"status.{state(asked)}")


def _disassociate(asked: Asked) -> Facts:
    approved = asked.claim.status is Status.APPROVED
    yield told("end.possible" if approved else "end.nothing")
    if not approved:
        yield told(f"status.{state(asked)}")


def _renewal(asked: Asked) -> Facts:
    claim = asked.claim
    if claim.status is Status.EXPIRED:
        yield told("status.expired")
    signed = claim.poe_signed_on
    yield told("renewal.signed", day=signed) if signed else told("renewal.no_date")
    if claim.subscription_ends_on:
        yield told("renewal.subscription", day=claim.subscription_ends_on)
    elif editable(claim, "subscription_ends_on") and claim.subscription_id:
        yield told("renewal.subscription_unknown")


def _tenant(asked: Asked) -> Facts:
    claim = asked.claim
    yield from _field("tenant_id")(asked)
    check = claim.directory
    if claim.tenant_id and check.result is Verification.MATCHED and check.checked_at:
        yield told("field.confirmed", domain=check.domain, moment=check.checked_at)


def _field(name: str) -> Callable[[Asked], Facts]:
    """Answer with what the claim holds in a field, where the claim has the field."""

    def answer(asked: Asked) -> Facts:
        value = getattr(asked.claim, name)
        if value:
            yield told("field.given", field=name, value=value)
        elif FIELDS[name].shown(asked.claim):
            yield told("field.open", field=name)

    return answer


def _items(asked: Asked) -> Facts:
    if asked.claim.items:
        yield told("items.claimed", items=asked.claim.items)


_ANSWERS: dict[str, Callable[[Asked], Facts]] = {
    "help:status": _status,
    "help:deadlines": deadlines,
    "help:official": official_day,
    "help:customer_consent": customer,
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
