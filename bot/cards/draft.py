"""The draft just made: nobody told, what comes next."""

from __future__ import annotations

from bot.cards.buttons import button
from bot.cards.kit import card, headline, hint, next_box, notes, progress, sentence
from bot.cards.parts import customer, stamp_for
from bot.cards.scene import Card, Scene
from bot.claims.models import Claim


def draft(scene: Scene, claim: Claim) -> Card:
    """Say that the draft exists and ask for the proof."""
    words, stamp, name = scene.words, stamp_for(scene, claim), customer(scene.words, claim)
    line = words("card.draft_step", step=6, name=words("step.proof"))
    days = scene.rules.periods.draft_reminder
    return card(
        [
            progress(line, words("card.claim", id=claim.id), accent=False),
            headline(words("draft.headline", customer=name)),
            *notes(scene),
            sentence(words("draft.sentence")),
            next_box(words, words("draft.next", days=days)),
            hint(words("draft.hint")),
        ],
        [
            button(words, "upload_poe", "upload_poe", stamp, primary=True),
            button(words, "download_template", "download_template", stamp),
            button(words, "see_details", "open_claim", stamp, choice="details"),
            button(words, "discard", "discard", stamp),
        ],
        summary=words.plain("draft.headline", customer=name),
    )
