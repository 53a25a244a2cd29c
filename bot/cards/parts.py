"""What several screens say alike about a claim: its status, its next date, its group and names."""

from __future__ import annotations

from datetime import date

from bot.cards.scene import Scene, Stamp
from bot.claims.models import (
    Claim,
    PartnerRole,
    RejectionReason,
    SolutionArea,
    Status,
)
from bot.text.words import Words

#: Shape and colour of each status; "started" is a draft before "Add customer".
SHAPES: dict[Status, tuple[str, str]] = {
    Status.DRAFT: ("○", "Default"),
    Status.SUBMITTED: ("◐", "Accent"),
    Status.UNDER_REVIEW: ("●", "Accent"),
    Status.ACTION_REQUIRED: ("▲", "Warning"),
    Status.APPROVED: ("✓", "Good"),
    Status.REJECTED: ("✕", "Attention"),
    Status.REJECTED_FINAL: ("✕", "Attention"),
    Status.DISPUTED: ("◆", "Accent"),
    Status.DISCARDED: ("–", "Default"),
    Status.EXPIRED: ("□", "Default"),
}


def customer(words: Words, claim: Claim) -> str:
    """Give the customer's name, or words for a customer without one yet."""
    return claim.customer_name or words.plain("field.customer_default")


def role_name(words: Words, role: PartnerRole | None, *, short: bool = False) -> str:
    """Give a role's name, or nothing where none is chosen yet."""
    return words.plain(f"{'role_short' if short else 'role'}.{role}") if role else ""


def stamp_for(scene: Scene, claim: Claim) -> Stamp:
    """Give the stamp of a claim's own buttons, also on a card that shows several claims."""
    if scene.stamp.claim_id == claim.id:
        return scene.stamp
    return Stamp(scene.stamp.nonce, claim.id, claim.version)


def status_words(words: Words, claim: Claim) -> str:
    """Give "◐ Submitted"."""
    name = words.plain("status.started" if claim.started else f"status.{claim.status}")
    return f"{SHAPES[claim.status][0]} {name}"


def days_left(scene: Scene, last: date) -> str:
    """Give "9 business days are left"."""
    count = scene.rules.calendar.business_days_left(scene.today, last)
    return scene.words.plain("days_left", count=count)


def reason_words(words: Words, reason: RejectionReason) -> str:
    """Give the reason of a rejection."""
    return words.plain(f"rejection_reason.{reason}")


def item_word(words: Words, claim: Claim) -> str:
    """Give "workload" or "product", as the area says."""
    modern = claim.solution_area is SolutionArea.MODERN_WORK_SECURITY
    return words.plain("proof.workload" if modern else "proof.product")


def item_names(scene: Scene, claim: Claim) -> list[str]:
    """Give the names of the claimed workloads or products."""
    return scene.rules.catalogue.names(claim.items)
