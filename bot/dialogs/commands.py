"""Where each typed command leads, in one table: mostly where a button does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from botbuilder.dialogs import DialogContext

from bot.dialogs import navigation
from bot.dialogs.gestures import Pressed
from bot.dialogs.navigation import Start
from bot.dialogs.stage import Stage
from bot.dialogs.verbs import VERBS
from bot.text.commands import read_choice

Typing = Callable[[Stage, DialogContext, str], Awaitable[Start]]


class Lead(NamedTuple):
    """A typed command; `yields` to an open dialog of these that means its own thing by the word."""

    do: Typing
    yields: tuple[str, ...] = ()


_ASKING = ("confirm", "cancel")
_NOTHING_ENTERED = ("contact", "renewal")  # past the draft: nothing to keep or to discard
_ANY = ("claim", "role_choice", "proof", "status", "contact", "renewal", *_ASKING)


def _in_hand(stage: Stage, dialogs: DialogContext) -> int | None:
    """Give the claim of the open screen, or the one last opened."""
    active = dialogs.active_dialog
    options = (active.state.get("options") or {}) if active else {}
    claim_id = options.get("claim_id") or stage.turn.state.get("focus")
    return claim_id if isinstance(claim_id, int) else None


def _pressing(verb: str) -> Typing:
    """Let a typed command with a claim's number do what the button does."""

    async def typed(stage: Stage, dialogs: DialogContext, rest: str) -> Start:
        number, _, words = rest.strip().partition(" ")
        number = number.removeprefix("#")
        if number.isdigit():
            claim_id: int | None = int(number)
        else:
            claim_id, words = _in_hand(stage, dialogs), rest
        said = {"review_comment": words, "comments": words}
        return await VERBS[verb](stage, dialogs, Pressed(verb=verb, claim_id=claim_id, inputs=said))

    return typed


async def _new_claim(stage: Stage, dialogs: DialogContext, _: str) -> Start:
    return await VERBS["new_claim"](stage, dialogs, Pressed(verb="new_claim"))


async def _claim(stage: Stage, _: DialogContext, rest: str) -> Start:
    return await navigation.find_claim(stage, rest)


async def _list(stage: Stage, _: DialogContext, rest: str) -> Start:
    await navigation.show_list(stage, read_choice("status", rest, stage.person.locale) or "")
    return None


async def _help(stage: Stage, dialogs: DialogContext, _: str) -> Start:
    navigation.show_help(stage)
    return _same(dialogs)


async def _continue(stage: Stage, _: DialogContext, __: str) -> Start:
    return await navigation.continue_latest(stage)


async def _cancel(stage: Stage, dialogs: DialogContext, _: str) -> Start:
    """Ask whether to keep what was entered; with nothing entered just stop."""
    active = dialogs.active_dialog
    if active is None:
        stage.say("nothing_open")
        return None
    options = dict(active.state.get("options") or {})
    claim_id = options.get("claim_id")
    if active.id in ("cancel", "confirm"):
        return active.id, options
    if claim_id is None or active.id in _NOTHING_ENTERED:
        await dialogs.cancel_all_dialogs()
        await stage.close_live()
        stage.say("stopped")
        return None
    return "cancel", {"claim_id": claim_id, "dialog": active.id, "options": options}


def _same(dialogs: DialogContext) -> Start:
    """Show the open dialog's screen again."""
    active = dialogs.active_dialog
    return (active.id, dict(active.state.get("options") or {})) if active else None


_REVIEWING = {"begin": "begin_review", "ask": "request_info", "note": "comment"}
_REVIEWING |= {verb: verb for verb in ("approve", "reject", "expire")}

COMMANDS: dict[str, Lead] = {
    "new_claim": Lead(_new_claim),
    "which_role": Lead(_pressing("choose_role")),
    "my_claims": Lead(_list),
    "claim": Lead(_claim),
    "help": Lead(_help),
    "cancel": Lead(_cancel),
    "continue": Lead(_continue, yields=_ANY),
    "review": Lead(_pressing("review")),
    "upload": Lead(_pressing("upload_poe"), yields=_ANY),
    "template": Lead(_pressing("download_template")),
    "withdraw": Lead(_pressing("withdraw")),
    "dispute": Lead(_pressing("dispute")),
    "discard": Lead(_pressing("discard"), yields=_ASKING),
    "disassociate": Lead(_pressing("disassociate"), yields=_ASKING),
    "export": Lead(_pressing("export")),
    "usage": Lead(_pressing("usage")),
    "resend": Lead(_pressing("resend_consent")),
    **{name: Lead(_pressing(verb)) for name, verb in _REVIEWING.items()},
}
#: Commands that only reviewers have; to others the words may be part of an answer.
REVIEWERS = frozenset(_REVIEWING)
