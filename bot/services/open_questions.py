"""Keeps questions nothing was known about, so that answers can be added, and nothing personal."""

from __future__ import annotations

from bot.advisor.masking import masked
from bot.claims.ports import Unit


def note_open_question(unit: Unit, question: str, language: str) -> None:
    """Count a question in its masked words; one without any known word says nothing, so stays out.

    Takes the question as typed and its language; the unit's commit writes.
    """
    if kept := masked(question, language):
        unit.note_question(kept, language)
