"""The reviewers' queue: what waits, nearest deadline first."""

from __future__ import annotations

from bot.cards.claim_rows import claim_row
from bot.cards.claims_list import filter_row, page_line, show_more
from bot.cards.kit import card, headline, hint, notes, sentence
from bot.cards.parts import role_name
from bot.cards.scene import Card, Element, Scene
from bot.claims.models import Claim, Status
from bot.claims.ports import ClaimPage

WAITING = [Status.SUBMITTED, Status.UNDER_REVIEW, Status.DISPUTED]


def queue(scene: Scene, page: ClaimPage, *, chosen: str = "", offset: int = 0) -> Card:
    """List the claims that wait for a reviewer; `chosen` is the status filter."""
    words, end = scene.words, offset + len(page.claims)
    facts = words("queue.waiting", count=page.total) if page.total else words("queue.none")
    more = [show_more(scene, "review", end)] if end < page.total else []
    return card(
        [
            headline(words("queue.headline")),
            *notes(scene),
            sentence(facts),
            filter_row(scene, "queue", chosen, WAITING) if page.total or chosen else None,
            *(_row(scene, claim) for claim in page.claims),
            page_line(scene, page, offset),
            hint(words("queue.hint")),
        ],
        more,
        summary=words.plain("queue.headline"),
    )


def _row(scene: Scene, claim: Claim) -> Element:
    words = scene.words
    role = role_name(words, claim.partner_role, short=True)
    who = words.plain("queue.partner", partner=scene.rules.partner_name, role=role)
    act = "begin_review" if claim.status is Status.SUBMITTED else "open"
    return claim_row(scene, claim, who=who, act=act)
