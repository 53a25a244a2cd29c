"""Routes each turn: to where a command or button leads, to the open dialog, or to an answer.

Buttons that only lead somewhere work on any card, however old. Buttons that answer a question
count only on the live card; on any other the present state is shown and nothing changes.
"""

from __future__ import annotations

import copy

from botbuilder.core import TurnContext
from botbuilder.dialogs import DialogContext

from bot.cards.status import status_card
from bot.cards.welcome import not_an_admin
from bot.claims.errors import Code, Refused
from bot.claims.models import Actor, ActorKind, Capability, Claim, Event, Status
from bot.claims.status import record
from bot.dialogs import navigation, reviewing
from bot.dialogs.answering import answer_question, take_reply
from bot.dialogs.claim_actions import show_refusal
from bot.dialogs.claim_dialog import ClaimDialog
from bot.dialogs.commands import COMMANDS, REVIEWERS
from bot.dialogs.confirm_dialog import CancelDialog, ConfirmDialog
from bot.dialogs.contact_dialog import ContactDialog
from bot.dialogs.desk import Desk
from bot.dialogs.dialog_state import dialog_context, dialog_set, keep_stack, relay
from bot.dialogs.file_offers import deliver_file
from bot.dialogs.gestures import Arrived, FileConsent, Pressed, Sent, Typed
from bot.dialogs.proof_dialog import ProofDialog
from bot.dialogs.receiving import claim_for_files, say_no_claim, take_files
from bot.dialogs.renewal_dialog import RenewalDialog
from bot.dialogs.role_dialog import RoleDialog
from bot.dialogs.stage import Stage, put_stage
from bot.dialogs.status_dialog import StatusDialog
from bot.dialogs.turn import Options, Turn
from bot.dialogs.verbs import VERBS
from bot.text.commands import Command, read_command

#: Verbs that answer the live card of these dialogs.
ANSWERS = frozenset({"next", "back", "add_customer", "submit_claim", "save_comments", "edit"})
_ANSWERED = (
    ClaimDialog.name,
    RoleDialog.name,
    ProofDialog.name,
    ContactDialog.name,
    RenewalDialog.name,
)
#: Dialogs that take files themselves.
_TAKING_FILES = (ProofDialog.name, StatusDialog.name, RenewalDialog.name)
#: Dialogs whose every button is an answer.
_ASKING = (ConfirmDialog.name, CancelDialog.name)


class Conversation:
    """What the seam calls once a turn."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._dialogs = dialog_set(
            (
                ClaimDialog(),
                RoleDialog(),
                ProofDialog(),
                StatusDialog(),
                ConfirmDialog(),
                CancelDialog(),
                ContactDialog(),
                RenewalDialog(),
            )
        )

    async def on_turn(self, context: TurnContext, turn: Turn) -> None:
        """Work out the turn's replies; changes wait in its unit, nothing is sent here."""
        stage = Stage(self._desk, turn)
        put_stage(context, stage)
        before = copy.deepcopy(turn.state.get("stack"))
        dialogs = dialog_context(self._dialogs, context, turn.state)
        try:
            await self._route(stage, dialogs)
        except Refused as refused:
            dialogs = dialog_context(self._dialogs, context, {"stack": before or []})
            await self._refused(stage, dialogs, refused)
        keep_stack(dialogs, turn.state)

    async def _route(self, stage: Stage, dialogs: DialogContext) -> None:
        gesture = stage.turn.gesture
        if isinstance(gesture, Arrived):
            await dialogs.cancel_all_dialogs()
            await stage.close_live()
            return await navigation.welcome(stage)
        if isinstance(gesture, FileConsent):
            return await deliver_file(stage, gesture)
        if isinstance(gesture, Typed):
            return await self._typed(stage, dialogs, gesture)
        if isinstance(gesture, Sent):
            return await self._sent(stage, dialogs, gesture)
        return await self._pressed(stage, dialogs, gesture)

    async def _typed(self, stage: Stage, dialogs: DialogContext, typed: Typed) -> None:
        command = read_command(typed.text, stage.person.locale)
        lead = COMMANDS.get(command.name) if command else None
        active = dialogs.active_dialog.id if dialogs.active_dialog else ""
        text = bool(active and command and _is_text(stage, command))
        if command and lead and active not in lead.yields and not text:
            await self._lead(stage, dialogs, await lead.do(stage, dialogs, command.rest))
            return
        if active and await take_reply(stage, typed):
            await _show_again(dialogs)
        elif active:
            await relay(dialogs, typed)
        else:
            await self._lead(stage, dialogs, await answer_question(stage, alone=True))

    async def _sent(self, stage: Stage, dialogs: DialogContext, sent: Sent) -> None:
        active = dialogs.active_dialog
        if active and active.id in _TAKING_FILES:
            await relay(dialogs, sent)
            return
        claim = await claim_for_files(stage)
        if claim is None:
            await say_no_claim(stage)
        elif not active and (dialog := _dialog_for_files(claim)):
            options: Options = {"claim_id": claim.id, "screen": dialog[1]}
            await self._begin(stage, dialogs, dialog[0], options, silent=True)
            await relay(dialogs, sent)
        else:
            await take_files(stage, claim, sent)

    async def _pressed(self, stage: Stage, dialogs: DialogContext, pressed: Pressed) -> None:
        if stage.is_live(pressed):
            stage.turn.state["live"]["message_id"] = pressed.message_id
            if self._answers(dialogs, pressed):
                await relay(dialogs, pressed)
                return None
        verb = VERBS.get(pressed.verb)
        if verb is None:
            return await self._stale(stage, dialogs, pressed)
        return await self._lead(stage, dialogs, await verb(stage, dialogs, pressed))

    def _answers(self, dialogs: DialogContext, pressed: Pressed) -> bool:
        """Say whether a press on the live card is for the open dialog."""
        active = dialogs.active_dialog.id if dialogs.active_dialog else ""
        if active in _ASKING:
            return True
        starts = active == RoleDialog.name and pressed.verb == "new_claim"
        return starts or (active in _ANSWERED and pressed.verb in ANSWERS)

    async def _stale(self, stage: Stage, dialogs: DialogContext, pressed: Pressed) -> None:
        """Say that the card is out of date; show the present one below and change nothing."""
        stage.say("stale")
        if dialogs.active_dialog:
            await _show_again(dialogs)
        elif pressed.claim_id is not None:
            start = await navigation.open_claim(stage, pressed.claim_id)
            await self._lead(stage, dialogs, start)

    async def _lead(self, stage: Stage, dialogs: DialogContext, start: navigation.Start) -> None:
        if start:
            await self._begin(stage, dialogs, *start)

    async def _begin(
        self,
        stage: Stage,
        dialogs: DialogContext,
        name: str,
        options: Options,
        *,
        silent: bool = False,
    ) -> None:
        """Begin a dialog in place of whatever was open."""
        await dialogs.cancel_all_dialogs()
        if isinstance(options.get("claim_id"), int):
            stage.turn.state["focus"] = options["claim_id"]
        stage.silent = silent
        await dialogs.begin_dialog(name, options)
        stage.silent = False

    async def _refused(self, stage: Stage, dialogs: DialogContext, refused: Refused) -> None:
        """Say why it was not done; an open screen is shown again below."""
        first = refused.problems[0].code if refused.problems else None
        claim = await self._claim_meant(stage)
        if first is Code.NOT_AN_ADMIN:
            await self._no_admin(stage, dialogs, claim)
            return
        if first is Code.NOT_A_REVIEWER:
            await self._note_no_reviewer(stage)
        show_refusal(stage, refused, claim)
        active = dialogs.active_dialog
        if first is Code.CHANGED_MEANWHILE and claim and claim.owner == stage.person.object_id:
            stage.below(status_card(stage.scene(claim), claim), status_of=claim.id)
            return
        if active is None:
            return
        try:
            await _show_again(dialogs)
        except Refused:
            await dialogs.cancel_all_dialogs()

    async def _no_admin(self, stage: Stage, dialogs: DialogContext, claim: Claim | None) -> None:
        """Turn down somebody who may not claim (any more), and note that on the claim."""
        await dialogs.cancel_all_dialogs()
        await stage.close_live()
        if claim:
            person, now = stage.person, self._desk.clock.now()
            actor = Actor(kind=ActorKind.ADMIN, id=person.object_id, name=person.name)
            stage.unit.save(claim, record(claim, Event.REFUSED, actor, now))
        stage.show(not_an_admin(stage.scene(), stage.words.called(stage.person.name)))

    async def _note_no_reviewer(self, stage: Stage) -> None:
        """Note on a claim that somebody pressed a reviewer's button without being one."""
        press, person = stage.pressed, stage.person
        if press is None or press.verb not in reviewing.DONE or press.claim_id is None:
            return
        claim = await stage.unit.claim(person.tenant_id, press.claim_id)
        if claim and claim.submitted_at:
            actor = Actor(kind=ActorKind.REVIEWER, id=person.object_id, name=person.name)
            now = self._desk.clock.now()
            stage.unit.save(claim, record(claim, Event.REFUSED, actor, now))

    async def _claim_meant(self, stage: Stage) -> Claim | None:
        """Give the claim a press was about, if this person may know of it."""
        claim_id = stage.pressed.claim_id if stage.pressed else stage.turn.state.get("focus")
        if not isinstance(claim_id, int):
            return None
        claim = await stage.unit.claim(stage.person.tenant_id, claim_id)
        mine = claim is not None and claim.owner == stage.person.object_id
        return claim if mine or stage.person.may(Capability.REVIEW) else None


async def _show_again(dialogs: DialogContext) -> None:
    """Show the open dialog's screen once more, below."""
    active = dialogs.active_dialog
    await dialogs.replace_dialog(active.id, dict(active.state.get("options") or {}))


def _dialog_for_files(claim: Claim) -> tuple[str, str] | None:
    """Give the dialog and screen on which files sent without a word are gone on with."""
    if claim.status is Status.APPROVED:
        return RenewalDialog.name, "proof"
    if claim.added_at and claim.status is Status.DRAFT:
        return ProofDialog.name, "files"
    return None


def _is_text(stage: Stage, command: Command) -> bool:
    """Say whether a reviewers' word without a number is plain text: "Ask Partners Ltd"."""
    if command.name not in REVIEWERS or stage.person.may(Capability.REVIEW):
        return False
    return bool(command.rest) and not command.rest.lstrip("#")[:1].isdigit()
