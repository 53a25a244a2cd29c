"""Weighs a question's signs: how likely each topic, kind of work, way of buying and language is.

The weights are learned from the forms in `bot/claims/knowledge/questions` by `make knowledge`
(linear support vector machines), kept beside them as a zip of `about.json`, `signs.txt`
(a sign a line), `heft.bin` (what each counts, a byte), `rows.bin` (for each sign one signed byte
per choice), `known.txt` and `shared.txt` (words).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from bot.claims.catalogue import KNOWLEDGE

FILE = KNOWLEDGE / "learned.zip"
_HALF, _WHOLE = 128, 256


class Odds(NamedTuple):
    """The choices of one kind with their probabilities, the likeliest first."""

    ranked: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        """Give the likeliest choice."""
        return self.ranked[0][0]

    def of(self, *choices: str) -> float:
        """Give the probability that it is one of these."""
        return sum(odds for choice, odds in self.ranked if choice in choices)


class Weights:
    """What was learned: per sign one number for every choice of every kind.

    `known` are the units of all forms we answer, `shared` the words that may be kept of a question.
    """

    def __init__(self, path: Path) -> None:
        """Read the file that `deployment/knowledge.py` makes."""
        with ZipFile(path) as file:
            about = json.loads(file.read("about.json"))
            signs = file.read("signs.txt").decode().split("\n")
            self._rows, self._heft = file.read("rows.bin"), file.read("heft.bin")
            self.known = frozenset(file.read("known.txt").decode().split("\n"))
            self.shared = frozenset(file.read("shared.txt").decode().split("\n"))
        self.made_from: str = about["made_from"]
        self._kinds: dict[str, list[str]] = about["kinds"]
        self._scale: float = about["scale"]
        self._bias: list[float] = about["bias"]
        self._places = {sign: place for place, sign in enumerate(signs)}

    def weigh(self, signs: Iterable[str]) -> dict[str, Odds]:
        """Give the odds of every kind for a text's signs; signs never seen do not count."""
        places = [place for sign in signs if (place := self._places.get(sign)) is not None]
        length = math.sqrt(sum(self._heft[place] ** 2 for place in places)) or 1.0
        totals = [0] * len(self._bias)
        for place in places:
            heft = self._heft[place]
            totals = [
                total + heft * (byte - _WHOLE if byte >= _HALF else byte)
                for total, byte in zip(totals, self._row(place), strict=True)
            ]
        scores = [
            bias + total * self._scale / length
            for bias, total in zip(self._bias, totals, strict=True)
        ]
        return self._split(scores)

    def _row(self, place: int) -> bytes:
        width = len(self._bias)
        return self._rows[place * width : (place + 1) * width]

    def _split(self, scores: list[float]) -> dict[str, Odds]:
        odds, start = {}, 0
        for kind, choices in self._kinds.items():
            odds[kind] = _odds(choices, scores[start : start + len(choices)])
            start += len(choices)
        return odds


def _odds(choices: list[str], scores: list[float]) -> Odds:
    top = max(scores)
    raised = [math.exp(score - top) for score in scores]
    whole = sum(raised)
    rows = sorted(zip(choices, raised, strict=True), key=lambda row: -row[1])
    return Odds(tuple((choice, value / whole) for choice, value in rows))


@cache
def weights() -> Weights:
    """Read the learned weights once, when the first question comes."""
    return Weights(FILE)
