"""Delivers the outbox: at least once, idempotent by key, and parked where it can never work."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import structlog

from bot.claims.ports import Clock, OutboxKind, OutboxRow, SetAside, Store, TryLater
from bot.services.traces import trace_of

_log = structlog.get_logger("bot.outbox")

#: Rows taken at once, and seconds they are ours; longer than any one delivery may take.
BATCH = 20
LEASE = 60.0
#: Waits after each failed try; after the last one the row is parked for the operator.
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (2, 10, 60, 300, 900, 3600, 3600, 14400, 43200)
)


Deliver = Callable[[OutboxRow], Awaitable[None]]


class OutboxPump:
    """Takes due rows and hands each to the deliverer of its kind."""

    def __init__(
        self, store: Store, clock: Clock, deliverers: Mapping[OutboxKind, Deliver]
    ) -> None:
        self._store, self._clock, self._deliverers = store, clock, deliverers
        self._worker = secrets.token_hex(4)

    async def run(self) -> int:
        """Deliver what is due now; give how many rows were taken."""
        rows = await self._store.lease(self._worker, self._clock.now(), BATCH, LEASE)
        for row in rows:
            await self._deliver(row)
        return len(rows)

    async def _deliver(self, row: OutboxRow) -> None:
        try:
            await self._deliverers[row.kind](row)
        except TryLater as later:
            await self._later(row, str(later), later.after)
        except SetAside as final:
            await self._park(row, str(final))
        except Exception as error:  # the boundary of a job: logged and tried again
            _log.error("outbox.failed", row=row.id, kind=row.kind, stack=trace_of(error))
            await self._later(row, type(error).__name__, None)
        else:
            await self._store.delivered(row.id, self._clock.now())

    async def _later(self, row: OutboxRow, reason: str, after: float | None) -> None:
        if row.attempts >= len(WAITS):
            await self._park(row, reason)
            return
        wait = timedelta(seconds=after) if after is not None else WAITS[row.attempts]
        await self._store.postpone(row.id, self._clock.now() + wait, reason)

    async def _park(self, row: OutboxRow, reason: str) -> None:
        _log.warning("outbox.parked", row=row.id, kind=row.kind, claim=row.claim_id, why=reason)
        await self._store.park(row.id, reason)
