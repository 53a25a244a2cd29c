"""What the guided choice of a partner role comes to: a role, or the ways out."""

from __future__ import annotations

from datetime import date

from bot.cards.buttons import button, link
from bot.cards.kit import (
    box,
    card,
    headline,
    hint,
    next_box,
    progress,
    rows,
    sentence,
    small,
    text,
)
from bot.cards.role_questions import ask_activity, ask_area, ask_channel, which_first
from bot.cards.scene import Card, Element, Scene
from bot.claims.catalogue import sources
from bot.claims.roles import About, Advice, Facts
from bot.text.answers import said

__all__ = [
    "ask_activity",
    "ask_area",
    "ask_channel",
    "no_role",
    "redirect",
    "result",
    "source_line",
    "which_first",
]
_REDIRECTS = {"co_op": "co_op", "pal": "pal", "mci_partner_activities": "mci"}


def _known(scene: Scene, facts: Facts) -> list[Element]:
    words = scene.words
    pairs = [
        ("area_short", "choice" if facts.about in (About.AZURE, About.CO_OP) else "", facts.about),
        ("activity_label", "activity_choice", facts.activity),
        ("channel_label", "channel_choice", facts.bought),
    ]
    found = []
    for label, group, value in pairs:
        if value:
            code = f"which_role.{group}.{value}" if group else f"area.{value}"
            found.append((words(f"which_role.{label}"), words(code)))
    return rows(found, "Medium")


def source_line(scene: Scene, source_id: str) -> Element | None:
    """Draw where an answer comes from and when that was last checked."""
    source = sources().get(source_id)
    if source is None or not source.url:
        return None
    words = scene.words
    checked = words.date_long(date.fromisoformat(source.checked))
    line = words("card.source", publisher=source.publisher, title=source.title, checked=checked)
    return small(line)


def result(scene: Scene, advice: Advice, facts: Facts) -> Card:
    """Name the role that fits, with the rule that decided."""
    words, answer = scene.words, said(scene.words, scene.rules, advice.id)
    why = [text(words("which_role.why", why=answer.why)), source_line(scene, "seed")]
    start = button(
        words, "start_with_role", "new_claim", scene.stamp, choice=str(advice.role), primary=True
    )
    return card(
        [
            progress(words("which_role.result")),
            headline(answer.title),
            sentence(words("which_role.channel_open")) if advice.channel_open else None,
            sentence(answer.text),
            *_known(scene, facts),
            box([each for each in why if each]),
            text(words("which_role.check"), spacing="Medium"),
            hint(words("which_role.result_hint")),
        ],
        [start, button(words, "change_answers", "back", scene.stamp, validates=False)],
        summary=answer.plain_title,
    )


def no_role(scene: Scene, advice: Advice, facts: Facts) -> Card:
    """Say that no role fits, why, and that nothing was started."""
    words, answer = scene.words, said(scene.words, scene.rules, advice.id)
    code = "change_channel" if advice.id.endswith("csp_purchase") else "change_answers"
    return card(
        [
            progress(words("which_role.none")),
            headline(answer.title),
            sentence(answer.text),
            *_known(scene, facts),
            next_box(words, words(f"which_role.{code}")),
            hint(words("which_role.change_hint")),
        ],
        [button(words, "change_answers", "back", scene.stamp, validates=False, primary=True)],
        summary=answer.plain_title,
    )


def redirect(scene: Scene, advice: Advice) -> Card:
    """Point to where this work is claimed instead."""
    words, answer = scene.words, said(scene.words, scene.rules, advice.id)
    source = sources().get(_REDIRECTS.get(advice.id.partition(":")[2], ""))
    buttons = [link(words, "open_page", source.url)] if source and source.url else []
    return card(
        [
            progress(words("which_role.elsewhere")),
            headline(answer.title),
            sentence(answer.text),
            hint(words("which_role.change_hint")),
        ],
        [*buttons, button(words, "change_answers", "back", scene.stamp, validates=False)],
        summary=answer.plain_title,
    )
