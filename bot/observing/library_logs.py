"""What libraries log: who, where and what kind of error; their words only where they are fixed.

A library's message may quote an address, a header or a statement's values. A text that stands in
the library's own source, word by word, cannot.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from bot.observing import work
from bot.observing.allowed import WITHHELD
from bot.services.traces import trace_of

_NAME = re.compile(r"[A-Za-z_][\w.]{0,80}")


class LibraryLines(logging.Formatter):
    """Formats a library's record without anything that was filled into it."""

    def __init__(self, render: Callable[..., Any]) -> None:
        super().__init__()
        self._render = render

    def format(self, record: logging.LogRecord) -> str:
        """Write the record as one of our own lines."""
        line: dict[str, Any] = {
            "event": "library",
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "logger": record.name if _NAME.fullmatch(record.name) else WITHHELD,
            "at": f"{record.filename}:{record.lineno} {record.funcName}",
            "text": record.msg if _stands_in_source(record) else WITHHELD,
        }
        if reference := work.reference():
            line["reference"] = reference
        if record.exc_info and record.exc_info[1]:
            line["stack"] = trace_of(record.exc_info[1])
        return str(self._render(None, "", line))


def _stands_in_source(record: logging.LogRecord) -> bool:
    """Say whether the text is a constant of the very function that logged it."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        code = frame.f_code
        if code.co_name == record.funcName and code.co_filename == record.pathname:
            return isinstance(record.msg, str) and record.msg in code.co_consts
        frame = frame.f_back
    return False
