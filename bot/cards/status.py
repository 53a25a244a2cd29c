"""Where a claim stands, in one card that chooses its words by status."""

from __future__ import annotations

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def status_card(scene: Scene, claim: Claim) -> Card:
    """Show status, what it means, what is next and by when; asks `comments` where an answer is due."""
    raise NotImplementedError
