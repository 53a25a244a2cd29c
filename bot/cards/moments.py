"""Short cards between the screens: questions asked once, refusals, and cards that have passed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.scene import Card, Scene
from bot.claims.errors import Problem
from bot.claims.models import Claim


def cancel(scene: Scene, claim: Claim) -> Card:
    """Ask whether to keep or discard what was entered."""
    raise NotImplementedError


def confirm(scene: Scene, claim: Claim, verb: str) -> Card:
    """Ask once before `withdraw`, `discard` or `disassociate`; the yes button is the same verb with `choice` "yes"."""
    raise NotImplementedError


def said(scene: Scene, code: str, **values: object) -> Card:
    """Show one sentence and no button: `stale`, `continued`, `kept`, `discarded`, `saved`, …  (codes `moment.<code>`)."""
    raise NotImplementedError


def refusal(scene: Scene, problems: Sequence[Problem], claim: Claim | None = None) -> Card:
    """Say why a thing was not done and what can be done instead."""
    raise NotImplementedError


def csp_end(scene: Scene, claim: Claim) -> Card:
    """Say kindly that no role applies to a purchase through CSP; the answers are kept."""
    raise NotImplementedError
