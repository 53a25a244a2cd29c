"""Files that come while no proof screen is open: they find their claim, or that is said."""

from __future__ import annotations

from bot.cards.claims_list import which_one
from bot.cards.moments import refusal
from bot.cards.proof import proof_listed
from bot.claims.errors import Code, Problem
from bot.claims.models import Claim
from bot.dialogs.gestures import Sent
from bot.dialogs.stage import Stage
from bot.services.book import unfinished
from bot.services.intake import OPEN_FOR_PROOF


async def take_files(stage: Stage, claim: Claim, sent: Sent) -> Claim:
    """Put files on a claim and list them on a card of their own."""
    await stage.turn.busy()
    taken = await stage.desk.intake.take(stage.unit, claim, stage.person, sent.files)
    claim = stage.keep(taken.claim)
    stage.problems = taken.problems
    stage.below(proof_listed(stage.scene(claim), claim))
    return claim


async def claim_for_files(stage: Stage) -> Claim | None:
    """Give the claim that sent files are meant for: the one in hand, or the only unfinished one."""
    focus = stage.turn.state.get("focus")
    if isinstance(focus, int):
        claim = await stage.unit.claim(stage.person.tenant_id, focus)
        mine = claim is not None and claim.owner == stage.person.object_id
        if claim and mine and claim.status in OPEN_FOR_PROOF:
            return claim
    claims = await unfinished(stage.unit, stage.person)
    return claims[0] if len(claims) == 1 else None


async def say_no_claim(stage: Stage) -> None:
    """Say that it is not clear which claim the files belong to, and offer the open ones."""
    claims = await unfinished(stage.unit, stage.person)
    problem = Problem(Code.NOT_FOUND, "poe_files", {"several": len(claims) > 1})
    scene = stage.scene()
    if claims:
        stage.notes.append(stage.words("flow.which_claim_for_files"))
        stage.show(which_one(stage.scene(), claims))
    else:
        stage.show(refusal(scene, (problem,)))
