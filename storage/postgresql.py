"""The database server: a pool of asyncpg connections."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import POSTGRESQL, Work

T = TypeVar("T")

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 30


class PostgresDatabase:
    """Runs work on a PostgreSQL server."""

    dialect = POSTGRESQL

    def __init__(self, url: URL) -> None:
        self.engine = create_async_engine(
            url,
            hide_parameters=True,  # they are people's answers, and errors go to the log
            pool_size=10,
            max_overflow=10,
            pool_pre_ping=True,
            pool_timeout=CONNECT_SECONDS,
            connect_args={"timeout": CONNECT_SECONDS, "command_timeout": STATEMENT_SECONDS},
        )
        self._reader = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    async def read(self, work: Work[T]) -> T:
        """Run work that only looks."""
        async with self._reader.connect() as connection:
            return await connection.run_sync(work)

    async def write(self, work: Work[T]) -> T:
        """Run work in one transaction."""
        async with self.engine.begin() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        """Close the pool."""
        await self.engine.dispose()
