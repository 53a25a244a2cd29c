"""Holds the quality of answers on labelled questions, so that no change of the forms loses it."""

from benchmarks.answers import HELD_OUT, HELP, OUTSIDE, ROLES, TUNING, Score, questions
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


def test_answers_stay_right() -> None:
    for half in (TUNING, HELD_OUT):
        found = score(half)
        assert found.wrong_roles <= 1
        assert found.right(ROLES) >= 92
        assert found.right(OUTSIDE) >= 93
        assert found.right(HELP) >= 90
