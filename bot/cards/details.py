"""Everything about one claim, for looking things up."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim, HistoryEntry


def details(scene: Scene, claim: Claim, history: Sequence[HistoryEntry] = ()) -> Card:
    """Show a claim's answers, files and history, with the buttons its status allows."""
    raise NotImplementedError
