"""Step 4 of a claim: whom to write to, and who asks."""

from __future__ import annotations

from bot.cards.buttons import button
from bot.cards.error_box import error_summary
from bot.cards.inputs import Form
from bot.cards.kit import card, headline, hint, notes, progress, section, sentence
from bot.cards.parts import customer
from bot.cards.scene import Card, Element, Scene
from bot.cards.status_frame import head
from bot.claims.fields import Section, fields_of
from bot.claims.models import Claim


def contacts_step(scene: Scene, claim: Claim) -> Card:
    """Ask for the contacts, and for seller and ISV solution where the role needs them.

    Of a submitted claim they are corrected, which is no step on the way to a draft.
    """
    words, form, name = scene.words, Form(scene, claim), customer(scene.words, claim)
    stamp = scene.stamp
    theirs = [row.id for row in fields_of(Section.CONTACTS, claim) if _of_customer(row.id)]
    ours = [row.id for row in fields_of(Section.CONTACTS, claim) if not _of_customer(row.id)]
    return card(
        [
            head(scene, claim) if claim.submitted_at else _progress(scene),
            headline(words("contacts_step.headline", customer=name)),
            error_summary(scene, claim, [*theirs, *ours]),
            *notes(scene),
            sentence(words("contacts_step.sentence")),
            *(element for field_id in theirs for element in form.text(field_id)),
            section(words("contacts_step.you", partner=scene.rules.partner_name)),
            *(element for field_id in ours for element in form.text(field_id)),
            hint(words("contacts_step.hint")),
        ],
        [
            button(words, "save" if claim.submitted_at else "next", "next", stamp, primary=True),
            button(words, "back", "back", stamp, validates=False),
        ],
        summary=words.plain("contacts_step.headline", customer=name),
    )


def _progress(scene: Scene) -> Element:
    words = scene.words
    return progress(words("card.step", step=4, name=words("step.contacts")), words("card.saved"))


def _of_customer(field_id: str) -> bool:
    return field_id.startswith("customer_")
