"""The guided choice of a partner role: at most three questions, a result, and the ways out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.scene import Card, Scene
from bot.claims.roles import Advice, Facts


def ask_area(scene: Scene, facts: Facts) -> Card:
    """Ask what the work was about (input `solution_area`, also `azure` and `co_op`)."""
    raise NotImplementedError


def ask_activity(scene: Scene, facts: Facts) -> Card:
    """Ask what the partner did (input `activity`)."""
    raise NotImplementedError


def ask_channel(scene: Scene, facts: Facts) -> Card:
    """Ask how the customer bought (input `purchase_channel`, also `unknown`)."""
    raise NotImplementedError


def which_first(scene: Scene, field: str, ids: Sequence[str]) -> Card:
    """Ask which of two claims to make first; `field` is `solution_area` or `activity`."""
    raise NotImplementedError


def result(scene: Scene, advice: Advice, facts: Facts) -> Card:
    """Name the role that fits, with the rule that decided."""
    raise NotImplementedError


def no_role(scene: Scene, advice: Advice, facts: Facts) -> Card:
    """Say that no role fits, why, and that nothing was started."""
    raise NotImplementedError


def redirect(scene: Scene, advice: Advice) -> Card:
    """Point to where this work is claimed instead."""
    raise NotImplementedError
