"""The figures of one process, for `/metrics`; no label names a person, a claim or a row."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

_TURN_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0)
#: How a turn ends.
TURNS = (
    "answered",
    "repeated",
    "failed",
    "not_sent",
    "turned_away",
    "ignored",
    "not_admitted",
    "malformed",
)
#: What became of one try to hand a mail over.
MAILS = ("accepted", "refused", "delayed", "in_doubt", "failed")
#: The jobs whose silence an operator must notice.
JOBS = ("outbox", "clocks", "tidying")
DECISIONS = ("approve", "decline")
_STATUSES = ("2xx", "3xx", "4xx", "5xx")


class Metrics:
    """The instruments of one process, in a registry of their own; all begin at 0."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        kept: dict[str, Any] = {"registry": self.registry}
        self.turn_seconds = Histogram(
            "cpor_turn_seconds",
            "Time from an activity to its answer.",
            buckets=_TURN_BUCKETS,
            **kept,
        )
        self.turns = self._counter("turns", "Activities by how they ended.", outcome=TURNS)
        self.mails = self._counter("mails", "Tries to hand a mail over.", outcome=MAILS)
        self.decisions = self._counter(
            "customer_decisions", "Forms the customers sent.", decision=DECISIONS
        )
        self.answers = self._counter("http_answers", "HTTP answers by status.", status=_STATUSES)
        self.outbox_delivered = Counter(
            "cpor_outbox_delivered", "Outbox rows that left or failed.", ("kind", "outcome"), **kept
        )
        self.outbox_lag = self._gauge("outbox_lag_seconds", "Age of the oldest due outbox row.")
        self.outbox_parked = self._gauge("outbox_parked", "Outbox rows that failed for good.")
        self.last_run = Gauge(
            "cpor_job_last_run_timestamp_seconds",
            "When a job last ran to its end; 0: never yet.",
            ("job",),
            **kept,
        )
        for job in JOBS:
            self.last_run.labels(job=job)

    def text(self) -> bytes:
        """Give everything in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, about: str, **label: tuple[str, ...]) -> Counter:
        """Make a counter with one label of known values, so that each shows from the start."""
        ((key, values),) = label.items()
        made = Counter(f"cpor_{name}", about, (key,), registry=self.registry)
        for value in values:
            made.labels(**{key: value})
        return made

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(f"cpor_{name}", about, registry=self.registry)
