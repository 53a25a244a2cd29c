"""What the customer uses, for an association that is official."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


@dataclass(frozen=True, slots=True)
class UsageRow:
    """One workload or product in one month, as Partner Center's usage download has it."""

    item: str
    month: date
    active_users: int
    paid_units: int
    high_water: int | None = None
    """Highest monthly active users before the association, where known."""


def usage_card(scene: Scene, claim: Claim, rows: Sequence[UsageRow]) -> Card:
    """Show active users against paid units per item; with no rows, say from when there will be some."""
    raise NotImplementedError
