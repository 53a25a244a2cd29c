"""Answers questions from the curated knowledge, or says that it does not know."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from bot.claims.catalogue import KNOWLEDGE
from bot.claims.models import Frozen

_WORD = re.compile(r"[^\W_]+", re.UNICODE)


class Entry(Frozen):
    """One thing the assistant knows: its id, the ways it is asked, and its sources."""

    id: str
    phrases: tuple[str, ...]
    sources: tuple[str, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """Give everything the assistant can answer."""
    data = tomllib.loads((KNOWLEDGE / "questions.toml").read_text(encoding="utf-8"))
    return tuple(Entry(id=f"help:{key}", **row) for key, row in data.items())


class Advisor:
    """Finds the entry whose phrases the question contains; the longest phrase decides."""

    def entry(self, entry_id: str) -> Entry | None:
        """Give an entry by its id."""
        return next((row for row in entries() if row.id == entry_id), None)

    def find(self, question: str) -> Entry | None:
        """Give the entry that answers a question, or None: the assistant never guesses.

        A phrase matches only when all its words are in the question. Two entries whose best
        phrases are equally long are a tie, and a tie is no answer.
        """
        words = set(_WORD.findall(question.casefold()))
        scored = sorted(((_best(row, words), row) for row in entries()), key=lambda pair: -pair[0])
        (first, entry), (second, _) = scored[0], scored[1]
        return entry if first > second else None


def _best(entry: Entry, words: set[str]) -> int:
    """Give the number of words of the longest phrase that the question contains, or 0."""
    found = (set(_WORD.findall(phrase.casefold())) for phrase in entry.phrases)
    return max((len(phrase) for phrase in found if phrase <= words), default=0)
