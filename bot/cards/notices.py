"""Short messages the assistant sends by its own initiative when a claim has news."""

from __future__ import annotations

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def notice(scene: Scene, claim: Claim, kind: str) -> Card:
    """Say one piece of news; `kind` is an `Event` value, a `DeadlineKind` value, or `mail_bounced`, `file_removed`, `verified`, `mismatch`, `poe_ages`."""
    raise NotImplementedError


def for_reviewer(scene: Scene, claim: Claim, kind: str) -> Card:
    """Tell a reviewer about a claim: `submit`, `answer_action`, `dispute` or `withdraw`."""
    raise NotImplementedError
