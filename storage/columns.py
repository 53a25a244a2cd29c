"""The column types both databases share, so that an instant is the same instant in each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import TIMESTAMP, BigInteger, Dialect, Integer
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

#: Stands where a claim has no deadline or was not submitted: sorts last without `NULLS LAST`,
#: which SQLite cannot take from an index.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)

#: SQLite keeps rows by their number, and counts up, only in a column that is plainly INTEGER.
SERIAL = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant: a timestamp in PostgreSQL, microseconds since 1970 in SQLite."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column's type for a database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Turn an instant into what the database keeps."""
        if value is None or dialect.name == "postgresql":
            return value
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn what the database keeps into an instant."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return EPOCH + timedelta(microseconds=value)
