"""Answers a question in the middle of anything, from the curated knowledge only."""

from __future__ import annotations

from bot.cards.answers import answer, unknown
from bot.claims.models import Claim
from bot.dialogs.gestures import Typed
from bot.dialogs.stage import Stage
from bot.services.book import unfinished


async def answer_question(stage: Stage) -> None:
    """Answer what was typed; anything else that made no sense gets the same honest words."""
    gesture = stage.turn.gesture
    text = gesture.text if isinstance(gesture, Typed) else ""
    entry = stage.desk.advisor.find(text)
    claim, draft = await _claim_in_hand(stage), await _open_claim(stage)
    if entry:
        stage.show(answer(stage.scene(claim), entry.id, sources=entry.sources, claim=claim))
    else:
        stage.show(unknown(stage.scene(draft), draft=draft))


async def _claim_in_hand(stage: Stage) -> Claim | None:
    """Give the claim last looked at, whatever its status, or the newest unfinished one."""
    focus = stage.turn.state.get("focus")
    claim = (
        await stage.unit.claim(stage.person.tenant_id, focus) if isinstance(focus, int) else None
    )
    if claim and claim.owner == stage.person.object_id:
        return claim
    return await _open_claim(stage)


async def _open_claim(stage: Stage) -> Claim | None:
    """Give the claim in hand, or the newest unfinished one."""
    focus = stage.turn.state.get("focus")
    claims = await unfinished(stage.unit, stage.person)
    return next((row for row in claims if row.id == focus), None) or next(iter(claims), None)
