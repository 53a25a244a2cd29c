"""Brings a database's schema to the one this version needs; two programs may try at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import Connection, NullPool, inspect, text
from sqlalchemy.engine import URL

from storage.database import SQLITE, parse_url, sqlite_file
from storage.sqlite import begin_immediately, sqlite_engine, use_write_ahead_log

#: The schema this version needs; kept here so that a start with nothing to do loads no Alembic.
HEAD = "0002"

#: Any number that no other program on the same server uses for its advisory lock.
LOCK = 7_206_851_003


def upgrade(url: str) -> None:
    """Bring the schema up to date under a lock. Blocks: run it in a thread, not on the loop.

    Creates a SQLite file and its folder where there is none. The whole change is one transaction:
    a failing migration leaves the schema as it was.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == SQLITE:
        _upgrade_sqlite(sqlite_file(parsed))
    else:
        asyncio.run(_upgrade_postgresql(parsed))


def current(connection: Connection) -> bool:
    """Say whether the schema is the one this version needs."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return list(found) == [HEAD]


def _upgrade_sqlite(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    use_write_ahead_log(file)
    engine = sqlite_engine(file)
    try:
        with engine.connect() as connection, connection.begin():
            begin_immediately(connection)
            _run(connection)
    finally:
        engine.dispose()


async def _upgrade_postgresql(url: URL) -> None:
    from sqlalchemy.ext.asyncio import create_async_engine  # brings the whole ORM with it

    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            await connection.run_sync(_run)
    finally:
        await engine.dispose()


def _run(connection: Connection) -> None:
    """Run what is missing on a connection that is in a transaction and holds the lock."""
    if current(connection):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
