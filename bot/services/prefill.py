"""What can be filled in beforehand, so that a known customer takes six presses and no typed ID."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.claims.fields import FIELDS, Section, is_empty
from bot.claims.models import LIVE, Claim, DirectoryCheck, Person, Status
from bot.claims.roles import roles
from bot.claims.rules import Rulebook
from bot.text.words import Words

_OF_THE_AREA = ("purchase_channel",)
_OF_THE_ROLE = ("opt_out_of_incentive", "seller_name", "isv_solution")


def suggested_name(claim: Claim, today: date, locale: str) -> str | None:
    """Suggest "Fabrikam - Use or consume - June 2026"; None while customer or role is open.

    The month is that of the person's language; the role has one name in all of them.
    """
    if claim.customer_name is None or claim.partner_role is None:
        return None
    month = Words(locale, today=today).month(today)
    tail = f" - {roles()[claim.partner_role].short_name} - {month}"
    return claim.customer_name[: FIELDS["claim_name"].limit - len(tail)].rstrip() + tail


def _carried() -> list[str]:
    """Give the fields that go along from one claim for a customer to the next."""
    return [
        row.id
        for row in FIELDS.values()
        if row.section in (Section.ROLE, Section.CUSTOMER, Section.CONTACTS)
        and row.id not in ("claim_name", "partner_contact_name", "partner_contact_email")
    ]


def without_customer(claim: Claim) -> Claim:
    """Take a known customer's data off a claim again; role, location and own contact stay."""
    theirs = [name for name in _carried() if name.startswith(("customer_", "tenant_"))]
    empty: dict[str, Any] = dict.fromkeys((*theirs, "claim_name", "subscription_id", "based_on"))
    return claim.model_copy(update={**empty, "directory": DirectoryCheck()})


def filled_from(claim: Claim, source: Claim, person: Person) -> Claim:
    """Fill a new claim in from an earlier one for the same customer.

    Items and subscription are only suggested (`suggestions`): one live claim may hold them.
    """
    values: dict[str, Any] = {name: getattr(source, name) for name in _carried()}
    values |= {
        "directory": source.directory,
        "based_on": source.id,
        "partner_contact_name": person.name or source.partner_contact_name,
        "partner_contact_email": person.email or source.partner_contact_email,
    }
    return claim.model_copy(update=values)


def for_customer(claim: Claim, source: Claim, person: Person, today: date) -> Claim:
    """Take a known customer's data over into a claim whose role is already chosen."""
    taken = filled_from(claim, source, person)
    keep = ["solution_area", "partner_role"]
    keep += _OF_THE_AREA if claim.solution_area is not source.solution_area else ()
    keep += _OF_THE_ROLE if claim.partner_role is not source.partner_role else ()
    taken = taken.model_copy(update={name: getattr(claim, name) for name in keep})
    if taken.tenant_id != claim.tenant_id:
        taken = taken.model_copy(update={"subscription_id": None})
    return taken.model_copy(update={"claim_name": suggested_name(taken, today, person.locale)})


def suggestions(
    claim: Claim, person: Person, rules: Rulebook, today: date, earlier: Claim | None = None
) -> dict[str, Any]:
    """Give prefills for fields without an answer, by field id; shown, not saved.

    `earlier` is the claim this one is filled in from, or the admin's last one.
    """
    offered: dict[str, Any] = {
        "claim_name": suggested_name(claim, today, person.locale),
        "partner_id": _location(rules, earlier),
        "partner_contact_name": person.name,
        "partner_contact_email": person.email,
    }
    if earlier and claim.based_on == earlier.id and earlier.solution_area is claim.solution_area:
        offered |= {"workloads": earlier.workloads, "products": earlier.products}
        free = earlier.status not in (*LIVE, Status.EXPIRED)  # held, or its ID has changed
        offered["subscription_id"] = earlier.subscription_id if free else None
    return {
        name: value
        for name, value in offered.items()
        if not is_empty(value) and is_empty(getattr(claim, name))
    }


def _location(rules: Rulebook, earlier: Claim | None) -> str | None:
    if (
        earlier
        and earlier.partner_id
        and (not rules.locations or earlier.partner_id in rules.locations)
    ):
        return earlier.partner_id
    return next(iter(rules.locations)) if len(rules.locations) == 1 else None
