"""Renews an approved association: newer proof with its date, or the subscription's last day."""

from __future__ import annotations

import re

from bot.cards.proof import proof_listed
from bot.cards.renewal import newer_proof, subscription_end
from bot.claims.evidence import newer_files
from bot.claims.models import Claim
from bot.dialogs.claim_actions import show_status
from bot.dialogs.gestures import Gesture, Pressed, Sent, Typed
from bot.dialogs.reading import read_move
from bot.dialogs.screen_dialog import Again, Done, NotMine, Outcome, ScreenDialog, Stay
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Options
from bot.text.commands import read_field_answer

PROOF, SUBSCRIPTION = "proof", "subscription"
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIELDS = {PROOF: "poe_signed_on", SUBSCRIPTION: "subscription_ends_on"}


class RenewalDialog(ScreenDialog):
    """Options: `claim_id` of an approved claim, `screen` (proof or subscription)."""

    name = "renewal"

    async def show(self, stage: Stage, options: Options) -> None:
        """Show what is asked."""
        claim = await stage.own(options["claim_id"])
        scene = stage.scene(claim)
        draw = newer_proof if options.get("screen") == PROOF else subscription_end
        await stage.ask(scene, draw(scene, claim))

    async def take(self, stage: Stage, options: Options, gesture: Gesture) -> Outcome:
        """Take files, or the day, pressed or typed with its name."""
        claim = await stage.own(options["claim_id"])
        if isinstance(gesture, Sent):
            return await self._files(stage, claim, options, gesture)
        field_id = _FIELDS[options["screen"]]
        press = _read(gesture, field_id, stage.person.locale)
        if press is None or press.verb not in ("next", "back"):
            return NotMine()
        if press.verb == "next":
            day, renewals = press.inputs.get(field_id), stage.desk.renewals
            do = renewals.newer_proof if options["screen"] == PROOF else renewals.subscription_end
            done = do(stage.unit, claim, stage.person, day)
            if done.problems:
                return Again(options, done.problems, {field_id: day})
            claim = stage.keep(done.claim) if done.changed else claim
            stage.notes.append(stage.words("card.saved"))
        await stage.close_live()
        show_status(stage, claim)
        return Done()

    async def _files(self, stage: Stage, claim: Claim, options: Options, sent: Sent) -> Outcome:
        """Take files; where a day may be half typed on the card already, it is left alone."""
        await stage.turn.busy()
        asked = options["screen"] == PROOF and bool(newer_files(claim))
        taken = await stage.desk.intake.take(stage.unit, claim, stage.person, sent.files)
        claim = stage.keep(taken.claim)
        if not asked:
            return Again({**options, "screen": PROOF}, taken.problems)
        stage.problems = taken.problems
        stage.below(proof_listed(stage.scene(claim), claim))
        return Stay()


def _read(gesture: Gesture, field_id: str, locale: str) -> Pressed | None:
    """Read a typed line as the press it stands for."""
    if not isinstance(gesture, Typed):
        return gesture if isinstance(gesture, Pressed) else None
    answer = read_field_answer(gesture.text, locale)
    bare = gesture.text.strip() if _A_DAY.fullmatch(gesture.text.strip()) else None
    day = answer[1] if answer and answer[0] == field_id else bare
    if day is None:
        return read_move(gesture.text, locale)
    return Pressed(verb="next", inputs={field_id: day}, choice="typed")
