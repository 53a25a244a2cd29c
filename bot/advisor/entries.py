"""Says of each answer where it comes from, which button helps on, and when to look at it again."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from bot.claims.catalogue import KNOWLEDGE, Source, sources
from bot.claims.models import Frozen

#: The kinds of answers, as they stand before the colon of an id.
KINDS = ("role", "ask", "redirect", "no_role", "command", "help")
#: The button that opens a source's page instead of sending a verb.
PAGE = "page"


class Entry(Frozen):
    """One thing the assistant can answer: its id, where the answer comes from, its button."""

    id: str
    sources: tuple[str, ...]
    button: str


class Due(NamedTuple):
    """A source that should be compared with its page again, and the answers that rest on it."""

    source: Source
    since: date
    answers: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((KNOWLEDGE / "answers.toml").read_text(encoding="utf-8"))


@cache
def entries() -> dict[str, Entry]:
    """Give everything that can be answered, by id."""
    rows = ((f"{kind}:{name}", row) for kind in KINDS for name, row in _data()[kind].items())
    return {answer_id: Entry(id=answer_id, **row) for answer_id, row in rows}


def sources_of(answer_id: str) -> list[Source]:
    """Give where an answer comes from; nothing for `unknown`."""
    entry = entries().get(answer_id)
    return [sources()[name] for name in entry.sources] if entry else []


def due_for_review(today: date) -> list[Due]:
    """Give the sources not looked at for too long, the longest first."""
    after = timedelta(days=_data()["review_after_days"])
    rows = [
        Due(source, date.fromisoformat(source.checked) + after, _resting_on(source.id))
        for source in sources().values()
    ]
    return sorted((row for row in rows if row.since <= today), key=lambda row: row.since)


def _resting_on(source_id: str) -> tuple[str, ...]:
    return tuple(row.id for row in entries().values() if source_id in row.sources)
