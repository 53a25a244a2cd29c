"""One claim before a reviewer: checks, proof, and a neutral choice."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def decision(
    scene: Scene, claim: Claim, *, urls: Mapping[str, str] | None = None, waiting: int = 0
) -> Card:
    """Show what speaks for and against; `urls` open the files by id, `waiting` is how many more wait."""
    raise NotImplementedError


def decided(scene: Scene, claim: Claim, *, done: str, waiting: int) -> Card:
    """Say what was done (`approved`, `rejected`, `asked`, `noted`, `begun`) and what waits."""
    raise NotImplementedError
