"""Asks once before anything that cannot be taken back, and before leaving a claim half done."""

from __future__ import annotations

from bot.cards.moments import cancel, confirm
from bot.claims.errors import Refused
from bot.dialogs.claim_actions import do_confirmed, show_refusal, show_status
from bot.dialogs.gestures import Gesture, Pressed, Typed
from bot.dialogs.screen_dialog import Done, Go, NotMine, Outcome, ScreenDialog
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Options
from bot.text.commands import read_command


class ConfirmDialog(ScreenDialog):
    """Options: `claim_id`, `verb` (withdraw, discard or disassociate)."""

    name = "confirm"

    async def show(self, stage: Stage, options: Options) -> None:
        """Ask."""
        claim = await stage.own(options["claim_id"])
        scene = stage.scene(claim)
        await stage.ask(scene, confirm(scene, claim, options["verb"]))

    async def take(self, stage: Stage, options: Options, gesture: Gesture) -> Outcome:
        """Take yes or no; anything else is asked again."""
        claim, verb = await stage.own(options["claim_id"]), options["verb"]
        answer = _answer(gesture, verb, stage.person.locale)
        if answer is None:
            return NotMine()
        await stage.close_live()
        if not answer:
            show_status(stage, claim)
            return Done()
        try:
            await do_confirmed(stage, claim, verb)
        except Refused as refused:
            show_refusal(stage, refused, claim)
        return Done()


def _answer(gesture: Gesture, verb: str, locale: str) -> bool | None:
    if isinstance(gesture, Pressed):
        if gesture.verb == verb:
            return True
        return False if gesture.verb == "back" else None
    command = read_command(gesture.text, locale) if isinstance(gesture, Typed) else None
    if command is None:
        return None
    if command.name in ("no", "back", "go_on", "keep", "cancel"):
        return False
    return True if command.name in ("yes", verb) else None


class CancelDialog(ScreenDialog):
    """Options: `claim_id`, `dialog` and `options` to go back to."""

    name = "cancel"

    async def show(self, stage: Stage, options: Options) -> None:
        """Ask whether to keep or discard."""
        claim = await stage.own(options["claim_id"])
        scene = stage.scene(claim)
        await stage.ask(scene, cancel(scene, claim))

    async def take(self, stage: Stage, options: Options, gesture: Gesture) -> Outcome:
        """Go on, keep or discard."""
        wish = _wish(gesture, stage.person.locale)
        if wish is None:
            return NotMine()
        if wish == "back":
            return Go(options["dialog"], options["options"])
        await stage.close_live()
        if wish == "keep":
            stage.say("kept")
            return Done()
        claim = await stage.own(options["claim_id"])
        try:
            await do_confirmed(stage, claim, "discard")
        except Refused as refused:
            show_refusal(stage, refused, claim)
        return Done()


_VERBS = {"back": "back", "my_claims": "keep", "discard": "discard"}
_WORDS = {
    "back": "back",
    "go_on": "back",
    "no": "back",
    "continue": "back",
    "keep": "keep",
    "discard": "discard",
}


def _wish(gesture: Gesture, locale: str) -> str | None:
    if isinstance(gesture, Pressed):
        return _VERBS.get(gesture.verb)
    command = read_command(gesture.text, locale) if isinstance(gesture, Typed) else None
    return _WORDS.get(command.name) if command else None
