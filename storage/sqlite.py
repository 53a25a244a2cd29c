"""The embedded database: one writing thread and a few reading ones, each with its connection."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, NullPool, create_engine, event

from storage.database import SQLITE, Work

T = TypeVar("T")

READERS = 4
BUSY_SECONDS = 10.0


def sqlite_engine(file: Path) -> Engine:
    """Give an engine whose connections are durable, check references and wait for each other."""
    engine = create_engine(
        f"sqlite+pysqlite:///{file}",
        poolclass=NullPool,
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
        self._readers = ThreadPoolExecutor(READERS, "storage-read")
        self._writer = ThreadPoolExecutor(1, "storage-write")
        self._own = threading.local()
        self._opened: list[Connection] = []

    async def read(self, work: Work[T]) -> T:
        """Run work that only looks."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._look, work)

    async def write(self, work: Work[T]) -> T:
        """Run work in one transaction; one at a time in this process."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, self._transact, work)

    async def close(self) -> None:
        """Wait for running work, then close every connection."""
        await asyncio.to_thread(self._close)

    def _look(self, work: Work[T]) -> T:
        return work(self._connection())

    def _transact(self, work: Work[T]) -> T:
        connection = self._connection()
        with connection.begin():
            begin_immediately(connection)
            return work(connection)

    def _connection(self) -> Connection:
        """Give this thread's connection."""
        found: Connection | None = getattr(self._own, "connection", None)
        if found is None:
            found = self.engine.connect()
            self._own.connection = found
            self._opened.append(found)
        return found

    def _close(self) -> None:
        self._readers.shutdown()
        self._writer.shutdown()
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self.engine.dispose()
