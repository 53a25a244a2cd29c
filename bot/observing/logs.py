"""Writes one line an event: for people on a local run, as JSON in production, redacted in both."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from bot.observing import traces, work
from bot.observing.allowed import WITHHELD, kept
from bot.observing.library_logs import LibraryLines
from bot.services.traces import trace_of

Event = MutableMapping[str, Any]
_EVENT = re.compile(r"[a-z_]{1,40}(\.[a-z_]{1,40})?")


def write_logs(level: str, *, for_people: bool, stream: TextIO | None = None) -> None:
    """Configure the logs of the whole process, ours and the libraries', once at the start.

    `level` is `DEBUG`, `INFO`, `WARNING` or `ERROR`; of libraries nothing below WARNING is written.
    """
    to, least = stream or sys.stderr, logging.getLevelNamesMapping()[level]
    render = _renderer(for_people, to)
    handler = logging.StreamHandler(to)
    handler.setFormatter(LibraryLines(render))
    logging.basicConfig(level=max(least, logging.WARNING), handlers=[handler], force=True)
    structlog.configure(
        processors=[
            redact,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(to),
    )


def redact(_: Any, __: str, event: Event) -> Event:
    """Let through what `bot.observing.allowed` lists, and add what the line belongs to.

    An exception under way becomes its stack of types and places: its message may quote anything.
    """
    name, error = event.pop("event", ""), _error_of(event.pop("exc_info", None))
    if error is not None:
        event["stack"] = trace_of(error)
    clean = kept(event)
    dropped = len(event) - len(clean)
    shown = name if isinstance(name, str) and _EVENT.fullmatch(name) else WITHHELD
    return {"event": shown, **clean, **({"dropped": dropped} if dropped else {}), **_belongs(clean)}


def _belongs(clean: dict[str, object]) -> dict[str, str]:
    found = {"reference": work.reference(), "trace_id": traces.traceparent()[3:35]}
    return {key: value for key, value in found.items() if value and key not in clean}


def _error_of(given: object) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if isinstance(given[1], BaseException) else None
    return sys.exc_info()[1] if given else None


def _renderer(for_people: bool, to: TextIO) -> structlog.typing.Processor:
    if for_people:
        return structlog.dev.ConsoleRenderer(
            colors=to.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    return structlog.processors.JSONRenderer()
