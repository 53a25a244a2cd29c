"""One claim as a line of a list, with the button that opens it."""

from __future__ import annotations

from bot.cards.buttons import button
from bot.cards.due import due_words
from bot.cards.kit import list_row, small, text
from bot.cards.parts import SHAPES, customer, role_name, stamp_for, status_words
from bot.cards.scene import Element, Scene
from bot.claims.models import Claim


def claim_row(
    scene: Scene, claim: Claim, what: str = "", *, who: str = "", act: str = "open"
) -> Element:
    """Draw a claim: customer and role, status and what is next, and a button.

    `what` and `who` replace the second lines; `act` is "open" or "begin_review".
    """
    words, name = scene.words, customer(scene.words, claim)
    left = [
        text(name, weight="Bolder"),
        small(who or role_name(words, claim.partner_role, short=True) or "–", spacing="None"),
    ]
    color = SHAPES[claim.status][1]
    right = [
        text(status_words(words, claim), weight="Bolder", color=color),
        small(
            what or due_words(scene, claim) or words.month(words.day_of(claim.created_at)),
            spacing="None",
        ),
    ]
    verb = "open_claim" if act == "open" else act
    tooltip = words.plain(f"tooltip.{act}", id=claim.id, customer=name)
    stamp = stamp_for(scene, claim)
    return list_row(left, right, button(words, act, verb, stamp, validates=False, tooltip=tooltip))
