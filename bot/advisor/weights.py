"""Weighs a question's signs: how likely each topic, kind of work, way of buying and language is.

The weights are learned from the forms in `bot/claims/knowledge/questions` by `make knowledge`
(multinomial logistic regression) and kept beside them, one byte each.
"""

from __future__ import annotations

import gzip
import json
import math
from base64 import b85decode
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from bot.advisor.signs import MARKED
from bot.claims.catalogue import KNOWLEDGE

FILE = KNOWLEDGE / "learned.json.gz"
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
    """What was learned: per sign one number for every choice of every kind."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Take the file's content; see `deployment/knowledge.py` for how it is made."""
        self.made_from = str(data["made_from"])
        self._kinds: dict[str, list[str]] = data["kinds"]
        self._scale = float(data["scale"])
        self._bias: list[float] = data["bias"]
        self._rows = {sign: b85decode(row) for sign, row in data["signs"].items()}
        self.known = frozenset(data["known"])

    def weigh(self, signs: Iterable[str]) -> dict[str, Odds]:
        """Give the odds of every kind for a text's signs; signs never seen do not count."""
        found = [(sign, self._rows[sign]) for sign in signs if sign in self._rows]
        length = math.sqrt(sum(4 if sign.startswith(MARKED) else 1 for sign, _ in found)) or 1.0
        totals = [0] * len(self._bias)
        for sign, row in found:
            times = 2 if sign.startswith(MARKED) else 1
            totals = [
                total + times * (byte - _WHOLE if byte >= _HALF else byte)
                for total, byte in zip(totals, row, strict=True)
            ]
        scores = [
            bias + total * self._scale / length
            for bias, total in zip(self._bias, totals, strict=True)
        ]
        return self._split(scores)

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
    return Weights(json.loads(gzip.decompress(FILE.read_bytes())))
