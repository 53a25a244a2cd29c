"""Step 5 of a claim: everything at a glance before the draft is made."""

from __future__ import annotations

from bot.cards.buttons import button
from bot.cards.error_box import error_summary
from bot.cards.kit import card, headline, hint, notes, progress, sentence
from bot.cards.scene import Card, Element, Scene
from bot.cards.sections import section_part
from bot.claims.fields import FIELDS, Section, editable, sections
from bot.claims.models import Claim


def review_step(scene: Scene, claim: Claim, *, based_on: Claim | None = None) -> Card:
    """Show all answers with a Change button each.

    `based_on` is the earlier claim it was filled in from.
    """
    words = scene.words
    day = words.day(words.day_of(based_on.created_at)) if based_on else ""
    return card(
        [
            progress(words("card.step", step=5, name=words("step.review")), words("card.saved")),
            headline(words("review.headline")),
            error_summary(scene, claim),
            *notes(scene),
            sentence(words("review.based_on", day=day)) if based_on else None,
            sentence(words("review.sentence")),
            *_parts(scene, claim),
            hint(words("review.hint")),
        ],
        [
            button(words, "add_customer", "add_customer", scene.stamp, primary=True),
            button(words, "back", "back", scene.stamp, validates=False),
        ],
        summary=words.plain("review.headline"),
    )


def _parts(scene: Scene, claim: Claim) -> list[Element]:
    fixed = scene.words("review.fixed")
    return [
        element
        for part in sections(claim)
        for element in section_part(
            scene, claim, part, change=True, note=fixed if part is Section.ROLE else ""
        )
    ]


def change_details(scene: Scene, claim: Claim) -> Card:
    """Show what can change while the reviewer waits for an answer, with a button each."""
    words = scene.words
    day = words.date(claim.request.answer_by) if claim.request else ""
    parts = [
        element
        for part in sections(claim)
        if can_change(claim, part)
        for element in section_part(scene, claim, part, change=True)
    ]
    return card(
        [
            headline(words("change_details.headline")),
            *notes(scene),
            sentence(words("change_details.sentence", day=day)) if day else None,
            *parts,
            hint(words("change_details.hint")),
        ],
        [button(words, "back", "back", scene.stamp, validates=False)],
        summary=words.plain("change_details.headline"),
    )


def can_change(claim: Claim, section: Section) -> bool:
    """Say whether any field of a section can change now."""
    mine = (row.id for row in FIELDS.values() if row.section is section and row.shown(claim))
    return any(editable(claim, field_id) for field_id in mine)
