"""Sends traces and figures to where the operator looks: nowhere, the console, OTLP or Azure.

OpenTelemetry is loaded inside the functions, so that an assistant without traces starts no slower.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from bot.observing import traces

if TYPE_CHECKING:
    from opentelemetry.metrics import Meter
    from opentelemetry.sdk.metrics.export import MetricExporter
    from opentelemetry.sdk.trace.export import SpanExporter
    from prometheus_client import CollectorRegistry

SERVICE = "cpor-claims-assistant"
#: Seconds between two sendings of figures.
EVERY = 60.0
_WAIT_AT_THE_END = 5.0  # seconds
#: What else the Azure exporter would do by itself; it reads this from the environment only.
_TOLD_TO_NOBODY = (
    "APPLICATIONINSIGHTS_CONTROLPLANE_DISABLED",
    "APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED",
    "APPLICATIONINSIGHTS_SDKSTATS_DISABLED",
    "APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL",
)


class ExporterMissing(Exception):
    """Raised where the exporter that was asked for is not installed."""


def open_traces(
    kind: str,
    *,
    otlp_url: str = "",
    connection_string: str = "",
    figures: CollectorRegistry | None = None,
) -> Callable[[], None]:
    """Begin to trace, and give what ends it and sends the rest.

    `kind`: "none", "console" (to standard error), "otlp" (`otlp_url`: the collector's base
    address, for example http://collector:4318) or "azure" (Application Insights'
    `connection_string`). `figures` are sent along. Raises `ExporterMissing`, and `ValueError` for
    another kind.
    """
    if kind == "none":
        return lambda: None
    try:
        spans, metrics = _exporters(kind, otlp_url, connection_string)
    except ImportError as error:
        needed = f"CPOR_TRACES={kind} needs {error.name}, which is not installed"
        raise ExporterMissing(f"{needed}: see docs/OBSERVING.md") from error
    return _begin(spans, metrics, figures)


def _exporters(
    kind: str, otlp_url: str, connection_string: str
) -> tuple[SpanExporter, MetricExporter]:
    if kind == "console":
        from opentelemetry.sdk.metrics.export import ConsoleMetricExporter
        from opentelemetry.sdk.trace.export import ConsoleSpanExporter

        return ConsoleSpanExporter(out=sys.stderr), ConsoleMetricExporter(out=sys.stderr)
    if kind == "otlp":
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        base = otlp_url.rstrip("/")
        traced = OTLPSpanExporter(endpoint=f"{base}/v1/traces")
        return traced, OTLPMetricExporter(endpoint=f"{base}/v1/metrics")
    if kind == "azure":
        return _azure(connection_string)
    raise ValueError(kind)


def _azure(connection_string: str) -> tuple[SpanExporter, MetricExporter]:
    """Nothing is kept on disk, asked of Microsoft, or told to it beyond what is sent to you."""
    for name in _TOLD_TO_NOBODY:
        os.environ.setdefault(name, "true")
    from azure.monitor.opentelemetry.exporter import (
        AzureMonitorMetricExporter,
        AzureMonitorTraceExporter,
    )

    given: dict[str, Any] = {
        "connection_string": connection_string,
        "disable_offline_storage": True,
    }
    return AzureMonitorTraceExporter(**given), AzureMonitorMetricExporter(**given)


def _begin(
    spans: SpanExporter, metrics: MetricExporter, figures: CollectorRegistry | None
) -> Callable[[], None]:
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    from bot.observing.spans import Spans

    resource = Resource.create({"service.name": SERVICE})
    tracing = TracerProvider(resource=resource, shutdown_on_exit=False)
    tracing.add_span_processor(BatchSpanProcessor(spans))
    reader = PeriodicExportingMetricReader(metrics, export_interval_millis=EVERY * 1000)
    metering = MeterProvider([reader], resource=resource, shutdown_on_exit=False)
    meter = metering.get_meter(SERVICE)
    if figures is not None:
        send_along(meter, figures)
    traces.use(Spans(tracing.get_tracer(SERVICE), meter))

    def close() -> None:
        traces.use(None)
        tracing.shutdown()
        metering.shutdown(timeout_millis=_WAIT_AT_THE_END * 1000)

    return close


def send_along(meter: Meter, figures: CollectorRegistry) -> None:
    """Let the counters and gauges of `/metrics` be read by OpenTelemetry too, under their names."""
    makers = {"counter": meter.create_observable_counter, "gauge": meter.create_observable_gauge}
    for family in figures.collect():
        make = makers.get(family.type)
        if make is not None:
            make(family.name, [_reading(figures, family.name)], description=family.documentation)


def _reading(figures: CollectorRegistry, name: str) -> Callable[[Any], Iterator[Any]]:
    from opentelemetry.metrics import Observation

    def read(_: Any) -> Iterator[Any]:
        for family in figures.collect():
            if family.name == name:
                values = (row for row in family.samples if not row.name.endswith("_created"))
                yield from (Observation(row.value, row.labels) for row in values)

    return read
