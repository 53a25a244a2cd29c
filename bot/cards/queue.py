"""The reviewers' queue: what waits, nearest deadline first."""

from __future__ import annotations

from bot.cards.scene import Card, Scene
from bot.claims.ports import ClaimPage


def queue(scene: Scene, page: ClaimPage, *, chosen: str = "", offset: int = 0) -> Card:
    """List the claims that wait for a reviewer; `chosen` is the status filter."""
    raise NotImplementedError
