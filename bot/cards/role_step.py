"""Step 1 of a claim: the area, the role, and a customer already known."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def role_step(scene: Scene, claim: Claim | None, customers: Sequence[Claim] = ()) -> Card:
    """Ask for area, role and customer; `customers` are the newest claims per known customer, "new" is the value for another."""
    raise NotImplementedError
