"""What is logged of an unexpected error: where it happened, and never what somebody wrote."""

from __future__ import annotations

import structlog

from bot.observing import work
from bot.services.traces import stack_of, trace_of

_log = structlog.get_logger("bot.teams")


def record(error: BaseException, doing: str) -> str:
    """Log an error under the reference of the work at hand, and give it to be told the person.

    Exception messages are left out: they quote texts, addresses and URLs.
    """
    reference = work.reference() or work.new_reference()
    _log.error("turn.failed", reference=reference, doing=doing, stack=trace_of(error))
    return reference


__all__ = ["record", "stack_of"]
