"""Where a claim is on its way, as a line of steps from the draft to the official day."""

from __future__ import annotations

from datetime import date, datetime

from bot.cards.kit import marked, section
from bot.cards.mail_fate import failed
from bot.cards.scene import Element, Scene
from bot.claims.models import Claim, DeadlineKind, Status
from bot.text.markdown import Markdown

_DONE, _NOW, _LATER = ("✓", "Good"), ("◐", "Accent"), ("○", "Default")


def timeline(scene: Scene, claim: Claim) -> list[Element]:
    """Draw the steps of a claim that is submitted, under review or disputed."""
    words = scene.words
    steps = [_line(_DONE, words("line.draft"), words.date(words.day_of(_made(claim))))]
    if claim.submitted_at:
        steps.append(_line(_DONE, *_submission(scene, claim, claim.submitted_at)))
    steps += _disputed(scene, claim) if claim.status is Status.DISPUTED else _review(scene, claim)
    if claim.official_on:
        day = words.date(claim.official_on)
        steps.append(
            _line(_LATER, words("line.official"), words("line.official_earliest", day=day))
        )
    return [section(words("state.where")), *steps]


def _made(claim: Claim) -> datetime:
    return claim.added_at or claim.created_at


def _submission(scene: Scene, claim: Claim, at: datetime) -> tuple[Markdown, str]:
    """Say that the claim was submitted, and of the mail only what has happened."""
    words, moment = scene.words, scene.words.moment(at)
    if claim.consent is None or claim.consent.mailed_at is None or failed(claim):
        return words("line.submitted_only"), moment
    email = claim.customer_contact_email or ""
    return words("line.submitted"), words("line.submitted_detail", moment=moment, email=email)


def _line(mark: tuple[str, str], what: Markdown, detail: str) -> Element:
    return marked(mark[0], what, detail, color=mark[1], bold=mark is _NOW)


def _review(scene: Scene, claim: Claim) -> list[Element]:
    words = scene.words
    if claim.status is Status.UNDER_REVIEW:
        begun = words.date(words.day_of(claim.review_begun_at)) if claim.review_begun_at else ""
        return [
            _line(_DONE, words("line.begun"), begun),
            _line(_NOW, words("line.decide"), _decision(scene, _due(claim, DeadlineKind.DECISION))),
        ]
    begins = _due(claim, DeadlineKind.REVIEW_BEGINS)
    decided = begins and scene.rules.calendar.add_business_days(
        begins, scene.rules.periods.decision
    )
    return [
        _line(_NOW, words("line.waiting"), _waiting(scene, claim, begins)),
        _line(_LATER, words("line.review"), _decision(scene, decided)),
    ]


def _due(claim: Claim, kind: DeadlineKind) -> date | None:
    found = claim.deadline(kind)
    return found.on if found else None


def _decision(scene: Scene, day: date | None) -> str:
    return scene.words("line.decision", day=scene.words.date(day)) if day else ""


def _waiting(scene: Scene, claim: Claim, begins: date | None) -> str:
    words = scene.words
    if begins is None:
        return ""
    until = claim.consent.notice_ends if claim.consent else None
    day = words.date(begins)
    answered = claim.consent is not None and claim.consent.answer is not None
    if until is None or until < scene.today or answered or failed(claim):
        return words("line.waiting_plain", day=day)
    if until == begins:
        return words("line.waiting_same", day=day)
    return words("line.waiting_other", day=day, until=words.date(until))


def _disputed(scene: Scene, claim: Claim) -> list[Element]:
    words = scene.words
    when = words.date(words.day_of(claim.disputed_at)) if claim.disputed_at else ""
    due = _due(claim, DeadlineKind.DECISION)
    until = words("line.dispute_decision", day=words.date(due)) if due else ""
    return [
        _line(_DONE, words("line.disputed"), when),
        _line(_NOW, words("line.decide"), until),
    ]
