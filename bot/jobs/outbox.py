"""Delivers the outbox: at least once, idempotent by key, and parked where it can never work."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

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
#: Seconds of the lease that must be left before a delivery begins: longer than any one may take.
NEEDED = 30.0
#: How long a row is kept where the other side says again and again when to come back.
OLDEST = timedelta(days=5)

Deliver = Callable[[OutboxRow], Awaitable[None]]


def is_worn_out(row: OutboxRow, now: datetime, *, told_to_wait: bool = False) -> bool:
    """Say whether a row was tried as often and for as long as is reasonable.

    Both must be true: waits that the other side asked for are no failures, yet count as tries.
    """
    longest = OLDEST if told_to_wait else sum(WAITS, timedelta())
    return row.attempts >= len(WAITS) and now - row.created_at >= longest


class OutboxPump:
    """Takes due rows and hands each to the deliverer of its kind."""

    def __init__(
        self, store: Store, clock: Clock, deliverers: Mapping[OutboxKind, Deliver]
    ) -> None:
        self._store, self._clock, self._deliverers = store, clock, deliverers
        self._worker = secrets.token_hex(4)

    async def run(self) -> int:
        """Deliver what is due now; give how many rows were taken."""
        begun = self._clock.now()
        rows = await self._store.lease(self._worker, begun, BATCH, LEASE)
        safe_until = begun + timedelta(seconds=LEASE - NEEDED)
        for row in rows:
            if self._clock.now() > safe_until:  # another worker may take it before we were done
                await self._store.postpone(row.id, self._clock.now(), "the lease ran out")
                continue
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
        now = self._clock.now()
        if is_worn_out(row, now, told_to_wait=after is not None):
            await self._park(row, reason)
            return
        usual = WAITS[min(row.attempts, len(WAITS) - 1)]
        wait = usual if after is None else timedelta(seconds=after)
        await self._store.postpone(row.id, now + wait, reason)

    async def _park(self, row: OutboxRow, reason: str) -> None:
        _log.warning("outbox.parked", row=row.id, kind=row.kind, claim=row.claim_id, why=reason)
        await self._store.park(row.id, reason)
