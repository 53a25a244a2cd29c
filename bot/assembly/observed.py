"""Puts ears on the edges from outside, so that none of them knows it is listened to.

Mails are always counted. Everything else is wrapped only while traces are on; without them the
bare adapters are used, and a turn costs what it did.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from bot.assembly.adapters import Adapters
from bot.claims.models import Claim, Decision, HistoryEntry
from bot.claims.ports import (
    BlobNotFound,
    BlobStore,
    Clock,
    Mail,
    Mailer,
    OutboxKind,
    OutboxRow,
    Outgoing,
    SetAside,
    Store,
    TryLater,
    Unit,
)
from bot.jobs.loops import Loop
from bot.jobs.outbox import Deliver
from bot.observing import traces, work
from bot.observing.exporters import open_traces
from bot.observing.figures import Metrics
from bot.services.consent import Consents, ConsentView
from bot.services.consent_links import digest
from bot.settings import Settings
from bot.web import messages
from bot.web.health import Health

_MAIL_OUTCOMES = {"MailInDoubt": "in_doubt", "MailDelayed": "delayed", "MailRefused": "refused"}
_TURN_OUTCOMES = {400: "malformed", 401: "not_admitted", 403: "not_admitted", 503: "not_sent"}
_DONE = 200
#: Seconds between looks at the outbox for the figures.
FIGURES_PAUSE = 30.0


def observe(adapters: Adapters, metrics: Metrics) -> Adapters:
    """Give the adapters with what listens to them."""
    counted = replace(adapters, mailer=cast(Mailer, CountedMailer(adapters.mailer, metrics)))
    if not traces.is_on():
        return counted
    return replace(
        counted,
        store=cast(Store, TracedStore(adapters.store)),
        blobs=cast(BlobStore, TracedBlobs(adapters.blobs)),
    )


def observe_turns(receive: messages.Receiver, metrics: Metrics) -> messages.Receiver:
    """Time every activity, count how it ended, and trace it."""

    async def observed(activity: Mapping[str, Any], **caller: Any) -> tuple[int, Any]:
        begun, outcome = time.perf_counter(), "failed"
        with work.joined() as at_hand, traces.span("turn") as span:
            try:
                status, body = await receive(activity, **caller)
                outcome = at_hand.outcome if status == _DONE else _TURN_OUTCOMES.get(status, "")
                outcome = outcome or ("ignored" if status == _DONE else "failed")
                return status, body
            finally:
                span.note(outcome=outcome)
                metrics.turns.labels(outcome=outcome).inc()
                metrics.turn_seconds.observe(time.perf_counter() - begun)

    return observed


def observe_delivery(deliver: Deliver, kind: OutboxKind, metrics: Metrics) -> Deliver:
    """Count what becomes of outbox rows, and go on with the trace of what put them there."""

    async def observed(row: OutboxRow) -> None:
        outcome, origin = "failed", str(row.payload.get("traceparent", ""))
        with work.begun(), traces.span("outbox", follows=origin, kind=kind.value) as span:
            span.note(row=row.id, claim=row.claim_id, attempt=row.attempts)
            try:
                await deliver(row)
                outcome = "delivered"
            except TryLater:
                outcome = "later"
                raise
            except SetAside:
                outcome = "parked"
                raise
            finally:
                span.note(outcome=outcome)
                metrics.outbox_delivered.labels(kind=kind, outcome=outcome).inc()

    return observed


def observe_decisions(consents: Consents, metrics: Metrics) -> Consents:
    """Count the customers' decisions, and trace each as the end of what asked for it."""
    return cast(Consents, ObservedConsents(consents, metrics))


def job_runs(metrics: Metrics, clock: Clock) -> Callable[[str], None]:
    """Give what notes when a job last ran to its end."""

    def ran(job: str) -> None:
        metrics.last_run.labels(job=job).set(clock.now().timestamp())

    return ran


def open_observing(settings: Settings, metrics: Metrics, stack: AsyncExitStack) -> None:
    """Begin to trace as the settings say, before `observe`; the stack's end sends the rest.

    Raises `ExporterMissing`.
    """
    close = open_traces(
        settings.traces.value,
        otlp_url=settings.otlp_url,
        connection_string=settings.appinsights_connection_string.get_secret_value(),
        figures=metrics.registry,
    )
    stack.push_async_callback(asyncio.to_thread, close)


def observing_loops(adapters: Adapters, metrics: Metrics, ran: Callable[[str], None]) -> list[Loop]:
    """Give what reads the figures for the exporter; nobody else asks for them without a scrape."""
    if not traces.is_on():
        return []
    health = Health(adapters.store, adapters.blobs, adapters.clock, metrics)

    async def measure() -> int:
        await health.measure()
        return 0

    return [Loop("figures", measure, FIGURES_PAUSE, ran)]


class _Around:
    """Passes on whatever its subclass does not listen to."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class CountedMailer(_Around):
    """A mailer whose every try is counted by what became of it."""

    def __init__(self, inner: Mailer, metrics: Metrics) -> None:
        super().__init__(inner)
        self._metrics = metrics

    async def send(self, mail: Mail) -> None:
        """Hand the mail over as the inner mailer does."""
        outcome = "accepted"
        with traces.span("mail") as span:
            try:
                await self._inner.send(mail)
            except Exception as error:
                names = [kind.__name__ for kind in type(error).__mro__]
                known = [_MAIL_OUTCOMES[name] for name in names if name in _MAIL_OUTCOMES]
                outcome = known[0] if known else "failed"
                raise
            finally:
                span.note(outcome=outcome)
                self._metrics.mails.labels(outcome=outcome).inc()


class ObservedConsents(_Around):
    """The customer's side, with each decision counted and traced back to the request."""

    def __init__(self, inner: Consents, metrics: Metrics) -> None:
        super().__init__(inner)
        self._metrics = metrics

    async def decide(
        self, unit: Unit, token: str, decision: Decision, *, now: datetime, **answer: Any
    ) -> ConsentView | None:
        """Decide as the inner does; a dead link is no decision."""
        origin = await _origin(unit, token) if traces.is_on() else ""
        with traces.span("customer_decision", follows=origin) as span:
            view: ConsentView | None = await self._inner.decide(
                unit, token, decision, now=now, **answer
            )
            if view is not None:
                span.note(outcome=decision.value, claim=view.claim_id)
                self._metrics.decisions.labels(decision=decision.value).inc()
        return view


async def _origin(unit: Unit, token: str) -> str:
    """Give the trace of what asked this customer; the link itself never carries it."""
    link = await unit.consent_link(digest(token))
    claim = await unit.claim(None, link.claim_id) if link else None
    return claim.consent.trace if claim and claim.consent else ""


class TracedStore(_Around):
    """A store whose transactions are traced, and say in the outbox what caused them."""

    def unit(self) -> Unit:
        """Open a transaction's book."""
        return cast(Unit, TracedUnit(self._inner.unit()))


class TracedUnit(_Around):
    """A transaction that stores where its trace stands with what leaves later."""

    def __init__(self, inner: Unit) -> None:
        super().__init__(inner)
        self._asked: set[int] = set()

    def post(self, outgoing: Outgoing) -> None:
        """Put something in the outbox, with the trace it belongs to beside what it says."""
        if here := traces.traceparent():
            payload = {**outgoing.payload, "traceparent": here}
            outgoing = outgoing.model_copy(update={"payload": payload})
        if outgoing.kind is OutboxKind.MAIL:
            self._asked.add(outgoing.claim_id)
        self._inner.post(outgoing)

    def save(self, claim: Claim, *entries: HistoryEntry) -> None:
        """Keep a claim; one whose customer is asked in this transaction remembers the trace."""
        here = traces.traceparent()
        if here and claim.consent and claim.id in self._asked:
            consent = claim.consent.model_copy(update={"trace": here})
            claim = claim.model_copy(update={"consent": consent})
        self._inner.save(claim, *entries)

    async def commit(self) -> None:
        """Apply every kept write in one transaction."""
        with traces.span("commit"):
            await self._inner.commit()


class TracedBlobs(_Around):
    """A blob store whose calls are traced, without the blobs' names."""

    async def put(self, name: str, chunks: AsyncIterator[bytes], media_type: str) -> int:
        """Stream a blob in."""
        with traces.span("blob", operation="put") as span:
            size: int = await self._inner.put(name, chunks, media_type)
            span.note(bytes=size)
            return size

    async def get(self, name: str) -> AsyncIterator[bytes]:
        """Stream a blob out; the reader may stop anywhere, in another task than it began."""
        with traces.span("blob", apart=True, operation="get") as span:
            try:
                async for chunk in self._inner.get(name):
                    yield chunk
            except BlobNotFound:
                span.note(outcome="gone")
                raise

    async def delete(self, name: str) -> None:
        """Remove a blob."""
        await _traced("delete", self._inner.delete(name))

    async def check(self) -> None:
        """Look whether the store can be used; not traced, as machines ask all day."""
        await self._inner.check()


async def _traced(operation: str, done: Awaitable[None]) -> None:
    with traces.span("blob", operation=operation):
        await done
