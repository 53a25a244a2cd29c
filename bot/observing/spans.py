"""Makes OpenTelemetry spans and, of the same facts, one histogram: every piece of work, timed.

Only loaded where traces were asked for. Exceptions leave as type names: their texts quote people.
"""

from __future__ import annotations

import re
import time
from typing import Any, Self

from opentelemetry import context, trace
from opentelemetry.metrics import Meter
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    Status,
    StatusCode,
    TraceFlags,
)

from bot.observing.allowed import kept
from bot.observing.traces import Fact

_STORED = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


class Spans:
    """Implements `bot.observing.traces.Tracer`."""

    def __init__(self, tracer: trace.Tracer, meter: Meter) -> None:
        self._tracer = tracer
        self.seconds = meter.create_histogram(
            "cpor.work.duration", unit="s", description="Pieces of work by name and outcome."
        )

    def span(self, name: str, follows: str, apart: bool, facts: dict[str, Fact]) -> OpenSpan:
        """Give a span that begins when it is entered."""
        return OpenSpan(self, name, stored(follows), apart, facts)

    def traceparent(self) -> str:
        """Give the current span as W3C text, or "" where there is none."""
        here = trace.get_current_span().get_span_context()
        if not here.is_valid:
            return ""
        return f"00-{here.trace_id:032x}-{here.span_id:016x}-{here.trace_flags:02x}"

    def started(self, name: str, after: SpanContext | None) -> trace.Span:
        """Start a span, in the trace of `after` where that is given, with a link to it."""
        if after is None:
            return self._tracer.start_span(name)
        here = trace.get_current_span()
        links = [Link(after)]
        if here.get_span_context().is_valid:
            here.add_link(after)
            links.append(Link(here.get_span_context()))
        parent = trace.set_span_in_context(NonRecordingSpan(after), context.Context())
        return self._tracer.start_span(name, context=parent, links=links)


class OpenSpan:
    """One span with its facts; implements `bot.observing.traces.Span`."""

    def __init__(
        self,
        spans: Spans,
        name: str,
        after: SpanContext | None,
        apart: bool,
        facts: dict[str, Fact],
    ) -> None:
        self._spans, self._name, self._after, self._apart = spans, name, after, apart
        self._facts = facts
        self._token: Any = None

    def __enter__(self) -> Self:
        self._begun = time.perf_counter()
        self._span = self._spans.started(self._name, self._after)
        if not self._apart:
            self._token = context.attach(trace.set_span_in_context(self._span))
        return self

    def note(self, **facts: Fact) -> None:
        """Add facts."""
        self._facts |= facts

    def follows(self, traceparent: str) -> None:
        """Link to an earlier span."""
        if after := stored(traceparent):
            self._span.add_link(after)

    def __exit__(self, *error: object) -> None:
        if self._token is not None:
            context.detach(self._token)
        if isinstance(error[1], Exception):
            self._facts = {"outcome": "failed", "error": type(error[1]).__name__, **self._facts}
        facts: dict[str, Any] = kept(self._facts)
        outcome = facts.setdefault("outcome", "done")
        if outcome == "failed":
            self._span.set_status(Status(StatusCode.ERROR))
        self._span.set_attributes({f"cpor.{key}": value for key, value in facts.items()})
        self._span.end()
        took = time.perf_counter() - self._begun
        self._spans.seconds.record(took, {"work": self._name, "outcome": outcome})


def stored(traceparent: str) -> SpanContext | None:
    """Read a stored trace context; None for anything that is not exactly one of ours."""
    found = _STORED.fullmatch(traceparent)
    if found is None:
        return None
    trace_id, span_id, flags = (int(part, 16) for part in found.groups())
    made = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return made if made.is_valid else None
