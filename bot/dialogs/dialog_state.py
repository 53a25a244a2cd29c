"""Dialog state as plain JSON, in place of the SDK's jsonpickle, which can run code when it loads.

A stack is kept as `{"stack": [{"id": …, "state": {…}}]}`, innermost dialog first. What does not
have exactly that shape is refused as a whole: the conversation starts over and nothing is run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from botbuilder.core import TurnContext
from botbuilder.dialogs import (
    Dialog,
    DialogContext,
    DialogInstance,
    DialogReason,
    DialogSet,
    DialogState,
    DialogTurnResult,
    DialogTurnStatus,
    WaterfallDialog,
)

from bot.dialogs.gestures import Gesture

_log = structlog.get_logger("bot.dialogs")
_STACK = "stack"
_DEEPEST_STACK = 10
_DEEPEST_VALUE = 20


class StateRefused(ValueError):
    """Raised where stored state is not what this version of the assistant writes."""


def dialog_set(dialogs: Iterable[Dialog]) -> DialogSet:
    """Make the set of an assistant's dialogs; their state is not read through the SDK."""
    made = DialogSet(_NoAccessor())
    for dialog in dialogs:
        made.add(dialog)
    return made


class _NoAccessor:
    """Stands where the SDK wants a state accessor; `dialog_context` is used instead of it."""


def read_state(data: bytes) -> dict[str, Any]:
    """Give a conversation's state from its stored bytes; an empty one where they are refused."""
    try:
        state = json.loads(data)
        _expect(isinstance(state, dict))
        _expect_plain(state, _DEEPEST_VALUE)
    except (ValueError, RecursionError):
        _log.warning("state.refused", bytes=len(data))
        return {}
    return dict(state)


def write_state(state: Mapping[str, Any]) -> bytes:
    """Give the one spelling of a state, so that equal states have equal bytes.

    Raises `TypeError` or `ValueError` for anything that is not plain JSON.
    """
    return json.dumps(
        state, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def dialog_context(
    dialogs: DialogSet, turn_context: TurnContext, state: Mapping[str, Any]
) -> DialogContext:
    """Open a conversation's dialogs from its plain-JSON state; changes go back by `keep_stack`."""
    try:
        stack = _read_stack(dialogs, state)
    except StateRefused:
        _log.warning("dialogs.refused")
        stack = []
    return DialogContext(dialogs, turn_context, DialogState(stack))


def keep_stack(context: DialogContext, state: dict[str, Any]) -> None:
    """Write the open dialogs back into the state, in place."""
    rows = [{"id": instance.id, "state": instance.state} for instance in context.stack]
    if rows:
        state[_STACK] = rows
    else:
        state.pop(_STACK, None)


async def relay(context: DialogContext, gesture: Gesture) -> DialogTurnResult:
    """Hand a gesture to the active dialog as its step's result.

    Waterfalls ignore everything but text messages, so a press or a file would never reach them;
    resuming the dialog directly treats all gestures alike. Gives an `Empty` result where no
    dialog is open.
    """
    instance = context.active_dialog
    dialog = await context.find_dialog(instance.id) if instance is not None else None
    if dialog is None:
        return DialogTurnResult(DialogTurnStatus.Empty)
    return await dialog.resume_dialog(context, DialogReason.ContinueCalled, gesture)


def _read_stack(dialogs: DialogSet, state: Mapping[str, Any]) -> list[DialogInstance]:
    rows = state.get(_STACK, [])
    _expect(isinstance(rows, list) and len(rows) <= _DEEPEST_STACK)
    _expect_plain(rows, _DEEPEST_VALUE)
    return [_read_instance(dialogs, row) for row in rows]


def _read_instance(dialogs: DialogSet, row: Any) -> DialogInstance:
    _expect(isinstance(row, dict) and row.keys() == {"id", "state"})
    _expect(isinstance(row["id"], str) and isinstance(row["state"], dict))
    dialog = dialogs.find_dialog(row["id"]) if row["id"] else None
    _expect(dialog is not None)
    if isinstance(dialog, WaterfallDialog):
        _expect_position(dialog, row["state"])
    return DialogInstance(row["id"], row["state"])


def _expect_position(dialog: WaterfallDialog, state: Mapping[str, Any]) -> None:
    step = state.get(WaterfallDialog.StepIndex)
    _expect(type(step) is int and 0 <= step < len(dialog._steps))
    _expect(isinstance(state.get(WaterfallDialog.PersistedValues), dict))
    _expect(isinstance(state.get(WaterfallDialog.PersistedInstanceId), str))
    _expect(WaterfallDialog.PersistedOptions in state)


def _expect_plain(value: Any, depth: int) -> None:
    """Refuse what is too deep, is no JSON value or carries a pickler's marks."""
    _expect(depth > 0)
    if isinstance(value, dict):
        for key, item in value.items():
            _expect(isinstance(key, str) and not key.startswith("py/"))
            _expect_plain(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            _expect_plain(item, depth - 1)
    else:
        _expect(value is None or isinstance(value, str | int | float | bool))


def _expect(holds: bool) -> None:
    if not holds:
        raise StateRefused
