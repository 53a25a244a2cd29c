"""Where each button leads, in one table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from botbuilder.dialogs import DialogContext

from bot.advisor.advisor import Answer
from bot.advisor.entries import entries
from bot.cards.answers import answer_card
from bot.cards.usage import usage_card
from bot.claims.errors import Code, Refused
from bot.claims.fields import Section, unreached
from bot.claims.models import ActorKind, Claim, Event
from bot.claims.status import find_move
from bot.dialogs import claim_actions, navigation, reviewing
from bot.dialogs.claim_screens import change_of
from bot.dialogs.file_offers import offer_export, offer_template
from bot.dialogs.gestures import Pressed
from bot.dialogs.navigation import Start
from bot.dialogs.stage import Stage
from bot.services.access import as_admin, own_claim

Verb = Callable[[Stage, DialogContext, Pressed], Awaitable[Start]]


async def _fresh(stage: Stage, pressed: Pressed) -> Claim:
    """Give the card's claim, unless its status has changed since the card was drawn."""
    claim = await stage.own(pressed.claim_id)
    if pressed.revision is not None and pressed.revision < claim.moved_in:
        raise Refused.because(Code.CHANGED_MEANWHILE, status=claim.status, at=claim.changed_at)
    return claim


async def _new_claim(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    """Start a claim; from a claim's own card it is filled in from that one."""
    as_admin(stage.person)
    if pressed.claim_id is None:
        return "claim", {"claim_id": None, "screen": "role"}
    source = await own_claim(stage.unit, stage.person, pressed.claim_id)
    claim = stage.keep(await stage.desk.drafts.start(stage.unit, stage.person, like=source))
    return "claim", {"claim_id": claim.id, "screen": "role"}


async def _choose_role(stage: Stage, dialogs: DialogContext, _: Pressed) -> Start:
    active = dialogs.active_dialog
    options = dict(active.state.get("options") or {}) if active and active.id == "claim" else {}
    return "role_choice", {"claim_id": options.get("claim_id")}


async def _my_claims(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    offset = int(pressed.choice) if pressed.choice.isdigit() else 0
    await navigation.show_list(stage, str(pressed.inputs.get("status") or ""), offset)
    return None


async def _open_claim(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    return await navigation.open_claim(stage, pressed.claim_id, pressed.choice)


async def _upload_poe(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    claim = await stage.own(pressed.claim_id)
    as_admin(stage.person)
    stage.turn.state["focus"] = claim.id
    if claim.status.value == "draft":
        return "proof", {"claim_id": claim.id, "screen": "files"}
    if claim.status.value == "approved":
        return "renewal", {"claim_id": claim.id, "screen": "proof"}
    stage.say("send_file_now")
    return None


async def _download_template(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    await offer_template(stage, await stage.own(pressed.claim_id))
    return None


async def _export(stage: Stage, _: DialogContext, __: Pressed) -> Start:
    await offer_export(stage)
    return None


async def _usage(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    claim = await stage.own(pressed.claim_id)
    stage.show(usage_card(stage.scene(claim), claim, ()))
    return None


async def _help(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    """Answer the question chosen from "did you mean", or say what can be done."""
    if pressed.choice.startswith("ask:"):
        return "role_choice", {}
    if pressed.choice in entries():
        found = Answer(id=pressed.choice, language=stage.words.locale)
        stage.show(answer_card(stage.scene(), found))
    else:
        navigation.show_help(stage)
    return None


def _confirmed(verb: str) -> Verb:
    async def ask(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
        claim = await _fresh(stage, pressed)
        as_admin(stage.person)
        if find_move(claim.status, Event(verb), ActorKind.ADMIN) is None:
            raise Refused.because(Code.NOT_ALLOWED_NOW, status=claim.status)
        return "confirm", {"claim_id": claim.id, "verb": verb}

    return ask


async def _answer_action(stage: Stage, dialogs: DialogContext, pressed: Pressed) -> Start:
    claim = await _fresh(stage, pressed)
    await dialogs.cancel_all_dialogs()
    await claim_actions.answer_action(stage, claim, str(pressed.inputs.get("comments") or ""))
    return None


async def _resend(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    await claim_actions.resend_consent(stage, await _fresh(stage, pressed))
    return None


async def _dispute(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    why = str(pressed.inputs.get("comments") or "")
    await claim_actions.dispute(stage, await _fresh(stage, pressed), why)
    return None


async def _edit(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    """Change a claim from its own card: a section of a draft, or what a reviewer asked about."""
    claim = await stage.own(pressed.claim_id)
    as_admin(stage.person)
    if pressed.section == "proof" and pressed.choice:
        after, name = stage.desk.intake.remove(stage.unit, claim, stage.person, pressed.choice)
        stage.keep(after)
        stage.notes.append(stage.words("flow.file_removed", name=name, count=len(after.poe_files)))
        return navigation.resume(stage, after)
    if pressed.section == Section.CONTACTS and claim.submitted_at and unreached(claim):
        return "contact", {"claim_id": claim.id}
    if pressed.section == Section.RENEWAL and claim.status.value == "approved":
        return "renewal", {"claim_id": claim.id, "screen": "subscription"}
    if claim.status.value not in ("draft", "action_required"):
        raise Refused.because(Code.NOT_EDITABLE, status=claim.status)
    if not pressed.section:
        return "claim", {"claim_id": claim.id, "screen": "changes"}
    return "claim", change_of(claim, pressed.section)


def _decides(verb: str) -> Verb:
    async def decide(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
        message = str(pressed.inputs.get("review_comment") or "")
        reason = str(pressed.inputs.get("rejection_reason") or "")
        await reviewing.decide(stage, pressed.claim_id, verb, message, reason)
        return None

    return decide


async def _queue(stage: Stage, _: DialogContext, pressed: Pressed) -> Start:
    offset = int(pressed.choice) if pressed.choice.isdigit() else 0
    await reviewing.show_queue(stage, str(pressed.inputs.get("status") or ""), offset)
    return None


VERBS: dict[str, Verb] = {
    "new_claim": _new_claim,
    "choose_role": _choose_role,
    "my_claims": _my_claims,
    "open_claim": _open_claim,
    "upload_poe": _upload_poe,
    "add_poe": _upload_poe,
    "download_template": _download_template,
    "edit": _edit,
    "withdraw": _confirmed("withdraw"),
    "discard": _confirmed("discard"),
    "disassociate": _confirmed("disassociate"),
    "answer_action": _answer_action,
    "resend_consent": _resend,
    "dispute": _dispute,
    "review": _queue,
    "export": _export,
    "usage": _usage,
    "help": _help,
    **{verb: _decides(verb) for verb in reviewing.DONE},
}
