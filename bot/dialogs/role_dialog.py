""" "Which partner role do I choose?": at most three questions, then the rule that decides."""

from __future__ import annotations

from typing import Any

from bot.advisor.advisor import Answer
from bot.cards.role_choice import (
    ask_activity,
    ask_area,
    ask_channel,
    no_role,
    redirect,
    result,
    which_first,
)
from bot.claims.errors import Code, Problem
from bot.claims.roles import About, Activity, Advice, Bought, Facts, advise
from bot.dialogs.gestures import Gesture, Pressed, Typed
from bot.dialogs.role_options import at_question
from bot.dialogs.screen_dialog import Again, Go, NotMine, Outcome, ScreenDialog
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Options
from bot.text.answers import remarks
from bot.text.commands import read_choices, read_command
from bot.text.words import Words

#: Words the name of a choice has at most; a longer line may say more than what was asked.
_NAMED = 4
_QUESTIONS = ("about", "activity", "bought")
#: The card input that answers each question.
_INPUTS = {"about": "solution_area", "activity": "activity", "bought": "purchase_channel"}
_KINDS: dict[str, type[About] | type[Activity] | type[Bought]] = {
    "about": About,
    "activity": Activity,
    "bought": Bought,
}
#: Questions to which two answers are two claims.
_FIRST = ("about", "activity")
#: What counts for the next card only.
_ONCE = ("several", "remarks", "understood")
#: Where the words for each answer stand.
_NAMES = {
    "about": "area",
    "activity": "which_role.activity_choice",
    "bought": "which_role.channel_choice",
}
_ASK = {"about": ask_area, "activity": ask_activity, "bought": ask_channel}


class RoleDialog(ScreenDialog):
    """Options: `facts` given so far, `at` (the question shown, or "result"), `several` (answers
    typed at once, of which one comes first), `remarks` said first, `language` of the question,
    `claim_id` of a claim whose role is being chosen."""

    name = "role_choice"

    async def show(self, stage: Stage, options: Options) -> None:
        """Show the next question or the outcome."""
        facts = Facts(**options.get("facts", {}))
        _say_first(stage, options)
        scene, at = stage.scene(), _at(options)
        if options.get("several"):
            return await stage.ask(scene, which_first(scene, _INPUTS[at], options["several"]))
        if at in _ASK:
            return await stage.ask(scene, _ASK[at](scene, facts))
        advice = _advice(facts)
        if advice.role:
            card = result(scene, advice, facts)
        elif advice.id.startswith("redirect:"):
            card = redirect(scene, advice)
        else:
            card = no_role(scene, advice, facts)
        return await stage.ask(scene, card)

    async def take(self, stage: Stage, options: Options, gesture: Gesture) -> Outcome:
        """Take an answer, Back, or the start of a claim with the role found."""
        at, facts = _at(options), Facts(**options.get("facts", {}))
        asked, options = options, {k: v for k, v in options.items() if k not in _ONCE}
        if isinstance(gesture, Typed):
            read = _read(gesture.text, at, stage.person.locale)
            if read is None or len(gesture.text.split()) > _NAMED:
                whole = _understood(stage, options, facts, at, gesture.text)
                if read is None or isinstance(whole, Again):
                    return whole
            if isinstance(read, list):
                return Again({**options, "at": at, "several": read})
            gesture = read
        if not isinstance(gesture, Pressed):
            return NotMine()
        if gesture.verb == "back":
            before = at if asked.get("several") else _before(at, facts)
            return Again({**options, "at": before})
        if gesture.verb == "new_claim":
            return _start(options, facts)
        if gesture.verb != "next" or at not in _INPUTS:
            return NotMine()
        return self._answer(options, at, facts, gesture)

    def _answer(self, options: Options, at: str, facts: Facts, pressed: Pressed) -> Outcome:
        raw = str(pressed.inputs.get(_INPUTS[at]) or "")
        if raw not in set(_KINDS[at]):
            return Again({**options, "at": at}, (Problem(Code.NOT_A_CHOICE, _INPUTS[at]),))
        known = facts.model_copy(update={at: _KINDS[at](raw)})
        return Again({**options, "facts": known.model_dump(exclude_none=True), "at": _next(known)})


def _understood(stage: Stage, options: Options, facts: Facts, at: str, text: str) -> Outcome:
    """Take a line in the person's own words, if it says something of the work."""
    locale = options.get("language") or stage.person.locale
    for asked in (at,) if at in _INPUTS else reversed(_QUESTIONS):
        found = stage.desk.advisor.reply(text, locale, facts, asked)
        if found:
            return Again({**options, **at_question(found)})
    return NotMine()


def _say_first(stage: Stage, options: Options) -> None:
    """Say what the question called for, in its language."""
    words = stage.speak(options.get("language", ""))
    answer = Answer(
        id="",
        language="",
        remarks=tuple(options.get("remarks", ())),
        several=tuple(options.get("several", ())),
    )
    stage.notes += remarks(words, answer)
    if options.get("understood") and _at(options) in _ASK:
        stage.notes.append(words("own.understood", facts=words.list(_names(words, options))))


def _names(words: Words, options: Options) -> list[str]:
    """Name what a question said already, so that nobody wonders why it is not asked."""
    facts = options.get("facts", {})
    return [words.plain(f"{_NAMES[each]}.{facts[each]}") for each in _QUESTIONS if facts.get(each)]


def _at(options: Options) -> str:
    return str(options.get("at") or _next(Facts(**options.get("facts", {}))))


def _advice(facts: Facts) -> Advice:
    """Advise; a channel the admin does not know leaves the role open on that condition."""
    if facts.bought is Bought.UNKNOWN:
        return advise(facts.model_copy(update={"bought": None}))
    return advise(facts)


def _next(facts: Facts) -> str:
    """Give the next question, or "result" where the outcome is clear."""
    advice = _advice(facts)
    if advice.id == "ask:solution_area":
        return "about"
    if advice.id == "ask:activity":
        return "activity"
    open_channel = advice.role is not None and advice.channel_open and facts.bought is None
    return "bought" if open_channel else "result"


def _before(at: str, facts: Facts) -> str:
    """Give the question before this one; from the outcome, the last one that was asked."""
    if at in _QUESTIONS:
        return _QUESTIONS[max(_QUESTIONS.index(at) - 1, 0)]
    return next((name for name in reversed(_QUESTIONS) if getattr(facts, name)), "about")


def _start(options: Options, facts: Facts) -> Outcome:
    """Start the claim with what was found out, so that nothing is asked twice."""
    role, bought = _advice(facts).role, facts.bought
    fresh: dict[str, Any] = {"role": str(role)} if role else {}
    if bought in (Bought.VOLUME_LICENSING, Bought.WEB_DIRECT):
        fresh["bought"] = str(bought)
    return Go("claim", {**fresh, "claim_id": options.get("claim_id"), "screen": "role"})


def _read(text: str, at: str, locale: str) -> Pressed | list[str] | None:
    """Read a line as a press; several answers at once are given as their list."""
    command = read_command(text, locale)
    if command and not command.rest and command.name in ("back", "change"):
        return Pressed(verb="back")
    if command and not command.rest and command.name in ("start", "next") and at == "result":
        return Pressed(verb="new_claim")
    if at not in _INPUTS:
        return None
    found = read_choices(_INPUTS[at], text, locale)
    if len(found) > 1 and at in _FIRST:
        return found
    return Pressed(verb="next", inputs={_INPUTS[at]: found[0]}) if len(found) == 1 else None
