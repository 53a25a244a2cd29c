"""Step 6 of a claim: the proof's files, their description, and submitting."""

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
    progress,
    section,
    sentence,
    small,
    text,
)
from bot.cards.parts import customer, item_names, item_word, stamp_for
from bot.cards.proof_files import file_rows
from bot.cards.scene import Card, Element, Scene
from bot.claims.evidence import all_checked, not_named
from bot.claims.models import Acknowledgement, Claim, PartnerRole, Status
from bot.text.files import kind_names

#: Fields of the submit card.
_ASKED = ("poe_summary", "poe_signed_on", "comments", "acknowledgements")


def _progress(scene: Scene, claim: Claim) -> Element | None:
    words = scene.words
    right = words("card.claim", id=claim.id)
    if claim.status is not Status.DRAFT:
        return progress(words("step.proof"), right)
    line = words("card.draft_step", step=6, name=words("step.proof"))
    return progress(line, right, accent=False)


def proof(scene: Scene, claim: Claim) -> Card:
    """List the files and how far their check is, and say what reviewers look for."""
    words, stamp = scene.words, stamp_for(scene, claim)
    buttons = [button(words, "download_template", "download_template", stamp)]
    if claim.poe_files:
        buttons.insert(0, button(words, "continue", "next", stamp, primary=True))
    else:
        buttons[0]["style"] = "positive"
    return card(
        [
            _progress(scene, claim),
            headline(words("proof.headline")),
            error_summary(scene, claim),
            *notes(scene),
            sentence(words("proof.sentence")),
            *_files(scene, claim, remove=True),
            _reasons(scene, claim),
            hint(_limits(scene)),
        ],
        buttons,
        summary=words.plain("proof.headline"),
    )


def _files(scene: Scene, claim: Claim, *, remove: bool) -> list[Element]:
    words, count = scene.words, len(claim.poe_files)
    title = section(words("proof.files", count=count, most=scene.rules.limits.files))
    if not claim.poe_files:
        return [title, text(words("proof.none"), spacing="Small", isSubtle=True)]
    return [title, *file_rows(scene, claim, remove=remove)]


def _reasons(scene: Scene, claim: Claim) -> Element:
    words = scene.words
    items = words.list(item_names(scene, claim))
    parts = [
        text(words("proof.reasons"), weight="Bolder"),
        text(words("proof.reasons_list", item=item_word(words, claim)), spacing="Small"),
        text(words("proof.must_name", items=items), spacing="Small"),
    ]
    if claim.partner_role is PartnerRole.USAGE_RECOGNITION:
        parts.append(text(words("proof.template"), spacing="Small"))
    return box(parts)


def _limits(scene: Scene) -> str:
    words, rules = scene.words, scene.rules
    facts = {
        "kinds": kind_names(words, rules.limits.kinds),
        "size": words.size(rules.limits.file_bytes),
        "all_size": words.size(rules.limits.claim_bytes),
    }
    return words("proof.limits", **facts)


def proof_listed(scene: Scene, claim: Claim) -> Card:
    """Show only the list of files, and what was wrong with those just sent."""
    words = scene.words
    code = "proof.listed" if all_checked(claim) else "proof.listing"
    title = words.plain(code if claim.poe_files else "proof.none")
    return card(
        [
            _progress(scene, claim),
            error_summary(scene, claim),
            *notes(scene),
            section(title, spacing="Small"),
            *file_rows(scene, claim),
        ],
        summary=title,
    )


def submit(scene: Scene, claim: Claim) -> Card:
    """Ask for description, date, comments and the four acknowledgements."""
    words, stamp = scene.words, stamp_for(scene, claim)
    form = Form(scene, claim, starred=True)
    listed = [(str(each), words.plain(f"acknowledgement.{each}")) for each in Acknowledgement]
    return card(
        [
            _progress(scene, claim),
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
