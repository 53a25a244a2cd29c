"""The outbox's work: a row is with one worker at a time, and none is lost with a worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from bot.claims.ports import OutboxKind, OutboxRow
from storage.database import POSTGRESQL
from storage.rows import read_outgoing, recipient
from storage.tables import outbox

COLUMNS = (
    outbox.c.id,
    outbox.c.key,
    outbox.c.kind,
    outbox.c.claim_id,
    outbox.c.org,
    outbox.c.payload,
    outbox.c.attempts,
    outbox.c.created_at,
)

WAITING: tuple[ColumnElement[bool], ...] = (
    outbox.c.done_at.is_(None),
    outbox.c.parked_at.is_(None),
    outbox.c.not_before <= bindparam("now"),
)


def leasing(dialect: str) -> Update:
    """Build the lease: on PostgreSQL, rows another worker is just taking are passed over.

    A row whose earlier lease ran out was tried by a worker that did not live to tell: it counts
    as an attempt, so that a row that kills its worker cannot do so for ever.
    """
    free = (
        select(outbox.c.id)
        .where(
            *WAITING,
            or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= bindparam("now")),
        )
        .order_by(outbox.c.not_before, outbox.c.id)
        .limit(bindparam("limit"))
    )
    if dialect == POSTGRESQL:
        free = free.with_for_update(skip_locked=True)
    return (
        update(outbox)
        .where(outbox.c.id.in_(free))
        .values(
            leased_by=bindparam("worker"),
            leased_until=bindparam("until"),
            attempts=outbox.c.attempts + case((outbox.c.leased_until.is_(None), 0), else_=1),
        )
        .returning(*COLUMNS)
    )


def lease(
    connection: Connection,
    statement: Update,
    worker: str,
    now: datetime,
    limit: int,
    seconds: float,
) -> list[OutboxRow]:
    """Lease due rows to a worker, oldest first."""
    until = now + timedelta(seconds=seconds)
    values = {"worker": worker, "now": now, "limit": limit, "until": until}
    rows = connection.execute(statement, values).mappings().all()
    return sorted((read_outgoing(row) for row in rows), key=lambda row: (row.created_at, row.id))


def settle(connection: Connection, row_id: int, **values: object) -> None:
    """Write a row's fate and end its lease."""
    changed = update(outbox).where(outbox.c.id == row_id)
    connection.execute(changed.values(leased_by=None, leased_until=None, **values))


def count_attempt() -> ColumnElement[int]:
    """Give the value that counts one more attempt."""
    return outbox.c.attempts + 1


def unpark(connection: Connection, tenant_id: str, object_id: str) -> int:
    """Make a returned person's parked notices due again, as if never tried."""
    parked_notices = update(outbox).where(
        outbox.c.recipient == recipient(tenant_id, object_id),
        outbox.c.kind == OutboxKind.NOTICE.value,
        outbox.c.parked_at.is_not(None),
    )
    return connection.execute(
        parked_notices.values(parked_at=None, attempts=0, error=None)
    ).rowcount


def oldest_due(connection: Connection, now: datetime) -> datetime | None:
    """Give since when the oldest undelivered row has been due."""
    return connection.execute(
        select(func.min(outbox.c.not_before)).where(*WAITING), {"now": now}
    ).scalar()


def parked(connection: Connection, limit: int) -> list[tuple[OutboxRow, str]]:
    """Give parked rows with their errors, the latest first."""
    rows = connection.execute(
        select(*COLUMNS, outbox.c.error)
        .where(outbox.c.parked_at.is_not(None))
        .order_by(outbox.c.parked_at.desc(), outbox.c.id)
        .limit(limit)
    )
    return [(read_outgoing(row), row["error"] or "") for row in rows.mappings()]
