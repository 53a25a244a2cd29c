"""An admin's claims in three groups: needs you, in progress, done."""

from __future__ import annotations

from bot.cards.scene import Card, Scene
from bot.claims.ports import ClaimPage


def claims_list(
    scene: Scene, page: ClaimPage, *, chosen: str = "", offset: int = 0, needing: int | None = None
) -> Card:
    """List claims; `chosen` is the status filter (a status id, or empty for all), `offset` of the page, `needing` how many need the admin over all pages."""
    raise NotImplementedError
