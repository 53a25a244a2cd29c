"""Corrects the contacts of a customer whom no mail has reached, and mails them anew."""

from __future__ import annotations

from bot.cards.contacts_step import contacts_step
from bot.dialogs.claim_actions import show_status
from bot.dialogs.gestures import Gesture, Pressed, Typed
from bot.dialogs.reading import read_move
from bot.dialogs.screen_dialog import Again, Done, NotMine, Outcome, ScreenDialog
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Options
from bot.text.commands import read_field_answer


class ContactDialog(ScreenDialog):
    """Options: `claim_id` of a submitted claim."""

    name = "contact"

    async def show(self, stage: Stage, options: Options) -> None:
        """Show the contacts as they are, with what is wrong."""
        claim = await stage.own(options["claim_id"])
        scene = stage.scene(claim)
        await stage.ask(scene, contacts_step(scene, claim))

    async def take(self, stage: Stage, options: Options, gesture: Gesture) -> Outcome:
        """Take the corrected contacts, pressed or typed with their field's name."""
        claim = await stage.own(options["claim_id"])
        press = _read(gesture, stage.person.locale)
        if press is None or press.verb not in ("next", "back"):
            return NotMine()
        if press.verb == "next":
            submission = stage.desk.submission
            done = await submission.correct_contact(stage.unit, claim, press.inputs, stage.person)
            if done.problems:
                return Again(options, done.problems, press.inputs)
            claim = stage.keep(done.claim)
        await stage.close_live()
        show_status(stage, claim)
        return Done()


def _read(gesture: Gesture, locale: str) -> Pressed | None:
    """Read a typed line as the press it stands for."""
    if not isinstance(gesture, Typed):
        return gesture if isinstance(gesture, Pressed) else None
    move = read_move(gesture.text, locale)
    answer = read_field_answer(gesture.text, locale)
    if move or answer is None:
        return move
    return Pressed(verb="next", inputs={answer[0]: answer[1]}, choice="typed")
