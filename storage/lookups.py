"""Looks rows up with statements compiled once.

What SQLAlchemy does for each execution costs many times what SQLite needs to find a row by its
key, and a turn looks up half a dozen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.dialects import sqlite

from storage.database import SQLITE

#: SQLite's driver takes values by name; a statement is compiled for just that.
_DIALECT = sqlite.dialect(paramstyle="named")


class Lookup:
    """A question for rows whose columns are texts, whole numbers or bytes, as the driver has them.

    Columns that need turning into something else on the way (times) are not for this.
    """

    def __init__(self, question: Select[Any]) -> None:
        self._question = question

    def rows(self, connection: Connection, **values: object) -> Sequence[tuple[Any, ...]]:
        """Give the rows found for these values of the question's parameters."""
        if connection.dialect.name != SQLITE:
            return [tuple(row) for row in connection.execute(self._question, values)]
        driver = connection.connection.driver_connection
        found: list[tuple[Any, ...]] = driver.execute(self._text, values).fetchall()  # type: ignore[union-attr]
        return found

    def first(self, connection: Connection, **values: object) -> tuple[Any, ...] | None:
        """Give the first row, or None."""
        return next(iter(self.rows(connection, **values)), None)

    @cached_property
    def _text(self) -> str:
        return str(self._question.compile(dialect=_DIALECT))
