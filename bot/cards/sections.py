"""A claim's answers by section, as labels and values, for review, details and changes."""

from __future__ import annotations

from bot.cards.buttons import button
from bot.cards.kit import HEADING, action_set, column, rows, small, text
from bot.cards.parts import item_names, role_name, stamp_for
from bot.cards.scene import Element, Scene
from bot.claims.fields import Section
from bot.claims.models import Claim, PartnerRole, SolutionArea, Verification

Pairs = list[tuple[str, str]]


def section_part(
    scene: Scene, claim: Claim, section: Section, *, change: bool, note: str = ""
) -> list[Element]:
    """Draw one section under its heading, with a Change button where it can change."""
    found = rows(_pairs(scene, claim, section))
    extra = _unverified(scene, claim) if section is Section.CUSTOMER else []
    extra += [small(note)] if note else []
    return [_heading(scene, claim, section, change=change), *found, *extra]


def _heading(scene: Scene, claim: Claim, section: Section, *, change: bool) -> Element:
    words, name = scene.words, scene.words.plain(f"step.{section}")
    columns = [
        column(
            [text(name, **HEADING)],
            "stretch",
            verticalContentAlignment="Center",
        )
    ]
    if change:
        press = button(
            words,
            "change",
            "edit",
            stamp_for(scene, claim),
            section=section,
            validates=False,
            tooltip=words.plain("tooltip.change", section=name),
        )
        columns.append(column([action_set(press)], "auto"))
    return {"type": "ColumnSet", "columns": columns, "separator": True, "spacing": "Medium"}


def _pairs(scene: Scene, claim: Claim, section: Section) -> Pairs:
    builders = {
        Section.ROLE: _role,
        Section.CUSTOMER: _customer,
        Section.WORKLOADS: _items,
        Section.PRODUCTS: _items,
        Section.CONTACTS: _contacts,
    }
    still_open = scene.words.plain("review.open")
    return [(label, value or still_open) for label, value in builders[section](scene, claim)]


def _role(scene: Scene, claim: Claim) -> Pairs:
    words = scene.words
    area = words.plain(f"area.{claim.solution_area}") if claim.solution_area else ""
    role = role_name(words, claim.partner_role)
    return [(words("field.partner_role.short"), role), (words("review.area"), area)]


def _customer(scene: Scene, claim: Claim) -> Pairs:
    words = scene.words
    pairs: Pairs = [
        (words("field.customer_name.short"), _dotted(claim.customer_name, claim.customer_domain)),
        (words("field.tenant_id.short"), claim.tenant_id or ""),
        (words("field.partner_id.short"), _location(scene, claim)),
    ]
    if claim.solution_area is SolutionArea.BUSINESS_APPLICATIONS:
        bought = words.plain(f"channel.{claim.purchase_channel}") if claim.purchase_channel else ""
        pairs.append((words("field.purchase_channel.short"), bought))
    if claim.partner_role is PartnerRole.USE_OR_CONSUME:
        pay = "review.payment_no" if claim.opt_out_of_incentive else "review.payment_yes"
        pairs.append((words("field.opt_out_of_incentive.short"), words.plain(pay)))
    return [*pairs, (words("field.claim_name.short"), claim.claim_name or "")]


def _dotted(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _location(scene: Scene, claim: Claim) -> str:
    return _dotted(claim.partner_id, scene.rules.locations.get(claim.partner_id or ""))


def _items(scene: Scene, claim: Claim) -> Pairs:
    words, names = scene.words, item_names(scene, claim)
    pairs: Pairs = [(words("review.chosen", count=len(names)), words.row(names))]
    if claim.solution_area is SolutionArea.BUSINESS_APPLICATIONS:
        pairs.append((words("field.subscription_id.short"), claim.subscription_id or ""))
    return pairs


def _contacts(scene: Scene, claim: Claim) -> Pairs:
    words = scene.words
    theirs = (
        claim.customer_contact_name,
        claim.customer_contact_title,
        claim.customer_contact_email,
    )
    ours = (claim.partner_contact_name, claim.partner_contact_email)
    pairs: Pairs = [
        (words("review.customer"), words.row(part for part in theirs if part)),
        (words("review.you"), words.row(part for part in ours if part)),
    ]
    if claim.partner_role is PartnerRole.INFLUENCED_REVENUE:
        pairs.append((words("field.seller_name.short"), claim.seller_name or ""))
        pairs.append((words("field.isv_solution.short"), claim.isv_solution or ""))
    return pairs


def _unverified(scene: Scene, claim: Claim) -> list[Element]:
    """Say that the tenant ID is not verified, who did not answer, and what happens by itself."""
    words, check = scene.words, claim.directory
    if claim.tenant_id is None or check.result is Verification.MATCHED:
        return []
    if not claim.customer_domain:
        what = words("not_verified.no_domain")
    elif check.result is Verification.NOT_FOUND:
        what = words("not_verified.unknown", domain=claim.customer_domain)
    elif check.checked_at:
        what = words("not_verified.down", time=words.time(check.checked_at))
    else:
        return []
    title = text(
        words("not_verified.line"), color="Warning", weight="Bolder", size="Small", spacing="Small"
    )
    return [title, small(what, spacing="None")]
