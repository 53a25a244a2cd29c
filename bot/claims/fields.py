"""The fields of a claim: when each is shown and needed, and what follows when one changes.

The first pass through a claim and every later edit use the same three questions: what is missing
(`next_missing`), what does this answer mean (`parse`, in `parsing`), and what depends on it
(`affected_by`). Rules: "Customer associations via CPOR" (seed), "Submit a customer association
claim" (submit); ours are in `docs/DECISIONS.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.claims.models import LIVE, Claim, PartnerRole, PurchaseChannel, SolutionArea, Status
from bot.claims.roles import roles


class Section(StrEnum):
    """The parts of the form that are asked, reviewed and edited together."""

    ROLE = "role"
    CUSTOMER = "customer"
    WORKLOADS = "workloads"
    PRODUCTS = "products"
    CONTACTS = "contacts"
    PROOF = "proof"
    RENEWAL = "renewal"


Rule = Callable[[Claim], bool]


def _always(_: Claim) -> bool:
    return True


def _never(_: Claim) -> bool:
    return False


def _business_applications(claim: Claim) -> bool:
    return claim.solution_area is SolutionArea.BUSINESS_APPLICATIONS


def _modern_work(claim: Claim) -> bool:
    return claim.solution_area is SolutionArea.MODERN_WORK_SECURITY


def _use_or_consume(claim: Claim) -> bool:
    return claim.partner_role is PartnerRole.USE_OR_CONSUME


def _influenced_revenue(claim: Claim) -> bool:
    return claim.partner_role is PartnerRole.INFLUENCED_REVENUE


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its section, when it is shown, when it must be filled, how long it may be."""

    id: str
    section: Section
    shown: Rule = _always
    required: Rule = _always
    limit: int = 100
    """Most characters of a text."""
    on_request: bool = False
    """True where it may still change while the partner's action is required (source: manage)."""


_ROWS = (
    Field("solution_area", Section.ROLE),
    Field("partner_role", Section.ROLE),
    Field("customer_name", Section.CUSTOMER),
    Field("customer_domain", Section.CUSTOMER, required=_never, limit=253),
    Field("tenant_id", Section.CUSTOMER),
    Field("partner_id", Section.CUSTOMER, limit=20, on_request=True),
    Field(
        "purchase_channel",
        Section.CUSTOMER,
        shown=_business_applications,
        required=_business_applications,
    ),
    Field("opt_out_of_incentive", Section.CUSTOMER, shown=_use_or_consume, required=_never),
    Field("claim_name", Section.CUSTOMER),
    Field("workloads", Section.WORKLOADS, _modern_work, _modern_work, on_request=True),
    Field(
        "products",
        Section.PRODUCTS,
        _business_applications,
        _business_applications,
        on_request=True,
    ),
    Field(
        "subscription_id",
        Section.PRODUCTS,
        _business_applications,
        _business_applications,
        on_request=True,
    ),
    Field("customer_contact_name", Section.CONTACTS, on_request=True),
    Field("customer_contact_title", Section.CONTACTS, on_request=True),
    Field("customer_contact_email", Section.CONTACTS, limit=254, on_request=True),
    Field("partner_contact_name", Section.CONTACTS, on_request=True),
    Field("partner_contact_email", Section.CONTACTS, limit=254, on_request=True),
    Field("seller_name", Section.CONTACTS, _influenced_revenue, _influenced_revenue),
    Field("isv_solution", Section.CONTACTS, _influenced_revenue, _influenced_revenue),
    Field("poe_summary", Section.PROOF, limit=2000, on_request=True),
    Field("poe_signed_on", Section.PROOF, on_request=True),
    Field("comments", Section.PROOF, required=_never, limit=2000, on_request=True),
    Field("acknowledgements", Section.PROOF),
    Field("subscription_ends_on", Section.RENEWAL, _business_applications, _never),
)

#: Every field by id, in the order in which it is asked.
FIELDS: dict[str, Field] = {row.id: row for row in _ROWS}

#: Fields whose value loses its meaning when another changes.
_DEPENDENTS: dict[str, tuple[str, ...]] = {
    "solution_area": (
        "partner_role",
        "purchase_channel",
        "opt_out_of_incentive",
        "workloads",
        "products",
        "subscription_id",
        "seller_name",
        "isv_solution",
    ),
    "partner_role": ("opt_out_of_incentive", "seller_name", "isv_solution"),
    "tenant_id": ("subscription_id",),
}

_FILLING = (Section.ROLE, Section.CUSTOMER, Section.WORKLOADS, Section.PRODUCTS, Section.CONTACTS)


def affected_by(field_id: str) -> tuple[str, ...]:
    """Give the fields that must be asked again when this one changes, in asking order."""
    return _DEPENDENTS.get(field_id, ())


def is_empty(value: object) -> bool:
    """Say whether a value counts as no answer."""
    return value is None or value in ("", ())


def missing(claim: Claim, section: Section | None = None) -> list[str]:
    """Give the required fields without a value, of the form or of one section, in asking order.

    The proof section's own rules are in `evidence`.
    """
    wanted = (section,) if section else _FILLING
    return [
        row.id
        for row in FIELDS.values()
        if row.section in wanted
        and row.shown(claim)
        and row.required(claim)
        and is_empty(getattr(claim, row.id))
    ]


def next_missing(claim: Claim) -> str | None:
    """Give the field to ask next, or None where the form is complete."""
    return next(iter(missing(claim)), None)


def sections(claim: Claim) -> list[Section]:
    """Give the sections this claim has, in asking order; without an area only the role."""
    if claim.solution_area is None:
        return [Section.ROLE]
    items = Section.WORKLOADS if _modern_work(claim) else Section.PRODUCTS
    return [Section.ROLE, Section.CUSTOMER, items, Section.CONTACTS]


def fields_of(section: Section, claim: Claim) -> list[Field]:
    """Give the fields of a section that this claim shows."""
    return [row for row in FIELDS.values() if row.section is section and row.shown(claim)]


def unreached(claim: Claim) -> bool:
    """Say whether the customer's word counts, but no mail has left for them."""
    asked = claim.consent if claim.status in LIVE else None
    return asked is not None and asked.mailed_at is None and asked.answer is None


def editable(claim: Claim, field_id: str) -> bool:
    """Say whether a field may change now.

    Everything but area and role in a draft; those only until the draft is made; what reviewers
    may ask about while the partner's action is required (source: manage); nothing later (seed),
    but for the contacts of a customer whom no mail has reached yet, and for what an approved
    association is renewed by (ours).
    """
    row = FIELDS[field_id]
    if row.section is Section.RENEWAL:
        return claim.status is Status.APPROVED
    if row.section is Section.CONTACTS and unreached(claim):
        return True
    if claim.status is Status.DRAFT:
        return claim.started or row.section is not Section.ROLE
    return claim.status is Status.ACTION_REQUIRED and row.on_request


def with_answer(claim: Claim, field_id: str, value: Any) -> tuple[Claim, tuple[str, ...]]:
    """Put a parsed value on the claim; give the claim and the filled fields it emptied.

    A role brings its area along. Nothing is emptied where the value is the one already there.
    """
    if getattr(claim, field_id) == value:
        return claim, ()
    changes: dict[str, Any] = {field_id: value}
    emptied: tuple[str, ...] = ()
    if field_id == "partner_role" and value is not None:
        area = roles()[value].area
        if claim.solution_area is not area:
            claim, emptied = with_answer(claim, "solution_area", area)
    if not is_empty(getattr(claim, field_id)):
        lost = [name for name in affected_by(field_id) if not is_empty(getattr(claim, name))]
        changes.update({name: _blank(name) for name in lost})
        emptied = (*emptied, *lost)
    return claim.model_copy(update=changes), tuple(name for name in emptied if name != field_id)


def _blank(field_id: str) -> tuple[()] | None:
    return () if field_id in ("workloads", "products") else None


def ends_by_channel(claim: Claim) -> bool:
    """Say whether the way the licences were bought rules every role out (source: seed)."""
    return _business_applications(claim) and claim.purchase_channel is PurchaseChannel.CSP
