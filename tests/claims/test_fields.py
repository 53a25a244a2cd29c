"""Which fields a claim asks for, in which order, and what a changed answer takes with it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.claims.errors import Problem
from bot.claims.fields import (
    FIELDS,
    Section,
    affected_by,
    editable,
    ends_by_channel,
    fields_of,
    is_empty,
    missing,
    next_missing,
    sections,
    with_answer,
)
from bot.claims.models import Claim, PartnerRole, PurchaseChannel, SolutionArea, Status
from bot.claims.parsing import parse
from bot.claims.roles import roles
from bot.claims.rules import Rulebook

NOW = datetime(2026, 6, 9, 9, 48, tzinfo=UTC)
TODAY = date(2026, 6, 9)
RULES = Rulebook(own_domains=frozenset({"contoso.example"}))
TENANT = "8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94"
SUBSCRIPTION = "3f0c6b1e-52d7-4d4a-8a39-0b6f2c9d7e15"
BUSINESS, MODERN = SolutionArea

#: What is asked for every claim, for an area, and for a role.
ALWAYS = {
    "solution_area",
    "partner_role",
    "claim_name",
    "partner_id",
    "customer_name",
    "tenant_id",
    "customer_contact_name",
    "customer_contact_title",
    "customer_contact_email",
    "partner_contact_name",
    "partner_contact_email",
}
OF_AREA = {BUSINESS: {"purchase_channel", "products", "subscription_id"}, MODERN: {"workloads"}}
OF_ROLE = {"influenced_revenue": {"seller_name", "isv_solution"}}
#: What may be given and need not.
OPTIONAL = {"customer_domain", "opt_out_of_incentive", "comments"}
PROOF = {"poe_summary", "poe_signed_on", "comments", "acknowledgements"}
FILLED_IN = tuple(field_id for field_id in FIELDS if field_id not in PROOF)

ANSWERS: dict[str, Any] = {
    "claim_name": "Fabrikam - June 2026",
    "partner_id": "4711",
    "customer_name": "Fabrikam",
    "customer_domain": "fabrikam.example",
    "tenant_id": TENANT,
    "purchase_channel": "web_direct",
    "opt_out_of_incentive": "false",
    "workloads": "teams,exchange_online,intune,teams_phone,viva_engage",
    "products": "sales,power_bi",
    "subscription_id": SUBSCRIPTION,
    "customer_contact_name": "Casey Customer",
    "customer_contact_title": "Head of IT",
    "customer_contact_email": "casey@fabrikam.example",
    "partner_contact_name": "Ada Admin",
    "partner_contact_email": "ada@contoso.example",
    "seller_name": "Sam Seller",
    "isv_solution": "Fabrikam Payroll",
    "poe_summary": "We trained 240 people in Teams.",
    "poe_signed_on": "2026-06-01",
    "comments": "A comment.",
    "acknowledgements": "data_is_true,customer_signed,more_may_be_asked,customer_notified",
}


def a_claim(**parts: Any) -> Claim:
    base: dict[str, Any] = {"id": 1042, "org": "contoso", "owner": "ada"}
    return Claim.model_validate({**base, "created_at": NOW, "changed_at": NOW, **parts})


def required_for(role: PartnerRole) -> set[str]:
    return ALWAYS | OF_AREA[roles()[role].area] | OF_ROLE.get(role, set())


def answer(claim: Claim, field_id: str, raw: Any) -> tuple[Claim, tuple[str, ...]]:
    value = parse(field_id, raw, claim, RULES, TODAY)
    assert not isinstance(value, Problem), value
    return with_answer(claim, field_id, value)


def filled(role: PartnerRole) -> Claim:
    """A claim with an answer in every field that it shows."""
    claim, _ = answer(a_claim(), "partner_role", str(role))
    for field_id, raw in ANSWERS.items():
        if FIELDS[field_id].shown(claim):
            claim, emptied = answer(claim, field_id, raw)
            assert emptied == ()
    return claim


def answers_of(claim: Claim) -> dict[str, Any]:
    return {field_id: getattr(claim, field_id) for field_id in FIELDS}


# the first pass


@pytest.mark.parametrize("role", PartnerRole)
def test_following_the_questions_asks_exactly_what_the_role_needs(role: PartnerRole) -> None:
    given = ANSWERS | {"solution_area": str(roles()[role].area), "partner_role": str(role)}
    claim, asked = a_claim(), []
    while field_id := next_missing(claim):
        asked.append(field_id)
        assert len(asked) <= len(FIELDS)
        claim, emptied = answer(claim, field_id, given[field_id])
        assert emptied == ()
    assert set(asked) == required_for(role)
    assert len(asked) == len(set(asked))
    assert asked == [field_id for field_id in FIELDS if field_id in asked]
    assert missing(claim) == []


@pytest.mark.parametrize("role", PartnerRole)
def test_a_role_may_be_said_first_and_brings_its_area(role: PartnerRole) -> None:
    claim, emptied = answer(a_claim(), "partner_role", str(role))
    assert claim.solution_area is roles()[role].area
    assert emptied == ()
    assert set(missing(claim)) == required_for(role) - {"solution_area", "partner_role"}


@pytest.mark.parametrize("role", PartnerRole)
def test_a_filled_claim_lacks_nothing_and_each_answer_taken_out_is_missed(
    role: PartnerRole,
) -> None:
    claim = filled(role)
    assert missing(claim) == []
    assert next_missing(claim) is None
    for field_id in FILLED_IN:
        bare = claim.model_copy(update={field_id: None})
        needed = required_for(role) if field_id != "solution_area" else ALWAYS
        wanted = [field_id] if field_id in needed else []
        if field_id == "partner_role":
            wanted = ["partner_role"]
        assert missing(bare) == wanted


def test_an_empty_claim_asks_for_area_and_role_first() -> None:
    assert missing(a_claim())[:2] == ["solution_area", "partner_role"]
    assert sections(a_claim()) == [Section.ROLE]


@pytest.mark.parametrize("role", PartnerRole)
def test_sections_part_the_fields_that_are_shown(role: PartnerRole) -> None:
    claim = filled(role)
    items = Section.PRODUCTS if roles()[role].area is BUSINESS else Section.WORKLOADS
    assert sections(claim) == [Section.ROLE, Section.CUSTOMER, items, Section.CONTACTS]
    shown = [row.id for part in sections(claim) for row in fields_of(part, claim)]
    assert len(shown) == len(set(shown))
    assert set(shown) - OPTIONAL == required_for(role)
    for part in sections(claim):
        rows = [row.id for row in fields_of(part, claim)]
        assert missing(a_claim(solution_area=claim.solution_area, partner_role=role), part) == [
            row for row in rows if row in required_for(role) - {"solution_area", "partner_role"}
        ]


def test_only_use_or_consume_can_opt_out_of_payment() -> None:
    shown = [role for role in PartnerRole if FIELDS["opt_out_of_incentive"].shown(filled(role))]
    assert shown == [PartnerRole.USE_OR_CONSUME]


def test_proof_is_asked_on_the_draft_and_not_in_the_form() -> None:
    claim = filled(PartnerRole.USE_OR_CONSUME)
    assert {row.id for row in fields_of(Section.PROOF, claim)} == PROOF
    assert missing(a_claim(), Section.PROOF) == ["poe_summary", "poe_signed_on", "acknowledgements"]


# a changed answer

ROLE_DEPENDS = {"opt_out_of_incentive", "seller_name", "isv_solution"}
AREA_DEPENDS = ROLE_DEPENDS | {
    "partner_role",
    "purchase_channel",
    "workloads",
    "products",
    "subscription_id",
}


def test_what_depends_on_what() -> None:
    assert set(affected_by("solution_area")) == AREA_DEPENDS
    assert set(affected_by("partner_role")) == ROLE_DEPENDS
    assert affected_by("tenant_id") == ("subscription_id",)
    order = list(FIELDS)
    for field_id in FIELDS:
        dependents = affected_by(field_id)
        assert list(dependents) == sorted(dependents, key=order.index)
        if field_id not in ("solution_area", "partner_role", "tenant_id"):
            assert dependents == ()


@pytest.mark.parametrize("role", PartnerRole)
def test_another_area_empties_exactly_what_depends_on_it(role: PartnerRole) -> None:
    claim = filled(role)
    other = MODERN if claim.solution_area is BUSINESS else BUSINESS
    after, emptied = with_answer(claim, "solution_area", other)
    before, now = answers_of(claim), answers_of(after)
    lost = {name for name in AREA_DEPENDS if not is_empty(before[name])}
    assert set(emptied) == lost
    assert all(is_empty(now[name]) for name in AREA_DEPENDS)
    kept = set(FIELDS) - AREA_DEPENDS - {"solution_area"}
    assert {name: now[name] for name in kept} == {name: before[name] for name in kept}


@pytest.mark.parametrize("role", PartnerRole)
@pytest.mark.parametrize("other", PartnerRole)
def test_another_role_empties_exactly_what_depends_on_it(
    role: PartnerRole, other: PartnerRole
) -> None:
    claim = filled(role)
    after, emptied = with_answer(claim, "partner_role", other)
    before, now = answers_of(claim), answers_of(after)
    same_area = roles()[role].area is roles()[other].area
    depends = ROLE_DEPENDS if same_area else AREA_DEPENDS - {"partner_role"}
    if role is other:
        depends = set()
    assert set(emptied) == {name for name in depends if not is_empty(before[name])}
    assert (after.partner_role, after.solution_area) == (other, roles()[other].area)
    kept = set(FIELDS) - depends - {"partner_role", "solution_area"}
    assert {name: now[name] for name in kept} == {name: before[name] for name in kept}
    assert set(missing(after)) == {name for name in required_for(other) if is_empty(now[name])}


def test_another_customer_tenant_asks_for_the_subscription_again() -> None:
    claim = filled(PartnerRole.USAGE_RECOGNITION)
    other = "11111111-2222-4333-8444-555555555555"
    after, emptied = with_answer(claim, "tenant_id", other)
    assert emptied == ("subscription_id",)
    assert next_missing(after) == "subscription_id"


@settings(max_examples=60)
@given(
    role=st.sampled_from(PartnerRole),
    changes=st.lists(st.tuples(st.sampled_from(FILLED_IN), st.booleans()), max_size=6),
)
def test_any_answers_in_any_order_leave_a_claim_that_can_be_finished(
    role: PartnerRole, changes: list[tuple[str, bool]]
) -> None:
    claim = filled(role)
    for field_id, take_out in changes:
        before = answers_of(claim)
        other = {
            "solution_area": MODERN if claim.solution_area is BUSINESS else BUSINESS,
            "partner_role": role,
        }.get(field_id, before[field_id])
        claim, emptied = with_answer(claim, field_id, None if take_out else other)
        now = answers_of(claim)
        changed = {name for name in FIELDS if now[name] != before[name]}
        assert changed <= {field_id, "solution_area", *emptied}
        for name in emptied:
            assert is_empty(now[name])
            assert not is_empty(before[name])
    for _ in FIELDS:
        if lacking := next_missing(claim):
            fits = [one for one in PartnerRole if roles()[one].area is claim.solution_area]
            raw = {"solution_area": str(roles()[role].area), "partner_role": str([*fits, role][0])}
            claim, _ = answer(claim, lacking, (ANSWERS | raw)[lacking])
    assert missing(claim) == []


def test_the_same_answer_again_empties_nothing() -> None:
    claim = filled(PartnerRole.INFLUENCED_REVENUE)
    for field_id in FIELDS:
        assert with_answer(claim, field_id, getattr(claim, field_id)) == (claim, ())


def test_the_first_answer_empties_nothing() -> None:
    claim = a_claim(subscription_id=SUBSCRIPTION)
    after, emptied = with_answer(claim, "tenant_id", TENANT)
    assert (after.subscription_id, emptied) == (SUBSCRIPTION, ())


@pytest.mark.parametrize("role", PartnerRole)
@pytest.mark.parametrize("channel", [None, *PurchaseChannel])
def test_only_csp_and_only_in_business_applications_ends_a_claim(
    role: PartnerRole, channel: PurchaseChannel | None
) -> None:
    claim = a_claim(partner_role=role, solution_area=roles()[role].area, purchase_channel=channel)
    assert ends_by_channel(claim) is (
        roles()[role].area is BUSINESS and channel is PurchaseChannel.CSP
    )


# what may change when

#: While the partner must act: Partner ID, workloads or products (with the subscription they
#: belong to), contacts, proof and comments.
ON_REQUEST = {
    "partner_id",
    "workloads",
    "products",
    "subscription_id",
    "customer_contact_name",
    "customer_contact_title",
    "customer_contact_email",
    "partner_contact_name",
    "partner_contact_email",
    "poe_summary",
    "poe_signed_on",
    "comments",
}
EDITABLE: dict[str, set[str]] = {
    "draft": set(FIELDS) - {"solution_area", "partner_role", "subscription_ends_on"},
    "action_required": ON_REQUEST,
    "approved": {"subscription_ends_on"},
}


@pytest.mark.parametrize("status", Status)
def test_what_may_change_follows_the_status(status: Status) -> None:
    claim = a_claim(status=status, added_at=NOW)
    wanted = EDITABLE.get(status, set())
    assert {field_id for field_id in FIELDS if editable(claim, field_id)} == wanted


def test_until_the_draft_is_made_everything_may_change() -> None:
    fixed = {field_id for field_id in FIELDS if not editable(a_claim(), field_id)}
    assert fixed == {"subscription_ends_on"}  # known only once there is an association
