"""Prints what people asked and nobody had an answer for, so that answers can be added.

`make questions` runs this on the database of the settings. Names, addresses and numbers were left
out before anything was kept: they stand as "…".
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator

from bot.claims.ports import OpenQuestion
from bot.settings import Settings, SettingsWrong, load_settings
from storage import open_store
from storage.database import SQLITE, parse_url, sqlite_file
from storage.migrations import current

NONE = "No question is without an answer so far."
OLDER = "The database is of another version: start the assistant once, then ask again."
#: Questions printed at most.
MOST = 200


async def listed(settings: Settings) -> list[str]:
    """Give the lines to print: the most frequent question first, or one sentence."""
    given = settings.database_url.get_secret_value()
    url = given or f"sqlite:///{(settings.data_dir / 'claims.db').resolve()}"
    parsed = parse_url(url)
    if parsed.get_backend_name() == SQLITE and not sqlite_file(parsed).exists():
        return [NONE]
    store = await open_store(url, migrate=False)
    try:
        if not await store.database.read(current):
            return [OLDER]
        return [*_lines(await store.questions(MOST))] or [NONE]
    finally:
        await store.close()


def _lines(questions: Iterable[OpenQuestion]) -> Iterator[str]:
    for row in questions:
        days = str(row.first_on)
        if row.last_on != row.first_on:
            days = f"{row.first_on} to {row.last_on}"
        yield f"{row.count:>5} ×  {row.language}  {days:<24}  {row.text}"


def main() -> int:
    """Print them; settings that cannot work are named instead."""
    try:
        lines = asyncio.run(listed(load_settings()))
    except SettingsWrong as wrong:
        sys.stderr.write("\n".join([*wrong.lines, ""]))
        return 2
    sys.stdout.write("\n".join([*lines, ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
