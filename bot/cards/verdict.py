"""What a reviewer answers below the facts of a claim: the reason and the message, set apart."""

from __future__ import annotations

from bot.cards.inputs import Form
from bot.cards.scene import Element, Scene
from bot.claims.models import REVIEWER_REASONS


def verdict_inputs(scene: Scene) -> list[Element]:
    """Ask for the reason of a rejection, and for words to the partner."""
    words, form = scene.words, Form(scene, None)
    reasons = [(each, words.plain(f"rejection_reason.{each}")) for each in REVIEWER_REASONS]
    return _set_apart(
        [
            *form.choice("rejection_reason", reasons, compact=True),
            *form.text("review_comment", multiline=True),
        ]
    )


def ending_inputs(scene: Scene) -> list[Element]:
    """Ask why an approved claim ends; the same words can be kept as a note."""
    found = _set_apart(Form(scene, None).text("review_comment", multiline=True))
    found[0]["placeholder"] = scene.words.plain("decision.expire_placeholder")
    return found


def _set_apart(inputs: list[Element]) -> list[Element]:
    """Draw a line between what is read and what is to be decided."""
    inputs[0] |= {"separator": True, "spacing": "Medium"}
    return inputs
