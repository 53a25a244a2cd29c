"""Step 3 of a claim: workloads, or products with their subscription."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def items_step(
    scene: Scene, claim: Claim, *, verified: bool = False, subscriptions: Sequence[str] = ()
) -> Card:
    """Ask for the items; `verified` shows the box for a tenant just found, `subscriptions` are free ones known."""
    raise NotImplementedError
