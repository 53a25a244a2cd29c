"""What is known of the work at hand, so that its log lines, its answer and its end fit together.

A piece of work is one HTTP request, one delivery of an outbox row, or one run of a job.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Work:
    """One piece of work: the id people and logs call it by, and how it ended."""

    reference: str
    outcome: str = ""


_at_hand: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def begun() -> Iterator[Work]:
    """Begin a piece of work under a new reference; what is logged inside carries it."""
    work = Work(new_reference())
    token = _at_hand.set(work)
    try:
        yield work
    finally:
        _at_hand.reset(token)


@contextmanager
def joined() -> Iterator[Work]:
    """Go on with the work at hand, or begin one where none was."""
    work = _at_hand.get()
    if work is not None:
        yield work
        return
    with begun() as made:
        yield made


def new_reference() -> str:
    """Make an id short enough to be read out on the telephone."""
    return secrets.token_hex(4)


def reference() -> str:
    """Give the reference of the work at hand, or "" where none was begun."""
    work = _at_hand.get()
    return work.reference if work else ""


def ended(outcome: str) -> None:
    """Say how the work at hand ended; what is said last counts."""
    work = _at_hand.get()
    if work:
        work.outcome = outcome
