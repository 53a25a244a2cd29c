"""Chooses how database work is run; each driver is loaded only where it is used."""

from __future__ import annotations

from sqlalchemy.engine import URL

from storage.database import SQLITE, Database, sqlite_file


def open_database(url: URL) -> Database:
    """Choose how to run work for an address."""
    if url.get_backend_name() == SQLITE:
        from storage.sqlite import SqliteDatabase

        return SqliteDatabase(sqlite_file(url))
    from storage.postgresql import PostgresDatabase

    return PostgresDatabase(url)
