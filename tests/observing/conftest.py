"""A whole assistant whose spans and figures are kept in memory, and whose log is kept as text."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.observing import traces
from bot.observing.logs import write_logs
from bot.observing.spans import Spans
from tests.clocks import MovableClock
from tests.conversations.driver import Connector, Product


class Kept:
    """What an operator would have got, and how to look at it."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.reader = InMemoryMetricReader()
        self.tracing = TracerProvider(shutdown_on_exit=False)
        self.tracing.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.metering = MeterProvider([self.reader], shutdown_on_exit=False)

    def spans(self, name: str = "") -> list[ReadableSpan]:
        """Give the ended spans, the first one first."""
        found = [span for span in self.exporter.get_finished_spans() if name in ("", span.name)]
        return sorted(found, key=lambda span: span.start_time or 0)

    def durations(self) -> set[tuple[str, str]]:
        """Give what was timed: name and outcome of each piece of work."""
        data = json.loads(self.reader.get_metrics_data().to_json())
        rows = data["resource_metrics"][0]["scope_metrics"][0]["metrics"]
        (made,) = [row for row in rows if row["name"] == "cpor.work.duration"]
        points = made["data"]["data_points"]
        return {(row["attributes"]["work"], row["attributes"]["outcome"]) for row in points}

    def everything(self) -> str:
        """Give all that would leave the process, as one text."""
        spans = [span.to_json() for span in self.spans()]
        return "\n".join((*spans, self.reader.get_metrics_data().to_json()))


@pytest.fixture
def kept() -> Iterator[Kept]:
    made = Kept()
    meter = made.metering.get_meter("test")
    traces.use(Spans(made.tracing.get_tracer("test"), meter))
    yield made
    traces.use(None)
    made.tracing.shutdown()
    made.metering.shutdown()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, in the form of production."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    stream = io.StringIO()
    write_logs("DEBUG", for_people=False, stream=stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:], root.level = before


@pytest.fixture
async def product(kept: Kept, tmp_path: Path) -> AsyncIterator[Product]:
    async with Product(tmp_path / "var", MovableClock(), Connector()) as running:
        yield running
