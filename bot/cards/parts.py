"""What several screens say alike about a claim: its status, its next date, its group and names."""

from __future__ import annotations

from datetime import date, timedelta

from bot.cards.scene import Scene, Stamp
from bot.claims.evidence import all_checked
from bot.claims.fields import FIELDS, Section, next_missing
from bot.claims.models import (
    Claim,
    DeadlineKind,
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
STEPS = {
    Section.ROLE: 1,
    Section.CUSTOMER: 2,
    Section.WORKLOADS: 3,
    Section.PRODUCTS: 3,
    Section.CONTACTS: 4,
}
REVIEW_STEP, PROOF_STEP = 5, 6
NEEDS, PROGRESS, DONE = "needs", "progress", "done"
_WAITING = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.DISPUTED)


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


def step_of(claim: Claim) -> int:
    """Give the number of the step a claim's next answer belongs to."""
    missing = next_missing(claim)
    if not claim.started:
        return PROOF_STEP
    return STEPS[FIELDS[missing].section] if missing else REVIEW_STEP


def days_left(scene: Scene, last: date) -> str:
    """Give "9 business days are left"."""
    count = scene.rules.calendar.business_days_left(scene.today, last)
    return scene.words.plain("days_left", count=count)


def disputable(claim: Claim, today: date) -> bool:
    """Say whether the rejection can still be disputed."""
    last = claim.rejection.dispute_by if claim.rejection else None
    open_yet = claim.status is Status.REJECTED and claim.disputed_at is None
    return open_yet and last is not None and today <= last


def group(claim: Claim, today: date) -> str:
    """Say in which part of "My claims" a claim stands."""
    if claim.status in (Status.DRAFT, Status.ACTION_REQUIRED) or disputable(claim, today):
        return NEEDS
    return PROGRESS if claim.status in _WAITING else DONE


def due_words(scene: Scene, claim: Claim) -> str:
    """Give what is next on a claim and by when, in a few words."""
    words = scene.words
    if claim.status is Status.DRAFT:
        return _draft_words(words, claim)
    if disputable(claim, scene.today) and claim.rejection and claim.rejection.dispute_by:
        return words.plain("due.dispute", day=words.date(claim.rejection.dispute_by))
    kinds = {
        Status.SUBMITTED: ("due.review", DeadlineKind.REVIEW_BEGINS),
        Status.UNDER_REVIEW: ("due.decision", DeadlineKind.DECISION),
        Status.DISPUTED: ("due.decision", DeadlineKind.DECISION),
        Status.ACTION_REQUIRED: ("due.answer", DeadlineKind.ANSWER),
    }
    if claim.status in kinds:
        code, kind = kinds[claim.status]
        deadline = claim.deadline(kind)
        return words.plain(code, day=words.date(deadline.on)) if deadline else ""
    return _closed_words(words, claim)


def _draft_words(words: Words, claim: Claim) -> str:
    if claim.started:
        return words.plain("due.step", step=step_of(claim))
    return words.plain("due.submit" if all_checked(claim) else "due.proof")


def _closed_words(words: Words, claim: Claim) -> str:
    if claim.status is Status.APPROVED:
        if claim.official_on is None:
            return words.plain("due.approved")
        return words.plain("due.official", day=words.date_full(claim.official_on))
    if claim.rejection:
        return reason_words(words, claim.rejection.reason)
    return words.plain("due.closed", day=words.date(words.day_of(claim.changed_at)))


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


def proof_good_until(claim: Claim) -> date | None:
    """Give the last day on which the proof is young enough (12 months; source: poe_template)."""
    day = claim.poe_signed_on
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def age_days(scene: Scene, claim: Claim) -> int:
    """Give for how many days the draft has been one."""
    return (scene.today - scene.words.day_of(claim.added_at or claim.created_at)) // timedelta(1)
