"""The system of record over one database, and how it is opened."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.claims.ports import Clock, DueDeadline, OpenQuestion, OutboxRow
from storage import outbox
from storage.database import Database, parse_url
from storage.migrations import current, upgrade
from storage.opening import open_database
from storage.statements import Writes
from storage.tables import answered, counters, deadlines, open_questions
from storage.unit import SqlUnit

READY_SECONDS = 5

NEXT_NUMBER = (
    update(counters)
    .where(counters.c.name == bindparam("counter"))
    .values(value=counters.c.value + 1)
    .returning(counters.c.value)
)
DUE = (
    select(deadlines.c.claim_id, deadlines.c.org, deadlines.c.kind, deadlines.c.at)
    .where(deadlines.c.at <= bindparam("now"))
    .order_by(deadlines.c.at, deadlines.c.claim_id, deadlines.c.kind)
    .limit(bindparam("limit"))
)


class SystemClock:
    """Tells when a row was stored, where no other clock is given."""

    def now(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        return datetime.now(UTC)


async def open_store(url: str, *, migrate: bool = True, clock: Clock | None = None) -> SqlStore:
    """Open the system of record, so that only one place knows which database it is.

    `url` is `sqlite:///file` or `postgresql://…`. With `migrate` the schema is brought up to date
    first, under a lock; without it, `ready` says whether it is. Raises `ValueError` for another
    kind of address, and the database's own error where it cannot be reached.
    """
    database = open_database(parse_url(url))
    if migrate:
        await asyncio.to_thread(upgrade, url)
    return SqlStore(database, clock or SystemClock())


class SqlStore:
    """Implements the port `Store`; safe for any number of processes on one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self._clock = clock
        self._writes = Writes(database.dialect)
        self._leasing = outbox.leasing(database.dialect)

    def unit(self) -> SqlUnit:
        """Open a transaction's book; nothing is locked until `commit`."""
        return SqlUnit(self.database, self._writes, self._clock.now)

    async def next_claim_id(self) -> int:
        """Give the next claim number."""
        return await self.database.write(lambda c: _count_up(c, "claim"))

    async def mark_sent(self, key: str, message_ids: Sequence[str]) -> None:
        """Note that the replies of an answered activity went out, and their message ids."""
        sent = update(answered).where(answered.c.key == key)
        ids = json.dumps(list(message_ids))
        await self.database.write(lambda c: c.execute(sent.values(message_ids=ids)).rowcount)

    async def lease(
        self, worker: str, now: datetime, limit: int, seconds: float
    ) -> list[OutboxRow]:
        """Lease due outbox rows to a worker; one whose lease ran out counts one attempt more."""
        return await self.database.write(
            lambda c: outbox.lease(c, self._leasing, worker, now, limit, seconds)
        )

    async def delivered(self, row_id: int, now: datetime) -> None:
        """Take a row off the outbox for good, and forget what it said: it may hold a live link."""
        await self.database.write(
            lambda c: outbox.settle(c, row_id, done_at=now, payload="{}", error=None)
        )

    async def postpone(self, row_id: int, until: datetime, error: str) -> None:
        """Give a row back for a later try and count the attempt."""
        attempts = outbox.count_attempt()
        await self.database.write(
            lambda c: outbox.settle(c, row_id, not_before=until, error=error, attempts=attempts)
        )

    async def park(self, row_id: int, error: str) -> None:
        """Put a row aside after a permanent failure."""
        now = self._clock.now()
        await self.database.write(lambda c: outbox.settle(c, row_id, parked_at=now, error=error))

    async def unpark(self, tenant_id: str, object_id: str) -> int:
        """Make parked notices for a returned person due again; give how many."""
        return await self.database.write(lambda c: outbox.unpark(c, tenant_id, object_id))

    async def due(self, now: datetime, limit: int = 100) -> list[DueDeadline]:
        """Give deadlines whose time has come, oldest first."""
        rows = await self.database.read(
            lambda c: c.execute(DUE, {"now": now, "limit": limit}).mappings().all()
        )
        return [DueDeadline.model_validate(dict(row)) for row in rows]

    async def outbox_lag(self, now: datetime) -> float:
        """Give for how many seconds the oldest undelivered row has been due."""
        since = await self.database.read(lambda c: outbox.oldest_due(c, now))
        return 0.0 if since is None else (now - since).total_seconds()

    async def parked(self, limit: int = 50) -> list[tuple[OutboxRow, str]]:
        """Give parked rows with their errors, for the operator."""
        return await self.database.read(lambda c: outbox.parked(c, limit))

    async def forget_answered(self, before: datetime) -> int:
        """Delete stored results older than a moment; give how many."""
        old = delete(answered).where(answered.c.created_at < before)
        return await self.database.write(lambda c: c.execute(old).rowcount)

    async def questions(self, limit: int = 100) -> list[OpenQuestion]:
        """Give the questions nothing was known about, the most frequent first."""
        asked = select(open_questions).order_by(
            open_questions.c.count.desc(), open_questions.c.last_on.desc(), open_questions.c.text
        )
        rows = await self.database.read(lambda c: c.execute(asked.limit(limit)).mappings().all())
        return [OpenQuestion.model_validate(dict(row)) for row in rows]

    async def forget_questions(self, before: date) -> int:
        """Delete questions last asked before a day; give how many."""
        old = delete(open_questions).where(open_questions.c.last_on < before)
        return await self.database.write(lambda c: c.execute(old).rowcount)

    async def ready(self) -> bool:
        """Say whether the database takes writes and its schema is the one this version needs."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                return await self.database.write(_probe)
        except (SQLAlchemyError, OSError):  # a timeout is an OSError
            return False

    async def close(self) -> None:
        """Let go of connections."""
        await self.database.close()


def _count_up(connection: Connection, counter: str) -> int:
    number: int = connection.execute(NEXT_NUMBER, {"counter": counter}).scalar_one()
    return number


def _probe(connection: Connection) -> bool:
    """Write for real, since a full or read-only database still answers questions."""
    if not current(connection):
        return False
    _count_up(connection, "probe")
    return True
