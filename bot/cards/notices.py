"""Short messages the assistant sends by its own initiative when a claim has news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.cards.buttons import button
from bot.cards.kit import box, card, text
from bot.cards.news_buttons import news_buttons
from bot.cards.parts import customer, days_left, reason_words, stamp_for
from bot.cards.problems import problem_text
from bot.cards.scene import Card, Element, Scene
from bot.cards.status_frame import head, lines_of
from bot.claims.deadlines import next_due
from bot.claims.errors import Code, Problem
from bot.claims.models import Claim, DeadlineKind, Event, Status
from bot.claims.proof import good_until
from bot.claims.status import disputable


def notice(scene: Scene, claim: Claim, kind: str, detail: Mapping[str, str] | None = None) -> Card:
    """Say one piece of news; `detail` has what its words name besides the claim.

    `kind` is an `Event` value, a `DeadlineKind` value, or `mail_bounced`, `mail_parked`,
    `file_removed` (detail: the file's `name`), `file_refused` (`name`, and the problem's `code`),
    `files_checked`, `verified`, `mismatch`; any other one is told in general words.
    """
    kind = _told_as(scene, claim, kind)
    words, code = scene.words, _code(scene, claim, kind)
    values = {**_values(scene, claim, kind), **_details(scene, claim, detail or {})}
    return card(
        [
            head(scene, claim),
            text(words(code, **values), spacing="Small"),
            *_said(claim, kind),
        ],
        news_buttons(scene, claim, kind),
        summary=words.plain(code, **values),
    )


def _told_as(scene: Scene, claim: Claim, kind: str) -> str:
    """Give the news as it is told of this claim now."""
    good = good_until(claim.poe_signed_on)
    if kind == "files_checked" and claim.status is Status.APPROVED:
        return "newer_files_checked"
    if kind == Event.APPROVE and claim.official_on is None:
        return "approve_unasked"
    if kind == DeadlineKind.POE_REMINDER and good and good < scene.today:
        return "poe_aged"
    return kind


def _said(claim: Claim, kind: str) -> list[Element]:
    """Quote who caused the news: the reviewer's question or reason, or the customer's reason."""
    answer = claim.consent.answer if claim.consent else None
    quotes = {
        Event.REQUEST_INFO: claim.request.text if claim.request else "",
        Event.REJECT: claim.rejection.comment if claim.rejection else "",
        Event.EXPIRE: claim.expiry.comment if claim.expiry else "",
        Event.CUSTOMER_DECLINE: answer.reason if answer else "",
        Event.CUSTOMER_APPROVE: answer.reason if answer else "",
    }
    lines = lines_of(quotes.get(Event(kind), "")) if kind in set(Event) else []
    style = "warning" if kind == Event.REQUEST_INFO else "emphasis"
    return [box([text(line) for line in lines], style)] if lines else []


def _code(scene: Scene, claim: Claim, kind: str) -> str:
    if kind == Event.REJECT and disputable(claim, scene.today):
        return "notice.reject_dispute"
    return scene.words.first(f"notice.{kind}", "notice.any")


def _values(scene: Scene, claim: Claim, kind: str = "") -> dict[str, object]:
    words, reason, day = scene.words, claim.rejection, _day(scene, claim, kind)
    return {
        "customer": customer(words, claim),
        "partner": scene.rules.partner_name,
        "contact": claim.customer_contact_name or customer(words, claim),
        "reason": reason_words(words, reason.reason) if reason else "",
        "day": words.date(day) if day else "",
        "left": days_left(scene, day) if day else "",
    }


def _details(scene: Scene, claim: Claim, detail: Mapping[str, str]) -> dict[str, object]:
    """Give the file the news is about, and why it was refused."""
    name = detail.get("name") or scene.words.plain("problem.default.file")
    code = detail.get("code", Code.FILE_NOT_FETCHED)
    known = Code(code) if code in set(Code) else Code.FILE_NOT_FETCHED
    problem = Problem(known, "poe_files", {"name": name})
    return {"name": name, "why": problem_text(scene, problem, claim)}


def _day(scene: Scene, claim: Claim, kind: str) -> date | None:
    """Give the day the news is about: the nearest deadline, or the end of what is to be renewed."""
    due = next_due(claim)
    if kind == DeadlineKind.SUBSCRIPTION_REMINDER:
        return claim.subscription_ends_on
    if kind in (DeadlineKind.POE_REMINDER, "poe_aged"):
        return good_until(claim.poe_signed_on)
    if claim.request:
        return claim.request.answer_by
    if claim.status is Status.APPROVED:
        waits = claim.official_on and claim.official_on > scene.today
        return (
            claim.official_on
            if waits or not claim.poe_signed_on
            else good_until(claim.poe_signed_on)
        )
    return due.on if due else None


def for_reviewer(scene: Scene, claim: Claim, kind: str) -> Card:
    """Tell a reviewer about a claim: `submit`, `answer_action`, `dispute` or `withdraw`."""
    words = scene.words
    code = words.first(f"notice.reviewer.{kind}", "notice.reviewer.any")
    values = _values(scene, claim)
    act = "begin_review" if claim.status is Status.SUBMITTED else "open"
    verb = "begin_review" if act == "begin_review" else "open_claim"
    return card(
        [head(scene, claim), text(words(code, **values), spacing="Small")],
        [button(words, act, verb, stamp_for(scene, claim))],
        summary=words.plain(code, **values),
    )
