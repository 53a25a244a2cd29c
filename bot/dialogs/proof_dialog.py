"""Step 6: the draft, its proof of execution, the acknowledgements, and the submission."""

from __future__ import annotations

from typing import Any

from bot.cards.draft import draft
from bot.cards.proof import proof, proof_listed, submit
from bot.cards.status import status_card
from bot.claims.errors import Code, Problem, Refused
from bot.claims.evidence import all_checked
from bot.claims.fields import Section, fields_of
from bot.claims.models import Acknowledgement, Claim, FileState
from bot.dialogs.claim_screens import change_of
from bot.dialogs.gestures import Gesture, Pressed, Sent, Typed
from bot.dialogs.reading import read_move
from bot.dialogs.screen_dialog import Again, Done, Go, NotMine, Outcome, ScreenDialog, Stay
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Options
from bot.text.commands import is_question, read_command, read_field_answer

DRAFT, FILES, SUBMIT = "draft", "files", "submit"
_CARDS = {DRAFT: draft, FILES: proof, SUBMIT: submit}
_ON_SUBMIT = ("poe_summary", "poe_signed_on", "comments", "acknowledgements")


class ProofDialog(ScreenDialog):
    """Options: `claim_id`, `screen` (draft, files or submit)."""

    name = "proof"

    async def show(self, stage: Stage, options: Options) -> None:
        """Show the draft, its files or the submission."""
        claim = await stage.own(options.get("claim_id"))
        scene = stage.scene(claim)
        await stage.ask(scene, _CARDS[options.get("screen", FILES)](scene, claim))

    async def take(self, stage: Stage, options: Options, gesture: Gesture) -> Outcome:
        """Take files, a press or a typed line."""
        claim = await stage.own(options.get("claim_id"))
        if isinstance(gesture, Sent):
            return await self._files(stage, claim, options, gesture)
        screen, locale = options.get("screen", FILES), stage.person.locale
        pressed = _read(gesture, screen, claim, locale)
        return await self._pressed(stage, claim, options, pressed) if pressed else NotMine()

    async def _pressed(
        self, stage: Stage, claim: Claim, options: Options, pressed: Pressed
    ) -> Outcome:
        verb = pressed.verb
        if verb == "next":
            return self._continue(claim, options)
        if verb == "back":
            return Again({**options, "screen": FILES})
        if verb == "edit" and pressed.section not in ("", "proof"):
            return Go("claim", change_of(claim, pressed.section))
        if verb == "edit":
            return self._remove(stage, claim, options, pressed.choice)
        if verb in ("save_comments", "submit_claim"):
            return await self._submit(stage, claim, options, pressed)
        return NotMine()

    def _continue(self, claim: Claim, options: Options) -> Outcome:
        if options.get("screen") == DRAFT:
            return Again({**options, "screen": FILES})
        if not claim.poe_files:
            problem = Problem(Code.FILE_MISSING, "poe_files")
        elif any(file.state is FileState.CHECKING for file in claim.poe_files):
            names = tuple(f.name for f in claim.poe_files if f.state is FileState.CHECKING)
            problem = Problem(Code.FILE_STILL_CHECKING, "poe_files", {"names": names})
        else:
            return Again({**options, "screen": SUBMIT})
        return Again({**options, "screen": FILES}, (problem,))

    def _remove(self, stage: Stage, claim: Claim, options: Options, words: str) -> Outcome:
        try:
            after, name = stage.desk.intake.remove(stage.unit, claim, stage.person, words)
        except Refused as refused:
            return Again({**options, "screen": FILES}, refused.problems)
        stage.keep(after)
        left = len(after.poe_files)
        stage.notes.append(stage.words("flow.file_removed", name=name, count=left))
        return Again({**options, "screen": FILES})

    async def _files(self, stage: Stage, claim: Claim, options: Options, sent: Sent) -> Outcome:
        """Take files in; once all are checked the submission comes by itself."""
        await stage.turn.busy()
        taken = await stage.desk.intake.take(stage.unit, claim, stage.person, sent.files)
        claim = stage.keep(taken.claim)
        on_submit = options.get("screen") == SUBMIT
        if taken.problems or not all_checked(claim):
            if on_submit:
                stage.problems = taken.problems
                stage.below(proof_listed(stage.scene(claim), claim))
                return Stay()
            return Again({**options, "screen": FILES}, taken.problems)
        stage.below(proof_listed(stage.scene(claim), claim))
        if on_submit:
            return Stay()
        return Again({**options, "screen": SUBMIT})

    async def _submit(
        self, stage: Stage, claim: Claim, options: Options, pressed: Pressed
    ) -> Outcome:
        """Save what was entered; submit where that was pressed and nothing is missing."""
        raw = _given(claim, pressed)
        ticks = raw.get("acknowledgements")
        if pressed.verb == "submit_claim" or pressed.choice != "typed":
            raw.pop("acknowledgements", None)
        answered = await stage.desk.drafts.answer(stage.unit, claim, raw, stage.person)
        claim = stage.keep(answered.claim)
        typed: dict[str, Any] = {**raw, "acknowledgements": ticks}
        here = {**options, "screen": SUBMIT}
        if pressed.verb == "save_comments":
            if not answered.problems:
                stage.notes.append(stage.words("flow.saved"))
            return Again(here, answered.problems, typed)
        ticked = stage.desk.drafts.read(claim, {"acknowledgements": ticks})
        problems = {row.field: row for row in (*answered.problems, *ticked.problems)}
        try:
            if problems:
                raise Refused
            after = await stage.desk.submission.submit(stage.unit, ticked.claim, stage.person)
        except Refused as refused:
            found = {row.field: row for row in self._lacking(stage, ticked.claim, refused)}
            return Again(here, tuple({**found, **problems}.values()), typed)
        stage.keep(after)
        await stage.close_live()
        stage.show(status_card(stage.scene(after), after), status_of=after.id)
        return Done()

    def _lacking(self, stage: Stage, claim: Claim, refused: Refused) -> tuple[Problem, ...]:
        """Say everything that is missing at once, so that nothing comes up one by one."""
        lacking = refused.problems or stage.desk.submission.missing(claim)
        return tuple(row for row in lacking if row.code is not Code.TICK_ALL)


def _given(claim: Claim, pressed: Pressed) -> dict[str, Any]:
    """Give the card's answers; typed "submit" takes those already saved."""
    if pressed.choice == "typed":
        ticked = ",".join(claim.acknowledgements)
        return {"acknowledgements": ticked, **pressed.inputs}
    names = {row.id for row in fields_of(Section.PROOF, claim)}
    raw = {name: value for name, value in pressed.inputs.items() if name in names}
    needed = dict.fromkeys(("poe_summary", "poe_signed_on", "acknowledgements"))
    return {**needed, **raw} if pressed.verb == "submit_claim" else raw


def _read(gesture: Gesture, screen: str, claim: Claim, locale: str) -> Pressed | None:
    """Read a typed line as one of the screen's buttons or fields."""
    if not isinstance(gesture, Typed):
        return gesture if isinstance(gesture, Pressed) else None
    text = gesture.text
    command = read_command(text, locale)
    if command and command.name == "change":
        return read_move(text, locale) if command.rest else None
    if command:
        return _COMMANDS.get(command.name) if command.name != "remove" else _removal(command.rest)
    named = read_field_answer(text, locale)
    if named and named[0] in _ON_SUBMIT:
        field_id, value = named
        return Pressed(verb="save_comments", inputs={field_id: value}, choice="typed")
    wants_summary = screen == SUBMIT and claim.poe_summary is None
    if wants_summary and not is_question(text, locale):
        return Pressed(verb="save_comments", inputs={"poe_summary": text}, choice="typed")
    return None


def _removal(words: str) -> Pressed:
    return Pressed(verb="edit", choice=words)


_COMMANDS = {
    "next": Pressed(verb="next"),
    "continue": Pressed(verb="next"),
    "go_on": Pressed(verb="next"),
    "upload": Pressed(verb="next"),
    "back": Pressed(verb="back"),
    "submit": Pressed(verb="submit_claim", choice="typed"),
    "confirm_all": Pressed(
        verb="save_comments",
        choice="typed",
        inputs={"acknowledgements": ",".join(Acknowledgement)},
    ),
}
