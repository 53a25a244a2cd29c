"""What is next on a claim and by when, and in which part of a list it therefore stands."""

from __future__ import annotations

from datetime import date, timedelta

from bot.cards.mail_fate import failed
from bot.cards.parts import reason_words
from bot.cards.scene import Scene
from bot.claims.deadlines import proof_due, renewal_due, subscription_due
from bot.claims.evidence import all_checked
from bot.claims.fields import FIELDS, Section, next_missing
from bot.claims.models import Claim, DeadlineKind, Status
from bot.claims.rules import Periods
from bot.claims.status import disputable
from bot.text.words import Words

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


def step_of(claim: Claim) -> int:
    """Give the number of the step a claim's next answer belongs to."""
    missing = next_missing(claim)
    if not claim.started:
        return PROOF_STEP
    return STEPS[FIELDS[missing].section] if missing else REVIEW_STEP


def group(claim: Claim, today: date, periods: Periods) -> str:
    """Say in which part of "My claims" a claim stands."""
    if claim.status in (Status.DRAFT, Status.ACTION_REQUIRED) or disputable(claim, today):
        return NEEDS
    if failed(claim) or renewal_due(claim, today, periods):
        return NEEDS
    return PROGRESS if claim.status in _WAITING else DONE


def due_words(scene: Scene, claim: Claim) -> str:
    """Give what is next on a claim and by when, in a few words."""
    words = scene.words
    if failed(claim):
        return words.plain("due.mail")
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
    return _renewal_words(scene, claim) or _closed_words(words, claim)


def _renewal_words(scene: Scene, claim: Claim) -> str:
    """Say what an approved association is renewed by, the nearer of the two; "" where not soon."""
    proof = proof_due(claim, scene.today, scene.rules.periods)
    ends = subscription_due(claim, scene.today, scene.rules.periods)
    if proof and (ends is None or proof <= ends):
        return scene.words.plain("due.renew", day=scene.words.date(proof))
    return scene.words.plain("due.subscription", day=scene.words.date(ends)) if ends else ""


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


def age_days(scene: Scene, claim: Claim) -> int:
    """Give for how many days the draft has been one."""
    return (scene.today - scene.words.day_of(claim.added_at or claim.created_at)) // timedelta(1)
