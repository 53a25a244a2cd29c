"""Where a claim stands, in one card that chooses its words by status."""

from __future__ import annotations

from collections.abc import Callable

from bot.cards.draft import draft
from bot.cards.scene import Card, Scene
from bot.cards.status_action import action_required
from bot.cards.status_approved import approved
from bot.cards.status_closed import declined, discarded, expired, rejected
from bot.cards.status_open import disputed, submitted, under_review
from bot.claims.models import Claim, RejectionReason, Status

_BUILDERS: dict[Status, Callable[[Scene, Claim], Card]] = {
    Status.DRAFT: draft,
    Status.SUBMITTED: submitted,
    Status.UNDER_REVIEW: under_review,
    Status.ACTION_REQUIRED: action_required,
    Status.APPROVED: approved,
    Status.REJECTED: rejected,
    Status.REJECTED_FINAL: rejected,
    Status.DISPUTED: disputed,
    Status.DISCARDED: discarded,
    Status.EXPIRED: expired,
}


def status_card(scene: Scene, claim: Claim) -> Card:
    """Show status, what it means, what is next and by when.

    Asks `comments` where an answer is due or a dispute is possible.
    """
    reason = claim.rejection.reason if claim.rejection else None
    if claim.status is Status.REJECTED and reason is RejectionReason.CUSTOMER_DECLINED:
        return declined(scene, claim)
    return _BUILDERS[claim.status](scene, claim)
