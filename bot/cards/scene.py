"""What every card is drawn from besides its claim, gathered so that builders take few arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.claims.errors import Problem
from bot.claims.rules import Rulebook
from bot.text.words import Words

Card = dict[str, Any]
Element = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What each button carries back, so that an old or copied card does no harm."""

    nonce: str
    claim_id: int | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """The words, the stamp and the rules of one turn, and what has to be said first on the card."""

    words: Words
    stamp: Stamp
    rules: Rulebook
    today: date
    problems: Sequence[Problem] = ()
    """What was wrong with the answers just given; shown on top and under each field."""
    typed: Mapping[str, object] = field(default_factory=dict)
    """Raw values as typed, by field id; shown again instead of the claim's own."""
    suggested: Mapping[str, object] = field(default_factory=dict)
    """Prefills that are not saved yet, by field id; shown where the claim has no answer."""
    notes: Sequence[str] = ()
    """Sentences that come first (made by `words(…)`), such as what is asked again and why."""
