"""Where an unexpected error happened, and never what somebody wrote: fit for any log."""

from __future__ import annotations

import traceback
from types import TracebackType

_DEEPEST = 40


def trace_of(error: BaseException) -> str:
    """Give `stack_of` as one text, as a log entry holds it."""
    return "\n".join(stack_of(error))


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
