"""Step 4 of a claim: whom to write to, and who asks."""

from __future__ import annotations

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def contacts_step(scene: Scene, claim: Claim) -> Card:
    """Ask for the contacts, and for seller and ISV solution where the role needs them."""
    raise NotImplementedError
