"""The one call the product's code makes to be traced, and which costs nothing while nobody looks.

OpenTelemetry is not imported here: `bot.observing.exporters` plugs it in where it was asked for.
"""

from __future__ import annotations

from typing import Protocol, Self

Fact = str | int | float | bool


class Span(Protocol):
    """One thing that was done, from its beginning to its end; used by `with`."""

    def note(self, **facts: Fact) -> None:
        """Add facts; only keys and kinds of `bot.observing.allowed` get out."""
        ...

    def follows(self, traceparent: str) -> None:
        """Link this span to an earlier one that was stored by `traceparent()`."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


class Tracer(Protocol):
    """Whatever makes spans (`bot.observing.spans.Spans`)."""

    def span(self, name: str, follows: str, apart: bool, facts: dict[str, Fact]) -> Span:
        """Give a span that begins when it is entered."""
        ...

    def traceparent(self) -> str:
        """Give the current span as W3C text, or "" where there is none."""
        ...


class _Untraced:
    __slots__ = ()

    def note(self, **facts: Fact) -> None:
        """Forget them."""

    def follows(self, traceparent: str) -> None:
        """Link nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return None


_UNTRACED = _Untraced()
_tracer: Tracer | None = None


def use(tracer: Tracer | None) -> None:
    """Let spans be made by this tracer from now on, or by none."""
    global _tracer
    _tracer = tracer


def is_on() -> bool:
    """Say whether anybody looks."""
    return _tracer is not None


def span(name: str, *, follows: str = "", apart: bool = False, **facts: Fact) -> Span:
    """Trace what is done inside `with`: its name, its length, whether it failed, and these facts.

    `follows` is a stored `traceparent()`: the span goes on with that trace and links to it.
    `apart`: the span is nobody's parent; for what begins and ends in different tasks.
    """
    return _UNTRACED if _tracer is None else _tracer.span(name, follows, apart, facts)


def traceparent() -> str:
    """Give where we are, as text to be stored and followed later; "" while nobody looks."""
    return "" if _tracer is None else _tracer.traceparent()
