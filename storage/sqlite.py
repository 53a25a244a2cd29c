"""The embedded database: one writing thread and a few reading ones, each with its connection."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, NullPool, create_engine, event

from storage.database import SQLITE, Work
from storage.threads import ConnectedThreads

T = TypeVar("T")

READERS = 4
BUSY_SECONDS = 10.0


def sqlite_engine(file: Path) -> Engine:
    """Give an engine whose connections are durable, check references and wait for each other."""
    engine = create_engine(
        f"sqlite+pysqlite:///{file}",
        poolclass=NullPool,
        hide_parameters=True,  # they are people's answers, and errors go to the log
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -8192")


def use_write_ahead_log(file: Path) -> None:
    """Switch the file to WAL, so that readers never wait; it stays so. Blocks: not for the loop.

    SQLite does not wait for a busy file at this switch, so two programs that start at the same
    moment have to try again.
    """
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        connection = sqlite3.connect(file, timeout=BUSY_SECONDS)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)
        finally:
            connection.close()


def begin_immediately(connection: Connection) -> None:
    """Take the write lock at the start, since a lock taken half-way can fail half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


class SqliteDatabase:
    """Runs work on a SQLite file."""

    dialect = SQLITE

    def __init__(self, file: Path) -> None:
        self.engine = sqlite_engine(file)
        self._readers = self._threads("storage-read", READERS)
        self._writer = self._threads("storage-write", 1)

    async def read(self, work: Work[T]) -> T:
        """Run work that only looks."""
        return await self._readers.run(work)

    async def write(self, work: Work[T]) -> T:
        """Run work in one transaction; one at a time in this process."""

        def transact(connection: Connection) -> T:
            with connection.begin():
                begin_immediately(connection)
                return work(connection)

        return await self._writer.run(transact)

    async def close(self) -> None:
        """Wait for running work, then close every connection."""
        await asyncio.to_thread(self._readers.close)
        await asyncio.to_thread(self._writer.close)

    def _threads(self, name: str, count: int) -> ConnectedThreads[Connection]:
        return ConnectedThreads(name, count, self.engine.connect, Connection.close)
