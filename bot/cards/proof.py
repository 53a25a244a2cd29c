"""Step 6 of a claim: the proof's files, their description, and submitting."""

from __future__ import annotations

from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def proof(scene: Scene, claim: Claim) -> Card:
    """List the files and how far their check is, and say what reviewers look for."""
    raise NotImplementedError


def proof_listed(scene: Scene, claim: Claim) -> Card:
    """Show only the list of files, once all are checked and the submit card stands below."""
    raise NotImplementedError


def submit(scene: Scene, claim: Claim) -> Card:
    """Ask for description, date, comments and the four acknowledgements."""
    raise NotImplementedError
