"""What the customer uses, for an association that is official."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.cards.kit import BULLET_WIDTH, card, headline, hint, marked, notes, sentence
from bot.cards.parts import customer
from bot.cards.scene import Card, Element, Scene
from bot.cards.status_frame import head, see_details
from bot.claims.models import Claim
from bot.text.words import Words


@dataclass(frozen=True, slots=True)
class UsageRow:
    """One workload or product in one month, as Partner Center's usage download has it."""

    item: str
    month: date
    active_users: int
    paid_units: int
    high_water: int | None = None
    """Highest monthly active users before the association, where known."""


def usage_card(scene: Scene, claim: Claim, rows: Sequence[UsageRow]) -> Card:
    """Show active users against paid units per item; with no rows, say from when there are some.

    `rows` may carry several months; the newest is shown, the one before gives the trend.
    """
    words, name = scene.words, customer(scene.words, claim)
    newest = max((row.month for row in rows), default=None)
    if newest is None:
        return _none(scene, claim, name)
    shown = [row for row in rows if row.month == newest]
    title, values = "usage.headline", {"customer": name, "month": words.month(newest)}
    return card(
        [
            head(scene, claim),
            headline(words(title, **values)),
            *notes(scene),
            sentence(words("usage.sentence")),
            *(_line(scene, row, _before(rows, row)) for row in shown),
            hint(words("state.hint", id=claim.id)),
        ],
        [see_details(scene, claim)],
        summary=words.plain(title, **values),
    )


def _none(scene: Scene, claim: Claim, name: str) -> Card:
    words, day = scene.words, claim.official_on
    told = words("usage.none", day=words.date_full(day)) if day else words("usage.not_official")
    return card(
        [
            head(scene, claim),
            headline(words("usage.none_headline", customer=name)),
            *notes(scene),
            sentence(told),
        ],
        [see_details(scene, claim)],
        summary=words.plain("usage.none_headline", customer=name),
    )


def _before(rows: Sequence[UsageRow], row: UsageRow) -> UsageRow | None:
    earlier = [each for each in rows if each.item == row.item and each.month < row.month]
    return max(earlier, key=lambda each: each.month, default=None)


def _line(scene: Scene, row: UsageRow, before: UsageRow | None) -> Element:
    words = scene.words
    percent = round(100 * row.active_users / row.paid_units) if row.paid_units else 0
    facts = [
        words.plain("usage.row", active=row.active_users, paid=row.paid_units, percent=percent)
    ]
    facts += [_trend(words, row.active_users - before.active_users)] if before else []
    if row.high_water is not None:
        facts.append(words.plain("usage.high_water", count=row.high_water))
    name = scene.rules.catalogue.name(row.item)
    return marked("•", name, " · ".join(facts), color="Default", bold=True, width=BULLET_WIDTH)


def _trend(words: Words, by: int) -> str:
    if by == 0:
        return words.plain("usage.trend_same")
    return words.plain("usage.trend_up" if by > 0 else "usage.trend_down", by=abs(by))
