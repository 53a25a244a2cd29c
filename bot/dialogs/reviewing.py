"""What a reviewer does in chat: the queue, one claim, and the decision."""

from __future__ import annotations

from collections.abc import Callable

from bot.cards.decision import decided, decision
from bot.cards.queue import queue
from bot.claims.errors import Code, Refused
from bot.claims.models import Claim, RejectionReason, Status
from bot.dialogs.stage import Stage
from bot.services.review import WAITING

#: Verb of each decision, and the word for what was done.
DONE = {
    "begin_review": "begun",
    "approve": "approved",
    "request_info": "asked",
    "reject": "rejected",
    "comment": "noted",
}


async def show_queue(stage: Stage, status: str = "", offset: int = 0) -> None:
    """Show what waits, oldest first; `status` narrows it."""
    statuses = (Status(status),) if status in set(Status) else WAITING
    page = await stage.desk.review.queue(stage.unit, stage.person, statuses, offset)
    stage.show(queue(stage.scene(), page, chosen=status, offset=offset))


async def show_decision(stage: Stage, claim: Claim) -> None:
    """Show one claim to decide on."""
    desk, person = stage.desk, stage.person
    urls = {file.id: desk.file_url(claim, file, person) for file in claim.poe_files}
    waiting = await _waiting(stage, claim)
    stage.show(decision(stage.scene(claim), claim, urls=urls, waiting=waiting))


async def _waiting(stage: Stage, claim: Claim) -> int:
    page = await stage.desk.review.queue(stage.unit, stage.person, limit=20)
    return page.total - any(row.id == claim.id for row in page.claims)


async def decide(
    stage: Stage, claim_id: int | None, verb: str, message: str = "", reason: str = ""
) -> None:
    """Do a reviewer's decision and say what waits next; repaint with what is missing otherwise."""
    claim = await stage.desk.review.find(stage.unit, stage.person, claim_id)
    if _late(stage, claim):
        raise Refused.because(Code.CHANGED_MEANWHILE, status=claim.status, at=claim.changed_at)
    try:
        after = _do(stage, claim, verb, message, reason)
    except Refused as refused:
        if refused.problems[0].field not in ("rejection_reason", "review_comment"):
            raise
        stage.problems = refused.problems
        stage.typed = {"review_comment": message, "rejection_reason": reason}
        return await show_decision(stage, claim)
    stage.keep(after)
    if verb in ("begin_review", "comment"):
        return await show_decision(stage, after)
    waiting = await _waiting(stage, after)
    return stage.show(decided(stage.scene(after), after, done=DONE[verb], waiting=waiting))


def _late(stage: Stage, claim: Claim) -> bool:
    """Say whether the card pressed was drawn before the claim's status last changed."""
    revision = stage.pressed.revision if stage.pressed else None
    return revision is not None and revision < claim.moved_in


def _do(stage: Stage, claim: Claim, verb: str, message: str, reason: str) -> Claim:
    review, unit, person = stage.desk.review, stage.unit, stage.person
    why = RejectionReason(reason) if reason in set(RejectionReason) else None
    todo: dict[str, Callable[[], Claim]] = {
        "begin_review": lambda: review.begin(unit, claim, person),
        "approve": lambda: review.approve(unit, claim, person, message),
        "request_info": lambda: review.request_info(unit, claim, person, message),
        "reject": lambda: review.reject(unit, claim, person, why, message),
        "comment": lambda: review.comment(unit, claim, person, message),
    }
    return todo[verb]()
