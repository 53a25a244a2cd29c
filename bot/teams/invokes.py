"""Bodies of invoke answers, as Teams wants them: HTTP 200 with `{statusCode, type, value}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.teams.outgoing import CARD

_MESSAGE = "application/vnd.microsoft.activity.message"
_ERROR = "application/vnd.microsoft.error"


def card_body(card: Mapping[str, Any]) -> dict[str, Any]:
    """Write the answer that replaces the pressed card."""
    return {"statusCode": 200, "type": CARD, "value": dict(card)}


def text_body(text: str) -> dict[str, Any]:
    """Write the answer that shows a line of text and leaves the card as it is."""
    return {"statusCode": 200, "type": _MESSAGE, "value": text}


def error_body(status: int, code: str, text: str) -> dict[str, Any]:
    """Write the answer to an invoke that was refused; nothing of the payload is repeated."""
    return {"statusCode": status, "type": _ERROR, "value": {"code": code, "message": text}}


def bad_payload_body() -> dict[str, Any]:
    """Write the answer to a payload that no card of ours sends."""
    return error_body(400, "BadRequest", "This button cannot be read.")
