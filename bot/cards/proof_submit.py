"""The second half of step 6: describing the proof, confirming, and submitting."""

from __future__ import annotations

from bot.cards.buttons import button
from bot.cards.error_box import error_summary
from bot.cards.inputs import Form
from bot.cards.kit import (
    box,
    card,
    headline,
    hint,
    notes,
    sentence,
    small,
    text,
)
from bot.cards.parts import customer, stamp_for
from bot.cards.proof_files import proof_progress
from bot.cards.scene import Card, Element, Scene
from bot.claims.evidence import not_named
from bot.claims.models import Acknowledgement, Claim

#: Fields of the submit card.
_ASKED = ("poe_summary", "poe_signed_on", "comments", "acknowledgements")


def submit(scene: Scene, claim: Claim) -> Card:
    """Ask for description, date, comments and the four acknowledgements."""
    words, stamp = scene.words, stamp_for(scene, claim)
    form = Form(scene, claim, starred=True)
    listed = [(str(each), words.plain(f"acknowledgement.{each}")) for each in Acknowledgement]
    return card(
        [
            proof_progress(scene, claim),
            headline(words("submit.headline")),
            error_summary(scene, claim, _ASKED),
            *notes(scene),
            sentence(words("submit.files", count=len(claim.poe_files))),
            _missing_names(scene, claim),
            *form.text("poe_summary", required=True, multiline=True),
            *form.date("poe_signed_on", latest=scene.today),
            *form.text("comments", required=False, multiline=True),
            *_acknowledgements(form, listed),
            box([text(_warning(scene, claim))], "warning"),
            hint(words("submit.hint")),
        ],
        [
            button(words, "submit_claim", "submit_claim", stamp, primary=True),
            button(words, "save_comments", "save_comments", stamp),
            button(words, "back", "back", stamp, validates=False),
        ],
        summary=words.plain("submit.headline"),
    )


def _acknowledgements(form: Form, listed: list[tuple[str, str]]) -> list[Element]:
    """Draw the four, ticked only where that was just typed: never filled in from the claim."""
    elements = form.several("acknowledgements", listed, required=True)
    if "acknowledgements" not in form.scene.typed:
        elements[0].pop("value", None)
    return elements


def _missing_names(scene: Scene, claim: Claim) -> Element | None:
    names = scene.rules.catalogue.names(not_named(claim))
    if not names:
        return None
    line = scene.words("submit.not_named", items=scene.words.list(names))
    return small(line, color="Warning", isSubtle=False)


def _warning(scene: Scene, claim: Claim) -> str:
    words = scene.words
    return words(
        "submit.warning",
        contact=claim.customer_contact_name or customer(words, claim),
        email=claim.customer_contact_email or "",
    )
