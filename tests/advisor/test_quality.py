"""Holds the quality of answers on labelled questions, so that no change of the forms loses it."""

import pytest

from benchmarks.answers import (
    HELD_OUT,
    HELP,
    LANGUAGES,
    OUTSIDE,
    ROLES,
    TUNING,
    Score,
    questions,
)
from bot.advisor.advisor import Advisor

ADVISOR = Advisor()


def score(half: str) -> Score:
    asked = [row for row in questions() if row.half == half]
    return Score(asked, lambda text: ADVISOR.answer(text).id)


def test_there_are_enough_questions_of_each_kind() -> None:
    asked = list(questions())
    assert len(asked) >= 300
    assert sum(row.group == OUTSIDE for row in asked) >= 100
    assert {row.half for row in asked} == {TUNING, HELD_OUT}


@pytest.mark.parametrize("half", [TUNING, HELD_OUT])
def test_answers_stay_right(half: str) -> None:
    found = score(half)
    assert found.wrong_roles <= 0.5
    assert found.right(ROLES) >= 97
    assert found.right(OUTSIDE) >= 97
    assert found.right(HELP) >= 93
    english = found.right(language="en")
    assert all(found.right(language=each) >= english - 5 for each in LANGUAGES)
