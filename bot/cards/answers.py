"""Answers to questions: what the rules say, what was perhaps meant, or that we do not know."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def answer(
    scene: Scene, answer_id: str, *, sources: Sequence[str] = (), claim: Claim | None = None
) -> Card:
    """Give the answer by its id (`help:…`); `sources` are ids of sources.toml, `claim` is one to point to."""
    raise NotImplementedError


def did_you_mean(scene: Scene, answer_ids: Sequence[str]) -> Card:
    """Offer up to three questions that were perhaps meant (verb `help`, `choice` the answer id)."""
    raise NotImplementedError


def unknown(scene: Scene, *, draft: Claim | None = None) -> Card:
    """Say that the rules do not answer this, and that an open draft is untouched."""
    raise NotImplementedError
