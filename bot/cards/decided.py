"""What a reviewer has just done to a claim, and what waits next."""

from __future__ import annotations

from bot.cards.buttons import button
from bot.cards.kit import card, hint, text
from bot.cards.scene import Card, Scene
from bot.cards.status_frame import head
from bot.claims.models import Claim


def decided(scene: Scene, claim: Claim, *, done: str, waiting: int) -> Card:
    """Say what was done (`approved`, `rejected`, `asked`, `begun`, `expired`) and what waits."""
    words = scene.words
    name = claim.owner_name or words.plain("decided.admin")
    wait = (
        words.plain("decided.waiting", count=waiting)
        if waiting
        else words.plain("decided.waiting.none")
    )
    values = {"name": name, "waiting": wait}
    return card(
        [
            head(scene, claim),
            text(words(f"decided.{done}", **values), spacing="Small"),
            hint(words("decided.hint")),
        ],
        [button(words, "queue", "review", scene.stamp)] if waiting else [],
        summary=words.plain(f"decided.{done}", **values),
    )
