"""What the reviewer asked, and the admin's answer: typed in parts or on the card at once."""

from __future__ import annotations

from bot.cards.status import status_card
from bot.claims.models import Status
from bot.dialogs.answering import answer_question
from bot.dialogs.claim_actions import answer_action
from bot.dialogs.gestures import Gesture, Sent, Typed
from bot.dialogs.receiving import take_files
from bot.dialogs.screen_dialog import Again, Done, NotMine, Outcome, ScreenDialog, Stay
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Options
from bot.text.commands import is_question, read_command


class StatusDialog(ScreenDialog):
    """Options: `claim_id` of a claim that waits for its admin."""

    name = "status"

    async def show(self, stage: Stage, options: Options) -> None:
        """Show where the claim stands and what is asked."""
        claim = await stage.own(options.get("claim_id"))
        scene = stage.scene(claim)
        await stage.ask(scene, status_card(scene, claim))

    async def take(self, stage: Stage, options: Options, gesture: Gesture) -> Outcome:
        """Take files and the typed answer; "submit" sends it."""
        claim = await stage.own(options.get("claim_id"))
        if claim.status is not Status.ACTION_REQUIRED:
            await answer_question(stage, alone=False)
            return Done()
        if isinstance(gesture, Sent):
            await take_files(stage, claim, gesture)
            return Stay()
        if not isinstance(gesture, Typed):
            return NotMine()
        command = read_command(gesture.text, stage.person.locale)
        if command and command.name == "submit":
            await answer_action(stage, claim, claim.comments or "")
            return Done()
        if command or is_question(gesture.text, stage.person.locale):
            return NotMine()
        answered = await stage.desk.drafts.answer(
            stage.unit, claim, {"comments": gesture.text}, stage.person
        )
        stage.keep(answered.claim)
        stage.notes.append(stage.words("flow.answer_saved"))
        return Again(options, answered.problems, {"comments": gesture.text})
