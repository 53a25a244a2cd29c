"""Where traces go: nowhere without a trace of OpenTelemetry, or to a collector over HTTP."""

import asyncio
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from bot.observing import traces
from bot.observing.exporters import ExporterMissing, open_traces
from bot.observing.figures import Metrics
from tests.clocks import MovableClock
from tests.conversations.driver import Connector, Product

ROOT = Path(__file__).parents[2]


class Collector:
    """What listens at the other end."""

    def __init__(self):
        self.got = []
        self.app = web.Application()
        self.app.router.add_post("/{tail:.*}", self.take)

    async def take(self, request):
        body = await request.read()
        if request.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.got.append((request.path, body))
        if request.path.startswith("/v1"):
            return web.Response()
        rows = body.strip().splitlines() if not body.startswith(b"[") else json.loads(body)
        return web.json_response(
            {"itemsReceived": len(rows), "itemsAccepted": len(rows), "errors": []}
        )

    def bodies(self, path):
        return [body for where, body in self.got if where == path]


@pytest.fixture
async def collector():
    made = Collector()
    made.server = TestServer(made.app, host="127.0.0.1")
    await made.server.start_server()
    made.url = str(made.server.make_url("")).rstrip("/")
    yield made
    await made.server.close()


def work():
    with traces.span("outbox", kind="mail", claim=7, customer="canaria7x9q"), traces.span("mail"):
        return traces.traceparent()


def test_without_traces_opentelemetry_is_not_even_loaded():
    script = (
        "import sys, app; from bot.observing.exporters import open_traces; open_traces('none')();"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_without_traces_nothing_is_made():
    close = open_traces("none")
    assert not traces.is_on()
    with traces.span("turn", claim=1) as span:
        span.note(outcome="answered")
        span.follows("00-1-2-3")
    assert traces.span("turn") is traces.span("mail")
    assert traces.traceparent() == ""
    close()


async def test_otlp_gets_spans_and_figures(collector):
    metrics = Metrics()
    metrics.outbox_parked.set(3)
    metrics.mails.labels(outcome="in_doubt").inc()
    close = open_traces("otlp", otlp_url=collector.url + "/", figures=metrics.registry)
    where = work()
    await asyncio.to_thread(close)
    assert not traces.is_on()
    (body,) = collector.bodies("/v1/traces")
    sent = ExportTraceServiceRequest.FromString(body).resource_spans[0]
    named = {row.key: row.value.string_value for row in sent.resource.attributes}
    assert named["service.name"] == "cpor-claims-assistant"
    mail, outbox = sent.scope_spans[0].spans
    assert (mail.name, outbox.name) == ("mail", "outbox")
    assert mail.parent_span_id == outbox.span_id
    assert mail.span_id.hex() == where.split("-")[2]
    assert {row.key for row in outbox.attributes} == {"cpor.kind", "cpor.claim", "cpor.outcome"}
    read = ExportMetricsServiceRequest.FromString(collector.bodies("/v1/metrics")[-1])
    found = {row.name: row for row in read.resource_metrics[0].scope_metrics[0].metrics}
    assert found["cpor_outbox_parked"].gauge.data_points[0].as_double == 3
    doubts = [
        row.as_double
        for row in found["cpor_mails"].sum.data_points
        if row.attributes[0].value.string_value == "in_doubt"
    ]
    assert doubts == [1]
    assert {row.count for row in found["cpor.work.duration"].histogram.data_points} == {1}
    assert b"canaria7x9q" not in b"".join(body for _, body in collector.got)


async def test_azure_gets_spans_and_nobody_else_anything(collector, caplog):
    pytest.importorskip("azure.monitor.opentelemetry.exporter")
    key = "InstrumentationKey=00000000-0000-4000-8000-000000000001"
    given = f"{key};IngestionEndpoint={collector.url}"
    close = await asyncio.to_thread(open_traces, "azure", connection_string=given)
    work()
    await asyncio.to_thread(close)
    assert {path for path, _ in collector.got} == {"/v2.1/track"}
    sent = b"".join(body for _, body in collector.got)
    assert not caplog.records
    assert b'"outbox"' in sent
    assert b"cpor.claim" in sent
    assert b"canaria7x9q" not in sent


def test_the_console_gets_spans(capsys):
    close = open_traces("console")
    where = work()
    close()
    said = capsys.readouterr().err
    assert where.split("-")[1] in said
    assert "canaria7x9q" not in said


def test_an_exporter_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "azure.monitor.opentelemetry.exporter", None)
    with pytest.raises(ExporterMissing, match=r"azure\.monitor\.opentelemetry\.exporter"):
        open_traces("azure", connection_string="InstrumentationKey=x")
    assert not traces.is_on()


def test_another_kind_is_refused():
    with pytest.raises(ValueError, match="zipkin"):
        open_traces("zipkin")


async def test_the_settings_open_and_close_the_traces(collector, tmp_path):
    given = {"traces": "otlp", "otlp_url": collector.url}
    product = Product(tmp_path / "var", MovableClock(), Connector(), given)
    await product.start()
    assert traces.is_on()
    assert "figures" in [loop._name for loop in product.assistant.loops]
    ada = product.chat()
    await ada.arrive()
    for loop in product.assistant.loops:
        await loop._once()
    await product.close()
    assert not traces.is_on()
    (body,) = collector.bodies("/v1/traces")
    scopes = ExportTraceServiceRequest.FromString(body).resource_spans[0].scope_spans
    assert {"turn", "gesture", "connector"} <= {span.name for span in scopes[0].spans}
    assert b"cpor_outbox_lag_seconds" in collector.bodies("/v1/metrics")[-1]
