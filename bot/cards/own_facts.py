"""Puts what is known of one claim into words, for the answer to a question about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.cards.buttons import button
from bot.cards.kit import card, headline, notes, progress, sentence, small, text, two_columns
from bot.cards.parts import customer, stamp_for, status_words
from bot.cards.scene import Card, Element, Scene
from bot.claims.models import Claim
from bot.text.markdown import Markdown, escape
from bot.text.words import Words

#: A code of the words in `own.…`, and the values in it as the claim holds them.
Fact = tuple[str, Mapping[str, object]]
#: Letters of somebody else's words that are repeated at most.
_QUOTED = 300
#: Claims offered at most where a question fits several.
_OFFERED = 3
_ENDS = (".", "!", "?", "…", "。", "！", "？")


def own_lines(scene: Scene, claim: Claim, facts: Sequence[Fact]) -> list[Markdown]:
    """Give the facts as lines: the first a headline, the others sentences."""
    lines = [_line(scene, claim, fact) for fact in facts]
    return [*lines[:1], *(_sentence(scene, line) for line in lines[1:])]


def _sentence(scene: Scene, line: Markdown) -> Markdown:
    """End a line, unless somebody else's words at its end do."""
    return line if line.endswith(_ENDS) else scene.words("own.then", what=line)


def own_summary(scene: Scene, claim: Claim, facts: Sequence[Fact]) -> str:
    """Give the first fact as plain text, for a notification."""
    code, values = facts[0]
    return scene.words.plain(f"own.{code}", **_said(scene, claim, values))


def _line(scene: Scene, claim: Claim, fact: Fact) -> Markdown:
    code, values = fact
    return scene.words(f"own.{code}", **_said(scene, claim, values))


def _said(scene: Scene, claim: Claim, values: Mapping[str, object]) -> dict[str, object]:
    """Turn values into what is shown: days as dates, ids as names."""
    shown = {name: _value(scene, name, value) for name, value in values.items()}
    return {"customer": customer(scene.words, claim), **shown}


def _value(scene: Scene, name: str, value: object) -> object:
    words = scene.words
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.date(value)
    if name in ("role", "reason"):
        return words.plain(f"{'role' if name == 'role' else 'rejection_reason'}.{value}")
    if name == "field":
        return words.plain(f"field.{value}.short")
    if isinstance(value, tuple):
        return _list(scene, name, (str(each) for each in value))
    if isinstance(value, str) and len(value) > _QUOTED:
        return escape(f"{value[:_QUOTED].rstrip()}…")
    return value


def _list(scene: Scene, name: str, ids: Iterable[str]) -> str:
    words = scene.words
    if name == "items":
        return words.list(scene.rules.catalogue.names(tuple(ids)))
    if name == "fields":
        return words.list(words.plain(_field(scene, each)) for each in ids)
    return words.list(ids)


def _field(scene: Scene, field_id: str) -> str:
    return scene.words.first(f"field.{field_id}.short", f"own.missing.{field_id}")


def own_part(scene: Scene, claim: Claim, facts: Sequence[Fact]) -> list[Element]:
    """Draw what is known of the claim, above the rule."""
    words, (first, *rest) = scene.words, own_lines(scene, claim, facts)
    return [
        progress(words("own.progress", customer=customer(words, claim)), _number(words, claim)),
        headline(first),
        *notes(scene),
        *map(sentence, rest),
    ]


def which_claim(scene: Scene, claims: Sequence[Claim]) -> Card:
    """Ask which of several claims a question is about: three at most, the likeliest first."""
    words = scene.words
    buttons = [
        button(words, "open_number", "open_claim", stamp_for(scene, each), id=each.id)
        for each in claims[:_OFFERED]
    ]
    rows = [
        two_columns(
            text(customer(words, each)),
            small(f"{_number(words, each)} · {status_words(words, each)}"),
        )
        for each in claims[:_OFFERED]
    ]
    return card(
        [headline(words("own.which")), sentence(words("own.which_sentence")), *rows],
        buttons,
        summary=words.plain("own.which"),
    )


def _number(words: Words, claim: Claim) -> str:
    return words("card.claim", id=claim.id)
