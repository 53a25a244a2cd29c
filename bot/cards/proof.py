"""Step 6 of a claim: the proof's files, their description, and submitting."""

from __future__ import annotations

from bot.cards.buttons import button
from bot.cards.error_box import error_summary
from bot.cards.kit import (
    box,
    card,
    headline,
    hint,
    notes,
    section,
    sentence,
    text,
)
from bot.cards.parts import item_names, item_word, stamp_for
from bot.cards.proof_files import file_rows, proof_progress
from bot.cards.proof_submit import submit
from bot.cards.scene import Card, Element, Scene
from bot.claims.evidence import all_checked
from bot.claims.models import Claim, PartnerRole
from bot.text.files import kind_names

__all__ = ["proof", "proof_listed", "submit"]


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
            proof_progress(scene, claim),
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
            proof_progress(scene, claim),
            error_summary(scene, claim),
            *notes(scene),
            section(title, spacing="Small"),
            *file_rows(scene, claim),
        ],
        summary=title,
    )
