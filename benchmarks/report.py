"""Prints what was measured beside the goal, so that nobody has to remember the goals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class Unavailable(Exception):
    """Raised where a program that a benchmark needs is not installed; says which."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; with a goal, the most (or, where `least`, the least) it should be."""

    what: str
    value: float
    unit: str = ""
    goal: float | None = None
    least: bool = False
    digits: int = 2

    @property
    def met(self) -> bool | None:
        """Say whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.least else self.value <= self.goal

    def __str__(self) -> str:
        value = f"{self.value:,.{self.digits}f}"
        text = f"  {self.what:<58} {value:>9} {self.unit:<5}"
        if self.goal is None:
            return text.rstrip()
        sign, word = "≥" if self.least else "≤", "met" if self.met else "NOT MET"
        return f"{text} goal {sign} {self.goal:g}: {word}"


def show(lines: Iterable[Line]) -> None:
    """Print figures as they come."""
    for line in lines:
        print(line, flush=True)
