"""The first thing a person sees, and what they can ask for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def first(scene: Scene, name: str) -> Card:
    """Greet an Incentives admin who has no claim yet; `name` is the given name."""
    raise NotImplementedError


def back(scene: Scene, name: str, claims: Sequence[Claim]) -> Card:
    """Greet an admin with unfinished claims, what is due first; the first claim is the one to continue."""
    raise NotImplementedError


def not_an_admin(scene: Scene, name: str) -> Card:
    """Say who may make claims, to somebody who may only ask."""
    raise NotImplementedError


def reviewer(scene: Scene, name: str, waiting: int) -> Card:
    """Greet a reviewer and say how many claims wait."""
    raise NotImplementedError


def help_card(scene: Scene, *, admin: bool, reviewer: bool) -> Card:
    """Say what can be pressed or typed."""
    raise NotImplementedError
