"""Moves a person to a screen from anywhere: by a button of an old card, or by typing its name."""

from __future__ import annotations

from bot.cards.claims_list import claims_list, which_one
from bot.cards.details import details
from bot.cards.moments import refusal
from bot.cards.welcome import back, first, help_card, not_an_admin, reviewer
from bot.claims.errors import Code, Problem
from bot.claims.models import Capability, Claim, Event, Status
from bot.dialogs.claim_actions import show_status
from bot.dialogs.claim_screens import next_screen, proof_screen
from bot.dialogs.reviewing import show_decision
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Options
from bot.services.access import visible_claim
from bot.services.book import NEEDS_ADMIN, find_claims, my_claims, unfinished

#: A dialog to begin, with its options; None: what was to be shown has been shown.
Start = tuple[str, Options] | None


async def welcome(stage: Stage) -> None:
    """Greet a person by what they can do and what waits for them."""
    person = stage.person
    name = stage.words.called(person.name)
    if person.may(Capability.CLAIM):
        claims = await unfinished(stage.unit, person)
        scene = stage.scene()
        return stage.show(back(scene, name, claims) if claims else first(scene, name))
    if person.may(Capability.REVIEW):
        waiting = (await stage.desk.review.queue(stage.unit, person, limit=1)).total
        return stage.show(reviewer(stage.scene(), name, waiting))
    if person.unchecked:
        return stage.show(refusal(stage.scene(), (Problem(Code.ROLE_NOT_CHECKED),)))
    return stage.show(not_an_admin(stage.scene(), name))


def show_help(stage: Stage) -> None:
    """Say what can be pressed or typed."""
    may = stage.person.may
    stage.show(
        help_card(stage.scene(), admin=may(Capability.CLAIM), reviewer=may(Capability.REVIEW))
    )


async def show_list(stage: Stage, status: str = "", offset: int = 0) -> None:
    """Show the person's claims, nearest deadline first; `status` narrows the list."""
    chosen = status if status in set(Status) else ""
    statuses = (Status(chosen),) if chosen else ()
    page = await my_claims(stage.unit, stage.person, statuses, offset)
    needing = (await my_claims(stage.unit, stage.person, NEEDS_ADMIN, limit=1)).total
    stage.show(claims_list(stage.scene(), page, chosen=chosen, offset=offset, needing=needing))


async def open_claim(stage: Stage, claim_id: int | None, how: str = "") -> Start:
    """Open a claim where it stands; `how` "details" shows everything about it."""
    claim = await visible_claim(stage.unit, stage.person, claim_id)
    if claim.owner != stage.person.object_id:
        await show_decision(stage, claim)
        return None
    stage.turn.state["focus"] = claim.id
    if how == "details":
        await show_details(stage, claim)
        return None
    return resume(stage, claim)


def resume(stage: Stage, claim: Claim) -> Start:
    """Go on with a claim at the step that is next, or show its status."""
    stage.turn.state["focus"] = claim.id
    if claim.started:
        return "claim", {"claim_id": claim.id, "screen": next_screen(claim)}
    if claim.status is Status.DRAFT:
        return "proof", {"claim_id": claim.id, "screen": proof_screen(claim)}
    if claim.status is Status.ACTION_REQUIRED:
        return "status", {"claim_id": claim.id}
    show_status(stage, claim)
    return None


async def show_details(stage: Stage, claim: Claim) -> None:
    """Show everything about a claim; reviewers' notes stay with the reviewers."""
    history = await stage.unit.history(claim.org, claim.id)
    shown = [row for row in history if row.event is not Event.COMMENT]
    stage.show(details(stage.scene(claim), claim, shown), status_of=claim.id)


async def find_claim(stage: Stage, words: str) -> Start:
    """Open the claim that was named by number or name; several are listed, none is said."""
    if words.strip().removeprefix("#").isdigit() and stage.person.may(Capability.REVIEW):
        return await open_claim(stage, int(words.strip().removeprefix("#")))
    found = await find_claims(stage.unit, stage.person, words)
    if len(found) == 1:
        return await open_claim(stage, found[0].id)
    if not found:
        stage.show(refusal(stage.scene(), (Problem(Code.NOT_FOUND),)))
        return None
    stage.show(which_one(stage.scene(), found))
    return None


async def continue_latest(stage: Stage) -> Start:
    """Go on with the claim in hand, or the newest unfinished one."""
    claims = await unfinished(stage.unit, stage.person)
    focus = stage.turn.state.get("focus")
    claim = next((row for row in claims if row.id == focus), None) or next(iter(claims), None)
    if claim:
        return resume(stage, claim)
    await welcome(stage)
    return None
