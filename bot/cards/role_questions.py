"""The questions of the guided choice of a partner role, three at most."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import button
from bot.cards.error_box import error_summary
from bot.cards.inputs import Form
from bot.cards.kit import (
    card,
    headline,
    hint,
    notes,
    progress,
    sentence,
)
from bot.cards.scene import Card, Element, Scene
from bot.claims.roles import About, Activity, Bought, Facts

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
            *(notes(scene) or [sentence(words(f"which_first.{field}"))]),
            *Form(scene, None).choice(field, choices, required=True),
        ],
        [button(words, "next", "next", scene.stamp, primary=True)],
        summary=words.plain("which_first.headline"),
    )
