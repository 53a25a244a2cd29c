"""Step 2 of a claim: who the customer is, and what came of looking up the tenant."""

from __future__ import annotations

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def customer_step(scene: Scene, claim: Claim) -> Card:
    """Ask for the customer; a TENANT_MISMATCH problem with data `found` offers that ID (`choice` "use_found")."""
    raise NotImplementedError


def not_verified(scene: Scene, claim: Claim) -> Card:
    """Say that the directory did not answer (`choice` "go_on" or "try_again"); asks `tenant_id` if missing."""
    raise NotImplementedError
