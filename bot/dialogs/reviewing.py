"""What a reviewer does in chat: the queue, one claim, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.cards.decided import decided
from bot.cards.decision import decision
from bot.cards.problems import problem_text
from bot.cards.queue import queue
from bot.claims.errors import Code, Problem, Refused
from bot.claims.models import ActorKind, Claim, Event, RejectionReason, Status
from bot.claims.status import find_move
from bot.dialogs.stage import Stage
from bot.services.review import WAITING

#: Verb of each decision, and the word for what was done.
DONE = {
    "begin_review": "begun",
    "approve": "approved",
    "request_info": "asked",
    "reject": "rejected",
    "comment": "noted",
    "expire": "expired",
}


async def show_queue(stage: Stage, status: str = "", offset: int = 0) -> None:
    """Show what waits, oldest first; `status` narrows it."""
    statuses = (Status(status),) if status in set(Status) else WAITING
    page = await stage.desk.review.queue(stage.unit, stage.person, statuses, offset)
    stage.show(queue(stage.scene(), page, chosen=status, offset=offset))


async def show_decision(stage: Stage, claim: Claim) -> None:
    """Show one claim to decide on."""
    desk, person = stage.desk, stage.person
    urls = desk.file_urls(claim, person)
    waiting = await _waiting(stage, claim)
    history = await stage.unit.history(claim.org, claim.id)
    remarks = [row for row in history if row.event is Event.COMMENT]
    scene = stage.scene(claim)
    stage.show(decision(scene, claim, urls=urls, waiting=waiting, remarks=remarks))


async def _waiting(stage: Stage, claim: Claim) -> int:
    page = await stage.desk.review.queue(stage.unit, stage.person, limit=20)
    return page.total - any(row.id == claim.id for row in page.claims)


async def decide(
    stage: Stage, claim_id: int | None, verb: str, message: str = "", reason: str = ""
) -> None:
    """Do a reviewer's decision and say what waits next; repaint with what is missing otherwise."""
    claim = await stage.desk.review.find(stage.unit, stage.person, claim_id)
    if verb != "comment" and (_late(stage, claim) or _passed(claim, verb)):
        return await _too_late(stage, claim)
    try:
        after = _do(stage, claim, verb, message, reason)
    except Refused as refused:
        if refused.problems[0].field not in ("rejection_reason", "review_comment"):
            raise
        stage.problems = refused.problems
        stage.typed = {"review_comment": message, "rejection_reason": reason}
        return await show_decision(stage, claim)
    stage.keep(after)
    if verb == "comment":
        stage.notes.append(stage.words.plain("decision.noted"))
    if verb in ("begin_review", "comment"):
        return await show_decision(stage, after)
    waiting = await _waiting(stage, after)
    return stage.show(decided(stage.scene(after), after, done=DONE[verb], waiting=waiting))


def _passed(claim: Claim, verb: str) -> bool:
    """Say whether the status has no such decision (any more)."""
    return find_move(claim.status, Event(verb), ActorKind.REVIEWER) is None


async def _too_late(stage: Stage, claim: Claim) -> None:
    """Say when it was decided, and show what waits; or show how the claim stands now."""
    at = _decided_at(claim)
    if at is None:
        problem = Problem(Code.CHANGED_MEANWHILE)
        stage.notes.append(problem_text(stage.scene(claim), problem, claim))
        return await show_decision(stage, claim)
    today = stage.words.day_of(at) == stage.today
    time = stage.words.time(at) if today else stage.words.moment(at)
    finding = "decided" if today else "decided_earlier"
    problem = Problem(Code.CHANGED_MEANWHILE, data={"finding": finding, "time": time})
    stage.notes.append(problem_text(stage.scene(claim), problem, claim))
    return await show_queue(stage)


def _decided_at(claim: Claim) -> datetime | None:
    """Give when a reviewer last decided, where that decision stands."""
    if claim.status is Status.APPROVED:
        return claim.approved_at
    if claim.request:
        return claim.request.at
    told = claim.rejection if claim.status in (Status.REJECTED, Status.REJECTED_FINAL) else None
    return told.at if told and told.by is ActorKind.REVIEWER else None


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
        "expire": lambda: review.expire(unit, claim, person, message),
        "comment": lambda: review.comment(unit, claim, person, message),
    }
    return todo[verb]()
