"""The draft just made: nobody told, what comes next."""

from __future__ import annotations

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def draft(scene: Scene, claim: Claim) -> Card:
    """Say that the draft exists and ask for the proof."""
    raise NotImplementedError
