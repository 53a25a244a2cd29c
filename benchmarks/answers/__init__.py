"""How often the answer is right: own labelled questions, against two plain ways to find one.

The questions in `questions/` were written without a look at the forms the assistant knows, and are
split by a fixed seed: the assistant was tuned on one half, and nobody looked at the other.
"""

from __future__ import annotations

import hashlib
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.report import Line

FOLDER = Path(__file__).parent / "questions"
SEED = b""
TUNING, HELD_OUT = "tuning", "held out"
UNKNOWN = "unknown"
#: Answers about roles: a role named, the missing fact asked for, or the way elsewhere.
_ROLE_KINDS = {"role", "ask", "redirect", "no_role"}
ROLES, HELP, COMMANDS, OUTSIDE = "roles", "help", "commands", "out of scope"
LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "ja": "Japanese",
}

Answering = Callable[[str], str]


class Question(NamedTuple):
    """A labelled question: any of `right` is a right answer, the first the one most would give."""

    text: str
    right: tuple[str, ...]
    language: str

    @property
    def half(self) -> str:
        """Say which half it is in."""
        digest = hashlib.sha256(SEED + self.text.encode()).digest()
        return TUNING if digest[0] % 2 == 0 else HELD_OUT

    @property
    def group(self) -> str:
        """Say what kind of answer it wants."""
        kind = self.right[0].partition(":")[0]
        if kind in _ROLE_KINDS:
            return ROLES
        return {"help": HELP, "command": COMMANDS}.get(kind, OUTSIDE)


def questions() -> Iterator[Question]:
    """Give every labelled question."""
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        language, also = path.stem[:2], data.get("also", {})
        for right, texts in data["answers"].items():
            yield from (Question(t, (right, *also.get(t, ())), language) for t in texts)
        for texts in data[UNKNOWN].values():
            yield from (Question(t, (UNKNOWN,), language) for t in texts)


class Score:
    """Counts what was right, by group and by language."""

    def __init__(self, asked: Sequence[Question], answer: Answering) -> None:
        self._right: dict[tuple[str, str], list[bool]] = defaultdict(list)
        self._wrong_roles: list[bool] = []
        for question in asked:
            given = answer(question.text)
            good = given in question.right
            self._right[question.group, question.language].append(good)
            self._wrong_roles.append(given.startswith("role:") and not good)

    def right(self, group: str = "", language: str = "") -> float:
        """Give the per cent right of a group, of a language, or of all."""
        found = [
            good
            for (its_group, its_language), rows in self._right.items()
            if group in ("", its_group) and language in ("", its_language)
            for good in rows
        ]
        return 100 * sum(found) / len(found)

    @property
    def wrong_roles(self) -> float:
        """Give the per cent of all questions to which a wrong role was named."""
        return 100 * sum(self._wrong_roles) / len(self._wrong_roles)


def run(*, large: bool = False) -> Iterator[Line]:
    """Measure the assistant on both halves, then the plain ways on the held-out one."""
    from bot.advisor.advisor import Advisor

    asked = list(questions())
    halves = {half: [row for row in asked if row.half == half] for half in (TUNING, HELD_OUT)}
    advisor = Advisor()
    for half, rows in halves.items():
        yield from _lines(half, Score(rows, lambda text: advisor.answer(text).id), goals=True)
    yield from _cost(advisor, [row.text for row in asked])
    from benchmarks.answers.plain_ways import bm25, logistic_regression

    for name, learn in (("BM25", bm25), ("TF-IDF, logistic regression", logistic_regression)):
        yield from _lines(name, Score(halves[HELD_OUT], learn()), goals=False)


def _lines(name: str, score: Score, *, goals: bool) -> Iterator[Line]:
    least = {ROLES: 97, OUTSIDE: 97, HELP: 93} if goals else {}
    for group in (ROLES, OUTSIDE, HELP, COMMANDS):
        value = score.right(group)
        yield Line(f"{name}: {group} right", value, "%", least.get(group), least=True, digits=1)
    most = 0.5 if goals else None
    yield Line(f"{name}: a wrong role named", score.wrong_roles, "%", most, digits=1)
    english = score.right(language="en")
    for code, language in LANGUAGES.items():
        floor = english - 5 if goals and code != "en" else None
        value = score.right(language=code)
        yield Line(f"{name}: all right, {language}", value, "%", floor, least=True, digits=1)


def _cost(advisor: object, texts: Sequence[str]) -> Iterator[Line]:
    begun = time.process_time()
    for text in texts:
        advisor.answer(text)  # type: ignore[attr-defined]
    each = (time.process_time() - begun) / len(texts)
    yield Line("CPU a question", 1000 * each, "ms", 20, digits=1)
    yield Line("memory for the knowledge", _memory(), "MB", 60, digits=0)


def _memory() -> float:
    """Give the MB a process grows by with its first question."""
    import subprocess
    import sys

    program = (
        "import psutil; from bot.advisor.advisor import Advisor; us = psutil.Process();"
        "before = us.memory_info().rss; Advisor().answer('which role?');"
        "print((us.memory_info().rss - before) / 2**20)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    return float(told.stdout)
