"""The guided choice of a partner role: at most three questions, a result, and the ways out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.cards.buttons import button, link
from bot.cards.error_box import error_summary
from bot.cards.inputs import Form
from bot.cards.kit import (
    box,
    card,
    headline,
    hint,
    next_box,
    notes,
    progress,
    rows,
    sentence,
    small,
    text,
)
from bot.cards.scene import Card, Element, Scene
from bot.claims.catalogue import sources
from bot.claims.roles import About, Activity, Advice, Bought, Facts
from bot.text.answers import said

_REDIRECTS = {"co_op": "co_op", "pal": "pal", "mci_partner_activities": "mci"}
_ABOUTS = (About.MODERN_WORK_SECURITY, About.BUSINESS_APPLICATIONS, About.AZURE, About.CO_OP)
_GROUPS = {
    "solution_area": ("choice", _ABOUTS, "area"),
    "activity": ("activity_choice", tuple(Activity), "activity"),
    "purchase_channel": ("channel_choice", tuple(Bought), "channel"),
}


def _question(scene: Scene, facts: Facts, field: str, number: int) -> Card:
    words = scene.words
    group, ids, code = _GROUPS[field]
    choices = [(str(each), words.plain(f"which_role.{group}.{each}")) for each in ids]
    lead = f"which_role.{code}_sentence"
    buttons = [button(words, "next", "next", scene.stamp, primary=True)]
    if number > 1:
        buttons.append(button(words, "back", "back", scene.stamp, validates=False))
    return card(
        [
            progress(words("which_role.progress", number=number)),
            headline(words(f"which_role.{code}")),
            error_summary(scene, None, [field]),
            *notes(scene),
            sentence(words(lead)) if words.has(lead) else None,
            *_chosen(scene, facts, field, choices),
            hint(words(f"which_role.{code}_hint")),
        ],
        buttons,
        summary=words.plain(f"which_role.{code}"),
    )


def _chosen(
    scene: Scene, facts: Facts, field: str, choices: list[tuple[str, str]]
) -> list[Element]:
    known = {"solution_area": facts.about, "activity": facts.activity}
    elements = Form(scene, None).choice(field, choices, required=True)
    elements[0]["label"] = scene.words.plain(f"which_role.{_GROUPS[field][2]}_label")
    value = known.get(field, facts.bought)
    if value and "value" not in elements[0]:
        elements[0]["value"] = str(value)
    return elements


def ask_area(scene: Scene, facts: Facts) -> Card:
    """Ask what the work was about (input `solution_area`, also `azure` and `co_op`)."""
    return _question(scene, facts, "solution_area", 1)


def ask_activity(scene: Scene, facts: Facts) -> Card:
    """Ask what the partner did (input `activity`)."""
    return _question(scene, facts, "activity", 2)


def ask_channel(scene: Scene, facts: Facts) -> Card:
    """Ask how the customer bought (input `purchase_channel`, also `unknown`)."""
    return _question(scene, facts, "purchase_channel", 3)


def which_first(scene: Scene, field: str, ids: Sequence[str]) -> Card:
    """Ask which of two claims to make first; `field` is `solution_area` or `activity`."""
    words, group = scene.words, _GROUPS[field][0]
    choices = [(str(each), words.plain(f"which_role.{group}.{each}")) for each in ids]
    return card(
        [
            headline(words("which_first.headline")),
            sentence(words(f"which_first.{field}")),
            *Form(scene, None).choice(field, choices, required=True),
        ],
        [button(words, "next", "next", scene.stamp, primary=True)],
        summary=words.plain("which_first.headline"),
    )


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
