"""Reads the typed names of what can be chosen: roles, areas, statuses, sections, items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from bot.claims.catalogue import Item, load_catalogue
from bot.claims.models import SolutionArea
from bot.claims.roles import roles
from bot.text.typed import (
    between_choices,
    between_items,
    is_glued,
    is_question,
    languages,
    normal,
    table,
)
from bot.text.words import load

_WORD = re.compile(r"[\w-]+")
#: Groups of shown names that a choice may be typed by.
_SHOWN = {
    "solution_area": ("area", "which_role.choice"),
    "partner_role": ("role", "role_short"),
    "purchase_channel": ("channel", "which_role.channel_choice"),
    "activity": ("which_role.activity_choice",),
    "rejection_reason": ("rejection_reason",),
    "status": ("status",),
}


def read_choice(field_id: str, text: str, locale: str = "en") -> str | None:
    """Give the choice's id for an exact name, alias or id of it."""
    said = normal(text)
    for folder in languages(locale):
        if found := _names(folder, field_id).get(said):
            return found
    return None


def read_choices(field_id: str, text: str, locale: str = "en") -> list[str]:
    """Give every choice a line names, as "Teams and Dynamics 365" or "we trained them".

    A sentence is understood for the activity only, by exact words; a line that asks is none.
    """
    whole = read_choice(field_id, text, locale)
    if whole or is_question(text, locale):
        return [whole] if whole else []
    parts = between_choices(languages(locale)).split(text)
    found = [read_choice(field_id, part, locale) for part in parts if normal(part)]
    if found and all(found):
        return list(dict.fromkeys(each for each in found if each))
    return list(dict.fromkeys(_said(field_id, normal(text), locale)))


def _said(field_id: str, text: str, locale: str) -> Iterable[str]:
    """Give the choices whose words stand in a sentence; Japanese has no spaces around them."""
    said = set(_WORD.findall(text))
    for folder in languages(locale):
        for choice, names in table(folder, "choices").get(f"said_{field_id}", {}).items():
            if said & set(names) or any(is_glued(name) and name in text for name in names):
                yield choice


def read_section(text: str, locale: str = "en") -> str | None:
    """Give the id of the section of a claim that is named: "contacts", «los contactos»."""
    said = normal(text)
    for folder in languages(locale):
        if found := section_names(folder).get(said):
            return found
    return None


@cache
def section_names(folder: str) -> Mapping[str, str]:
    """Give every name of a section in a language, with the section's id."""
    sections: Mapping[str, list[str]] = table(folder, "commands").get("sections", {})
    shown = {normal(load(folder)[f"step.{section}"]): section for section in sections}
    return shown | {normal(name): section for section, names in sections.items() for name in names}


@cache
def _names(folder: str, field_id: str) -> Mapping[str, str]:
    """Give every name of a field's choices, the weakest first so that the strongest stays."""
    found: dict[str, str] = {}
    if field_id == "solution_area":
        for area in SolutionArea:
            items = load_catalogue().items(area).values()
            found |= {normal(name): str(area) for item in items for name in _all_names(item)}
    if field_id == "partner_role":
        found |= {normal(old): str(row.id) for row in roles().values() for old in row.old_names}
    given: Mapping[str, list[str]] = table(folder, "choices").get(field_id, {})
    found |= {normal(alias): choice for choice, aliases in given.items() for alias in aliases}
    for group in _SHOWN.get(field_id, ()):
        found |= {
            normal(words): code.rsplit(".", 1)[1]
            for code, words in load(folder).items()
            if code.rpartition(".")[0] == group
        }
    return found | {normal(choice): choice for choice in [*given, *found.values()]}


def _all_names(item: Item) -> Iterable[str]:
    return (item.name, *item.aliases)


def read_items(
    text: str, items: Mapping[str, Item], locale: str = "en"
) -> tuple[list[str], list[str]]:
    """Give the ids found in "Teams, Exchange and SharePoint", and the parts not understood.

    A name with a comma or an "and" of its own is understood too.
    """
    names = {normal(name): item.id for item in items.values() for name in _all_names(item)}
    names |= {normal(item_id): item_id for item_id in items}
    ands = between_items(languages(locale))
    found: dict[str, None] = {}
    unknown: list[str] = []
    for part in re.split(r"[,;\n、，・]+", _without_commas(text, names)):
        _read_part(part, names, ands, found, unknown)
    return list(found), unknown


def _without_commas(text: str, names: Mapping[str, str]) -> str:
    """Replace names that contain a comma by their ids, so that the list can be taken apart."""
    for name in sorted((name for name in names if "," in name), key=len, reverse=True):
        text = re.sub(re.escape(name), names[name], text, flags=re.I)
    return text


def _read_part(
    part: str,
    names: Mapping[str, str],
    ands: re.Pattern[str],
    found: dict[str, None],
    unknown: list[str],
) -> None:
    said = normal(part)
    if said in names:
        found[names[said]] = None
        return
    halves = ands.split(part, maxsplit=1)
    if len(halves) > 1:
        for half in halves:
            _read_part(half, names, ands, found, unknown)
    elif said:
        unknown.append(part.strip())
