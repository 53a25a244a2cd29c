"""Reading a pressed card button, which may have been tampered with in every part."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from bot.dialogs.gestures import Pressed

_OWN_KEYS = frozenset({"claim_id", "revision", "nonce", "section", "choice", "verb", "msteams"})
_LARGEST_NUMBER = 2**31 - 1
_MOST_DIGITS = 10
_LARGEST_INPUT = 1e15
_MOST_INPUTS = 100
_MOST_CHOICES = 200
_LONGEST_INPUT = 10_000
_LONGEST_WORD = 100


class BadPayload(Exception):
    """Raised where an activity's payload is not what a client of ours sends; nothing is done."""


def pressed(verb: Any, data: Any, message_id: str | None) -> Pressed:
    """Read a button's `data`, inputs included; the verb may also lie in it.

    Raises `BadPayload`. Nothing is looked up or decided here: ids are only well-formed.
    """
    if not isinstance(data, Mapping):
        raise BadPayload("data")
    named = verb if verb not in (None, "") else data.get("verb")
    return Pressed(
        verb=_word(named, needed=True),
        claim_id=_number(data.get("claim_id")),
        revision=_number(data.get("revision")),
        nonce=_word(data.get("nonce")),
        section=_word(data.get("section")),
        choice=_word(data.get("choice")),
        inputs=_inputs(data),
        message_id=message_id,
    )


def _inputs(data: Mapping[str, Any]) -> dict[str, Any]:
    inputs = {key: value for key, value in data.items() if key not in _OWN_KEYS}
    if len(inputs) > _MOST_INPUTS:
        raise BadPayload("inputs")
    for key, value in inputs.items():
        if len(key) > _LONGEST_WORD or not _is_answer(value):
            raise BadPayload("input")
    return {key: value for key, value in inputs.items() if value is not None}


def _is_answer(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= _MOST_CHOICES and all(_is_text(item) for item in value)
    if isinstance(value, bool | None):
        return True
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) <= _LARGEST_INPUT
    return _is_text(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_INPUT


def _number(value: Any) -> int | None:
    """Read a claim id or revision: a whole number, or its digits."""
    if value is None or value == "":
        return None
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isdigit()
        and len(value) <= _MOST_DIGITS
    ):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadPayload("number")
    if not 0 <= value <= _LARGEST_NUMBER:
        raise BadPayload("number")
    return value


def _word(value: Any, *, needed: bool = False) -> str:
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or len(value) > _LONGEST_WORD or (needed and not value):
        raise BadPayload("word")
    return value
