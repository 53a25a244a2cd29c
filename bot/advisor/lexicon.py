"""Finds what words stand for: a product's area, a kind of work, a way of buying, a role's name.

The lexicon is data: `bot/claims/knowledge/lexicon/*.toml`, one file for names that are the same
everywhere and one per language. A pattern is words; `adopt*` is any word that begins so, and `…`
stands for up to three words between.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from bot.advisor.reading import PAUSE, words_of
from bot.claims.catalogue import KNOWLEDGE

FOLDER = KNOWLEDGE / "lexicon"
#: Words that may stand where a pattern has its gap.
GAP = 3
_SHORTEST_STEM = 2
_PART = re.compile(r"\s*…\s*")


class Mark(NamedTuple):
    """One thing found in a text: what it stands for (`activity.resale`), from where to where."""

    meaning: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        """Give the group: of marks of one group that overlap, the longest stays."""
        return self.meaning.partition(".")[0]

    @property
    def value(self) -> str:
        """Give what it stands for within its group."""
        return self.meaning.partition(".")[2]


class Pattern(NamedTuple):
    """Words to find: each a word, or with `*` its beginning; None is a gap."""

    meaning: str
    words: tuple[str | None, ...]


class Lexicon:
    """All patterns, found by the first word of each."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        """Take patterns by what they stand for."""
        self._whole: dict[str, list[Pattern]] = defaultdict(list)
        self._stems: dict[str, list[Pattern]] = defaultdict(list)
        for meaning, patterns in table.items():
            for text in patterns:
                self._add(Pattern(meaning, _read(text)))

    def _add(self, pattern: Pattern) -> None:
        first = pattern.words[0] or ""
        if first.endswith("*"):
            self._stems[first[:-1]].append(pattern)
        else:
            self._whole[first].append(pattern)

    @property
    def vocabulary(self) -> frozenset[str]:
        """Give every word and stem that patterns contain."""
        rows = (
            row for index in (self._whole, self._stems) for rows in index.values() for row in rows
        )
        return frozenset(word.rstrip("*") for row in rows for word in row.words if word)

    def marks(self, words: Sequence[str]) -> list[Mark]:
        """Find what a text says, in its order; within a group the longest of overlapping marks."""
        found = [mark for at in range(len(words)) for mark in self._at(words, at)]
        kept: list[Mark] = []
        for mark in sorted(found, key=lambda mark: (mark.start - mark.end, mark.start)):
            if not any(_overlap(mark, other) for other in kept):
                kept.append(mark)
        return sorted(kept, key=lambda mark: mark.start)

    def _at(self, words: Sequence[str], at: int) -> Iterator[Mark]:
        for pattern in self._candidates(words[at]):
            end = _end(pattern.words, words, at)
            if end:
                yield Mark(pattern.meaning, at, end)

    def _candidates(self, word: str) -> Iterator[Pattern]:
        yield from self._whole.get(word, ())
        for length in range(_SHORTEST_STEM, len(word) + 1):
            yield from self._stems.get(word[:length], ())


def _read(text: str) -> tuple[str | None, ...]:
    parts = [_words(part) for part in _PART.split(text)]
    found: list[str | None] = list(parts[0])
    for part in parts[1:]:
        found += [None, *part]
    return tuple(found)


def _words(part: str) -> list[str]:
    """Take a part of a pattern apart; the star stays with its word."""
    found: list[str] = []
    for piece in part.split():
        words = words_of(piece)
        found += words
        if piece.endswith("*"):
            found[-1] += "*"
    return found


def _end(pattern: Sequence[str | None], words: Sequence[str], at: int) -> int:
    """Give where a pattern that begins here ends, or 0; commas between its words do no harm."""
    if not pattern:
        return at
    while at < len(words) and words[at] == PAUSE:
        at += 1
    if pattern[0] is None:
        tries = (_end(pattern[1:], words, later) for later in range(at, at + GAP + 1))
        return next((end for end in tries if end), 0)
    if at >= len(words) or not _fits(pattern[0], words[at]):
        return 0
    return _end(pattern[1:], words, at + 1)


def _fits(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _overlap(one: Mark, other: Mark) -> bool:
    return one.kind == other.kind and one.start < other.end and other.start < one.end


@cache
def lexicon() -> Lexicon:
    """Read all lexicon files and the catalogue's own names once."""
    table: dict[str, list[str]] = defaultdict(list)
    for path in sorted(FOLDER.glob("*.toml")):
        for kind, meanings in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for meaning, patterns in meanings.items():
                table[f"{kind}.{meaning}"] += patterns
    return Lexicon(table)
