"""Answers a question in the middle of anything: from the claim it is about, and from the rules."""

from __future__ import annotations

from bot.advisor.advisor import Answer
from bot.advisor.forms import UNKNOWN
from bot.cards.answers import answer_card, did_you_mean, unknown
from bot.cards.own_facts import which_claim
from bot.claims.models import Claim
from bot.claims.roles import Facts
from bot.dialogs.gestures import Typed
from bot.dialogs.navigation import Start, show_list
from bot.dialogs.role_options import at_question
from bot.dialogs.stage import Stage
from bot.services.book import unfinished
from bot.services.open_questions import note_open_question
from bot.services.own_answers import TOPICS, own_answer
from bot.services.own_questions import (
    Meant,
    asked_of_claim,
    claims_meant,
    named_claims,
    without_name,
)

#: Answers about the work done, to which the guided choice of a role goes on.
_ABOUT_WORK = ("role", "ask", "no_role", "redirect")
#: Where the facts of a question asked in the middle of a claim wait for a short reply.
_WAITING = "asked"
_STATUS, _LIST = "help:status", "command:my_claims"


async def answer_question(stage: Stage, *, alone: bool) -> Start:
    """Answer what was typed; anything else that made no sense gets the same honest words.

    `alone` says that no screen is open: then a question about a role leads into the guided choice,
    with what was understood. Gives where to go on, if anywhere.
    """
    gesture = stage.turn.gesture
    text = gesture.text if isinstance(gesture, Typed) else ""
    found, fact = await _understood(stage, text)
    if fact in TOPICS or found.id == _LIST:
        meant = await _meant(stage, text, alone=alone)
        if found.id == _LIST and meant.named:
            found, fact = found.model_copy(update={"id": _STATUS}), _STATUS
        if fact in TOPICS and meant.claims:
            _show_own(stage, found, fact, meant, alone=alone)
            return None
    if found.id == UNKNOWN:
        note_open_question(stage.unit, text, found.language)
    return await _show(stage, found, alone=alone, text=text)


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


async def _understood(stage: Stage, text: str) -> tuple[Answer, str]:
    """Give what a question is about, and the fact it asks of a claim, if any.

    A customer's name in it counts for nothing either way.
    """
    advisor, locale = stage.desk.advisor, stage.person.locale
    found = advisor.answer(text, locale)
    about_work = found.id.partition(":")[0] in _ABOUT_WORK and found.facts != Facts()
    languages = (locale.partition("-")[0].lower(), found.language)
    own = None if about_work else asked_of_claim(text, languages)
    if own and (own.rule == found.id or not found.sure):
        return Answer(id=own.rule, language=own.language), own.fact
    if found.id == UNKNOWN:
        named = await named_claims(stage.unit, stage.person, text)
        again = advisor.answer(without_name(text, named[0]), locale) if named else found
        found = again if again.id in TOPICS else found
    return found, found.id


async def _meant(stage: Stage, text: str, *, alone: bool) -> Meant:
    """Find whose claim it is about: named, on the open screen, last looked at, or the only one."""
    at_hand = (None if alone else _on_screen(stage), stage.turn.state.get("focus"))
    return await claims_meant(stage.unit, stage.person, text, at_hand)


def _on_screen(stage: Stage) -> int | None:
    found = (stage.turn.state.get("live") or {}).get("claim_id")
    return found if isinstance(found, int) else None


def _show_own(stage: Stage, found: Answer, fact: str, meant: Meant, *, alone: bool) -> None:
    """Answer from the claim itself first; where several are meant, ask which."""
    stage.speak(found.language)
    claim = meant.one
    if claim is None:
        stage.show(which_claim(stage.scene(), meant.claims))
        return
    facts = own_answer(fact, claim, stage.today, stage.desk.rules)
    if alone:
        stage.turn.state["focus"] = claim.id
    here = not alone and _on_screen(stage) == claim.id
    scene = stage.scene(claim)
    stage.show(answer_card(scene, found, claim=claim, own=claim, facts=facts, open_below=here))


async def _show(stage: Stage, found: Answer, *, alone: bool, text: str = "") -> Start:
    stage.speak(found.language)
    if alone and found.id.partition(":")[0] in _ABOUT_WORK:
        return "role_choice", at_question(found)
    if found.id == _LIST:
        await show_list(stage, "")
        return None
    if found.id == UNKNOWN:
        await _show_unknown(stage, found, text)
        return None
    if found.id.startswith("ask:"):
        stage.turn.state[_WAITING] = at_question(found)
    elif found.channel_open:
        stage.turn.state[_WAITING] = {**at_question(found), "at": "bought"}
    claim = await _claim_in_hand(stage)
    stage.show(answer_card(stage.scene(claim), found, claim=claim))
    return None


async def _show_unknown(stage: Stage, found: Answer, text: str) -> None:
    if found.meant:
        stage.show(did_you_mean(stage.scene(), found.meant))
        return
    named = await named_claims(stage.unit, stage.person, text)
    draft = await _open_claim(stage)
    scene = stage.scene(draft)
    stage.show(unknown(scene, draft=draft, named=named[0] if named else None))


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
