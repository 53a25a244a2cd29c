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
    claim = await _open_claim(stage)
    scene = stage.scene(claim)
    if entry:
        stage.show(answer(scene, entry.id, sources=entry.sources, claim=claim))
    else:
        stage.show(unknown(scene, draft=claim))


async def _open_claim(stage: Stage) -> Claim | None:
    """Give the claim in hand, or the newest unfinished one."""
    focus = stage.turn.state.get("focus")
    claims = await unfinished(stage.unit, stage.person)
    return next((row for row in claims if row.id == focus), None) or next(iter(claims), None)
