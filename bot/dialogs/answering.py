"""Answers a question in the middle of anything, from the curated knowledge only."""

from __future__ import annotations

from bot.advisor.advisor import Answer
from bot.advisor.forms import UNKNOWN
from bot.cards.answers import answer_card, did_you_mean, unknown
from bot.claims.models import Claim
from bot.claims.roles import Facts
from bot.dialogs.gestures import Typed
from bot.dialogs.navigation import Start, show_list
from bot.dialogs.role_options import at_question
from bot.dialogs.stage import Stage
from bot.services.book import unfinished

#: Answers about the work done, to which the guided choice of a role goes on.
_ABOUT_WORK = ("role", "ask", "no_role", "redirect")
#: Where the facts of a question asked in the middle of a claim wait for a short reply.
_WAITING = "asked"


async def answer_question(stage: Stage, *, alone: bool) -> Start:
    """Answer what was typed; anything else that made no sense gets the same honest words.

    `alone` says that no screen is open: then a question about a role leads into the guided choice,
    with what was understood. Gives where to go on, if anywhere.
    """
    gesture = stage.turn.gesture
    text = gesture.text if isinstance(gesture, Typed) else ""
    found = stage.desk.advisor.answer(text, stage.person.locale)
    return await _show(stage, found, alone=alone)


async def take_reply(stage: Stage, typed: Typed) -> bool:
    """Take a line as the reply to a question of ours that waits beside the open screen."""
    waiting = stage.turn.state.pop(_WAITING, None)
    if not isinstance(waiting, dict):
        return False
    known = Facts(**waiting["facts"])
    found = stage.desk.advisor.reply(typed.text, stage.person.locale, known, waiting["at"])
    if found is None:
        return False
    await _show(stage, found, alone=False)
    return True


async def _show(stage: Stage, found: Answer, *, alone: bool) -> Start:
    stage.speak(found.language)
    if alone and found.id.partition(":")[0] in _ABOUT_WORK:
        return "role_choice", at_question(found)
    if found.id == "command:my_claims":
        await show_list(stage, "")
        return None
    if found.id == UNKNOWN:
        await _show_unknown(stage, found)
        return None
    if found.id.startswith("ask:"):
        stage.turn.state[_WAITING] = at_question(found)
    claim = await _claim_in_hand(stage)
    stage.show(answer_card(stage.scene(claim), found, claim=claim))
    return None


async def _show_unknown(stage: Stage, found: Answer) -> None:
    if found.meant:
        stage.show(did_you_mean(stage.scene(), found.meant))
        return
    draft = await _open_claim(stage)
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
