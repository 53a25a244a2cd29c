"""Turns what a person gave for a field into its value, or into a code that says what was wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from pydantic import validate_email
from pydantic_core import PydanticCustomError

from bot.claims.errors import Code, Problem
from bot.claims.fields import FIELDS, is_empty
from bot.claims.models import Acknowledgement, Claim, PartnerRole, PurchaseChannel, SolutionArea
from bot.claims.proof import signed_on_problem, summary_problem
from bot.claims.roles import roles
from bot.claims.rules import Rulebook
from bot.claims.spelling import guid, host_name, seen

__all__ = ["guid", "host_name", "parse"]

#: Fields that take several answers at once.
_SEVERAL = frozenset({"workloads", "products", "acknowledgements"})


class _Wrong(Exception):
    def __init__(self, code: Code, **data: object) -> None:
        self.code, self.data = code, data


T = TypeVar("T")
Parser = Callable[[str, Any, Claim, Rulebook, date], Any]


def parse(field_id: str, raw: Any, claim: Claim, rules: Rulebook, today: date) -> Any | Problem:
    """Read a raw answer (text, list, yes/no) for a field of a claim.

    Gives the value, None for an empty answer to an optional field, or a `Problem` with its code.
    Looks at the claim's other answers where a rule needs them; changes nothing.
    """
    field = FIELDS[field_id]
    if not field.shown(claim):
        return Problem(Code.NOT_FOR_THIS_CLAIM, field_id)
    try:
        value = _PARSERS[field_id](field_id, _taken(field_id, raw), claim, rules, today)
    except _Wrong as wrong:
        return Problem(wrong.code, field_id, wrong.data)
    if is_empty(value) and field.required(claim):
        several = field_id in ("workloads", "products")
        return Problem(Code.PICK_AT_LEAST_ONE if several else Code.REQUIRED, field_id)
    return value


def _taken(field_id: str, raw: Any) -> Any:
    """Take an answer in a shape that the field can have: cards send text, scripts any JSON."""
    if isinstance(raw, str):
        return unicodedata.normalize("NFC", raw).strip()
    several = isinstance(raw, list | tuple | set | frozenset)
    if raw is None or (several and not raw):
        return None
    if several is not (field_id in _SEVERAL) or isinstance(raw, dict):
        raise _Wrong(Code.NOT_A_CHOICE)
    if isinstance(raw, bool) and field_id != "opt_out_of_incentive":
        raise _Wrong(Code.NOT_A_CHOICE)
    return raw


def _text(field_id: str, raw: Any, *_: object) -> str | None:
    if is_empty(raw):
        return None
    text = str(raw).strip()
    if "\n" in text or "\r" in text:
        raise _Wrong(Code.NOT_ONE_LINE)
    return _short_enough(field_id, " ".join(seen(" ".join(text.split())).split()))


def _long_text(field_id: str, raw: Any, *_: object) -> str | None:
    if is_empty(raw):
        return None
    return _short_enough(field_id, seen(re.sub("\r\n?", "\n", str(raw)), lines=True))


def _short_enough(field_id: str, text: str) -> str | None:
    limit = FIELDS[field_id].limit
    if len(text) > limit:
        raise _Wrong(Code.TOO_LONG, limit=limit, length=len(text))
    return text or None


def _summary(field_id: str, raw: Any, *_: object) -> str | None:
    text = _long_text(field_id, raw)
    return _passed(text, summary_problem(text)) if text else None


def _passed(value: T, problem: Problem | None) -> T:
    """Give a value that a rule of the proof has nothing against."""
    if problem:
        raise _Wrong(problem.code, **problem.data)
    return value


def _one_of(kind: Callable[[str], T], raw: Any) -> T | None:
    if is_empty(raw):
        return None
    try:
        return kind(str(raw))
    except ValueError:
        raise _Wrong(Code.NOT_A_CHOICE) from None


def _choice(kind: Callable[[str], Any]) -> Parser:
    return lambda _field_id, raw, _claim, _rules, _today: _one_of(kind, raw)


def _role(field_id: str, raw: Any, claim: Claim, *_: object) -> PartnerRole | None:
    role = _one_of(PartnerRole, raw)
    if role and claim.solution_area and roles()[role].area is not claim.solution_area:
        raise _Wrong(Code.ROLE_OF_OTHER_AREA, role=role, area=claim.solution_area)
    return role


def _partner_id(field_id: str, raw: Any, _: Claim, rules: Rulebook, __: date) -> str | None:
    if is_empty(raw):
        return None
    text = str(raw).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= FIELDS[field_id].limit):
        raise _Wrong(Code.NOT_DIGITS)
    if rules.locations and text not in rules.locations:
        raise _Wrong(Code.NOT_YOUR_LOCATION)
    return text


def _domain(_: str, raw: Any, *__: object) -> str | None:
    if is_empty(raw):
        return None
    host = host_name(str(raw))
    if host is None:
        raise _Wrong(Code.NOT_A_DOMAIN)
    return host


def _guid(raw: Any) -> str | None:
    if is_empty(raw):
        return None
    found = guid(str(raw))
    if found is None:
        raise _Wrong(Code.NOT_A_GUID)
    if UUID(found).int == 0:
        raise _Wrong(Code.NIL_GUID)
    return found


def _tenant_id(_: str, raw: Any, claim: Claim, rules: Rulebook, __: date) -> str | None:
    found = _guid(raw)
    if found and found in rules.own_tenants | {claim.org.lower()}:
        raise _Wrong(Code.OWN_TENANT, partner=rules.partner_name)
    if found and found == claim.subscription_id:
        raise _Wrong(Code.IS_SUBSCRIPTION_ID)
    return found


def _subscription_id(_: str, raw: Any, claim: Claim, *__: object) -> str | None:
    found = _guid(raw)
    if found and found == claim.tenant_id:
        raise _Wrong(Code.IS_TENANT_ID)
    return found


def _items(field_id: str, raw: Any, _: Claim, rules: Rulebook, __: date) -> tuple[str, ...]:
    known = getattr(rules.catalogue, field_id)
    picked = set(_several(raw))
    unknown = sorted(picked - set(known))
    if unknown:
        raise _Wrong(Code.NOT_IN_CATALOGUE, names=unknown)
    return tuple(item for item in known if item in picked)


def _several(raw: Any) -> list[str]:
    """Read a multi-select: Adaptive Cards send "a,b"; scripts may send a list."""
    parts: Iterable[Any] = raw.split(",") if isinstance(raw, str) else (raw or ())
    return [text for part in parts if (text := str(part).strip())]


def _email(_: str, raw: Any, *__: object) -> str | None:
    if is_empty(raw):
        return None
    text = str(raw).strip().removeprefix("mailto:")
    try:
        _name, address = validate_email(text)
    except PydanticCustomError:
        raise _Wrong(Code.NOT_AN_EMAIL) from None
    if len(address) > FIELDS["customer_contact_email"].limit or "<" in text:
        raise _Wrong(Code.NOT_AN_EMAIL)
    return address


def _customer_email(
    field_id: str, raw: Any, claim: Claim, rules: Rulebook, today: date
) -> str | None:
    address = _email(field_id, raw)
    domain = host_name(address) if address else None
    owns = (host_name(own) for own in rules.own_domains)
    if domain and any(own and f".{domain}".endswith(f".{own}") for own in owns):
        raise _Wrong(Code.OWN_EMAIL)
    return address


def _yes_no(_: str, raw: Any, *__: object) -> bool | None:
    if is_empty(raw) or isinstance(raw, bool):
        return raw if isinstance(raw, bool) else None
    answer = {"true": True, "false": False}.get(str(raw).lower())
    if answer is None:
        raise _Wrong(Code.NOT_YES_OR_NO)
    return answer


def _signed_on(_: str, raw: Any, __: Claim, ___: Rulebook, today: date) -> date | None:
    if is_empty(raw):
        return None
    day = _day(raw)
    return _passed(day, signed_on_problem(day, today))


#: Subscriptions last some years; a year further ahead than this is a slip of the finger.
_FURTHEST_YEARS = 10


def _ends_on(_: str, raw: Any, __: Claim, ___: Rulebook, today: date) -> date | None:
    if is_empty(raw):
        return None
    day = _day(raw)
    if day < today:
        raise _Wrong(Code.DATE_PASSED)
    if day.year > today.year + _FURTHEST_YEARS:
        raise _Wrong(Code.DATE_TOO_FAR)
    return day


def _day(raw: Any) -> date:
    try:
        return raw if isinstance(raw, date) else date.fromisoformat(str(raw))
    except ValueError:
        raise _Wrong(Code.NOT_A_DATE) from None


def _acknowledgements(_: str, raw: Any, *__: object) -> tuple[Acknowledgement, ...]:
    ticked = set(_several(raw))
    gone = [each for each in Acknowledgement if each not in ticked]
    if gone:
        raise _Wrong(Code.TICK_ALL, missing=[str(each) for each in gone])
    return tuple(Acknowledgement)


_PARSERS: dict[str, Parser] = {
    "solution_area": _choice(SolutionArea),
    "partner_role": _role,
    "claim_name": _text,
    "partner_id": _partner_id,
    "customer_name": _text,
    "customer_domain": _domain,
    "tenant_id": _tenant_id,
    "purchase_channel": _choice(PurchaseChannel),
    "opt_out_of_incentive": _yes_no,
    "workloads": _items,
    "products": _items,
    "subscription_id": _subscription_id,
    "customer_contact_name": _text,
    "customer_contact_title": _text,
    "customer_contact_email": _customer_email,
    "partner_contact_name": _text,
    "partner_contact_email": _email,
    "seller_name": _text,
    "isv_solution": _text,
    "poe_summary": _summary,
    "poe_signed_on": _signed_on,
    "comments": _long_text,
    "acknowledgements": _acknowledgements,
    "subscription_ends_on": _ends_on,
}
