"""Runs a piece of database work in one go, whatever the database, without holding up the loop.

Work is a plain function over a SQLAlchemy connection. On SQLite it runs in a thread that keeps its
connection, so that a whole transaction costs one hop between threads; on PostgreSQL it runs over
asyncpg. The rest of the package is the same for both.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url

T = TypeVar("T")
Work = Callable[[Connection], T]

SQLITE = "sqlite"
POSTGRESQL = "postgresql"


class DamagedRow(Exception):
    """Raised where a stored row cannot be read; says which, never what is in it."""

    def __init__(self, table: str, key: object) -> None:
        super().__init__(f"the row {key!r} of the table {table} cannot be read")
        self.table = table
        self.key = key


class Database(Protocol):
    """Where work is run."""

    dialect: str

    async def read(self, work: Work[T]) -> T:
        """Run work that only looks, outside any transaction."""
        ...

    async def write(self, work: Work[T]) -> T:
        """Run work in one transaction: all of it is kept, or nothing if it raises."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


def parse_url(url: str) -> URL:
    """Read a database address, so that a wrong one is refused in words at the start.

    Takes `sqlite:///file` (also with `+aiosqlite`) and `postgresql://…` (also with `+asyncpg`).
    Raises `ValueError` for anything else, without repeating the address: it may hold a password.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == SQLITE and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite+pysqlite")
    if backend == POSTGRESQL:
        return parsed.set(drivername="postgresql+asyncpg")
    raise ValueError("a database address starts with sqlite:///<file> or postgresql://")


def sqlite_file(url: URL) -> Path:
    """Give the file of a SQLite address."""
    return Path(url.database or "")
