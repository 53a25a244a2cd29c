"""What is logged of an unexpected error: where it happened, and never what somebody wrote."""

from __future__ import annotations

import secrets
import traceback
from types import TracebackType

import structlog

_log = structlog.get_logger("bot.teams")
_DEEPEST = 40


def record(error: BaseException, doing: str) -> str:
    """Log an error under a new reference id and give the id, to be told to the person.

    Exception messages are left out: they quote texts, addresses and URLs.
    """
    reference = secrets.token_hex(4)
    _log.error("turn.failed", reference=reference, doing=doing, stack="\n".join(stack_of(error)))
    return reference


def stack_of(error: BaseException) -> list[str]:
    """Give the error's chain as type names and code places only, innermost cause first."""
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(lines) < _DEEPEST:
        lines = [type(seen).__name__, *_places(seen.__traceback__), *lines]
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return lines[:_DEEPEST]


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.walk_tb(trace)
    return [f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}" for frame, line in frames]
