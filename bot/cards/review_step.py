"""Step 5 of a claim: everything at a glance before the draft is made."""

from __future__ import annotations

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def review_step(scene: Scene, claim: Claim, *, based_on: Claim | None = None) -> Card:
    """Show all answers with a Change button each; `based_on` is the earlier claim it was filled in from."""
    raise NotImplementedError


def change_details(scene: Scene, claim: Claim) -> Card:
    """Show what can be changed while the reviewer waits for an answer, with a Change button each."""
    raise NotImplementedError
