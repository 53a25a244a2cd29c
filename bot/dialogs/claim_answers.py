"""What a press or a typed line on a screen of the claim amounts to: raw answers by field id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.claims.fields import Section, fields_of, missing
from bot.claims.models import Claim, PartnerRole, SolutionArea
from bot.claims.roles import roles
from bot.dialogs.gestures import Pressed
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Options
from bot.services.book import last_claim
from bot.services.prefill import suggestions

#: Value of the customer choice for one who is not in the list.
NEW_CUSTOMER = "new"
_ON_ROLE = ("solution_area", "partner_role", "customer_name")


async def known_customers(stage: Stage) -> list[Claim]:
    """Give the newest claim per customer, to choose the customer from."""
    known = await stage.unit.customers(stage.person.tenant_id)
    return [claim for claim in known if claim.tenant_id]


async def earlier_claim(stage: Stage, claim: Claim) -> Claim | None:
    """Give the claim this one is filled in from, else the person's last one, for its location."""
    if claim.based_on is not None:
        return await stage.unit.claim(claim.org, claim.based_on)
    if claim.partner_id:
        return None
    return await last_claim(stage.unit, stage.person)


async def offered_for(stage: Stage, claim: Claim, earlier: Claim | None) -> dict[str, Any]:
    """Give what is shown prefilled: of the items only those no other live claim holds."""
    offered = suggestions(claim, stage.person, stage.desk.rules, stage.today, earlier)
    tried = claim.model_copy(
        update={k: v for k, v in offered.items() if k in ("workloads", "subscription_id")}
    )
    held = await stage.unit.holders(claim.org, tried.would_hold) if tried != claim else {}
    taken = {key.rsplit(":", 1)[-1] for key in held}
    if "workloads" in offered:
        offered["workloads"] = tuple(item for item in offered["workloads"] if item not in taken)
    if offered.get("subscription_id") in taken:
        del offered["subscription_id"]
    return offered


async def offered_role(stage: Stage, options: Options) -> dict[str, Any]:
    """Give what the first card shows prefilled: the role found, else that of the last claim."""
    if options.get("role"):
        role = PartnerRole(options["role"])
        return {"partner_role": role, "solution_area": roles()[role].area}
    last = await last_claim(stage.unit, stage.person)
    if last is None:
        return {}
    return {"partner_role": last.partner_role, "solution_area": last.solution_area}


async def raw_answers(
    stage: Stage, claim: Claim, options: Options, pressed: Pressed
) -> dict[str, Any]:
    """Give the section's raw answers; where they were typed, the prefilled ones count too."""
    screen = options["screen"]
    names = set(_ON_ROLE)
    if screen != Section.ROLE:
        names = {row.id for row in fields_of(Section(screen), claim)}
    raw = {name: value for name, value in pressed.inputs.items() if name in names}
    if screen == Section.ROLE:
        return await _role_answers(stage, claim, options, pressed, raw)
    if pressed.choice == "use_found":
        raw["tenant_id"] = None
    if pressed.choice != "typed":
        return _with_gaps(claim, screen, raw)
    offered = await offered_for(stage, claim, await earlier_claim(stage, claim))
    gaps = {} if pressed.inputs else dict.fromkeys(missing(claim, Section(screen)))
    return {**gaps, **{name: offered[name] for name in names & offered.keys()}, **raw}


async def _role_answers(
    stage: Stage, claim: Claim, options: Options, pressed: Pressed, raw: dict[str, Any]
) -> dict[str, Any]:
    """Give the first card's answers, with the purchase channel found by the guided choice."""
    raw = {**options.get("given", {}), **raw}
    if pressed.choice != "typed":
        raw = _with_gaps(claim, str(Section.ROLE), raw)
    elif not pressed.inputs:
        gaps = dict.fromkeys(missing(claim, Section.ROLE))
        raw = {**gaps, **await _prefilled(stage, claim, options), **raw}
    if options.get("bought") and _sells(raw.get("partner_role")):
        raw["purchase_channel"] = options["bought"]
    return raw


async def _prefilled(stage: Stage, claim: Claim, options: Options) -> dict[str, Any]:
    """Give what the first card shows filled in: for a claim there is, only a role just found."""
    if claim.version:
        return await offered_role(stage, options) if options.get("role") else {}
    known = await known_customers(stage)
    customer = {"customer_name": known[0].tenant_id} if known else {}
    return {**customer, **await offered_role(stage, options)}


def _with_gaps(claim: Claim, screen: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Count a required answer that was not sent as an empty one, so that it is asked for.

    A role brings its area along.
    """
    needed = {row.id for row in fields_of(Section(screen), claim) if row.required(claim)}
    full = {**dict.fromkeys(needed), **raw}
    if full.get("partner_role") and not full.get("solution_area"):
        full.pop("solution_area", None)
    return full


def _sells(role: object) -> bool:
    """Say whether a chosen role is one for which the purchase channel matters."""
    found = roles().get(PartnerRole(str(role))) if role in set(PartnerRole) else None
    return found is not None and found.area is SolutionArea.BUSINESS_APPLICATIONS
