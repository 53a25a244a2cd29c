"""Reads typed commands, typed answers and typed choices by exact words, never by likeness."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from bot.claims.catalogue import Item, load_catalogue
from bot.claims.models import SolutionArea
from bot.claims.roles import roles
from bot.text.words import FALLBACK, FOLDER, language, load

_MORE = "…"
_EDGES = " \t\r\n.,;:!…\"'“”„«»*_`。、・「」『』"
_LISTED = re.compile(r"\s*(?:[,;+&/、，・]|\band\b)\s*", re.I)
#: Where Japanese and Latin writing meet without a space, and what may stand there.
_SIGN = "\u3005\u3040-\u30ff\u3400-\u9fff"
_SEAM = re.compile(rf"(?<=[{_SIGN}])(?=[a-z0-9#])|(?<=[a-z0-9])(?=[{_SIGN}])")
_BETWEEN = " \t\r\n\u3000:：=＝"
_POLITE_END = re.compile(r"(?:です|になります)[。.]?\s*$")
_WORD = re.compile(r"[\w-]+")
#: Groups of shown names that a choice may be typed by.
_SHOWN = {
    "solution_area": ("area", "which_role.choice"),
    "partner_role": ("role", "role_short"),
    "purchase_channel": ("channel", "which_role.channel_choice"),
    "activity": ("which_role.activity_choice",),
    "rejection_reason": ("rejection_reason",),
}


class Command(NamedTuple):
    """A command as typed: its name, and the words behind it."""

    name: str
    rest: str = ""


def normal(text: str) -> str:
    """Give text as it is compared: one case, one kind of apostrophe and dash, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = folded.replace("’", "'").replace("–", "-").replace("—", "-").replace("‑", "-")
    return " ".join(_SEAM.sub(" ", plain.strip(_EDGES)).split())


def _after(text: str, phrase: str) -> str:
    """Give what stands behind a phrase, as it was typed: widths and spaces of the rest are kept."""
    reach = range(1, min(len(text), 2 * len(phrase) + 9) + 1)
    end = next((i for i in reach if normal(text[:i]) == phrase), len(text))
    return text[end:].strip(_BETWEEN)


@cache
def _typed(folder: str, name: str) -> Mapping[str, Any]:
    path = FOLDER / folder / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _languages(locale: str) -> list[str]:
    """Give the person's language, and English, which always works."""
    return list(dict.fromkeys((language(locale), FALLBACK)))


@cache
def _commands(folder: str) -> tuple[tuple[str, str, bool], ...]:
    """Give (phrase, command, may have more behind it), longest phrase first."""
    table: Mapping[str, list[str]] = _typed(folder, "commands").get("commands", {})
    rows = [
        (normal(phrase.removesuffix(_MORE)) or phrase, name, phrase.endswith(_MORE))
        for name, phrases in table.items()
        for phrase in phrases
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def read_command(text: str, locale: str = "en") -> Command | None:
    """Read a command; English always works. None: it is an answer or a question."""
    said = normal(text) or text.strip()
    for folder in _languages(locale):
        for phrase, name, more in _commands(folder):
            if said == phrase:
                return Command(name)
            if more and said.startswith(f"{phrase} ") and not _means_else(text, said, phrase):
                return Command(name, _behind(text, phrase))
    return None


def _means_else(text: str, said: str, phrase: str) -> bool:
    """Say whether a line is a question, a role ("usage recognition"), or an answer to a field."""
    if read_choice("partner_role", text):
        return True
    answers = (answer for answer, _ in _answers(FALLBACK) if len(answer) > len(phrase))
    return _ends_asking(text) or any(said.startswith(f"{each} ") for each in answers)


def _behind(text: str, phrase: str) -> str:
    """Give the words behind a phrase as they were typed."""
    rest = _after(text, phrase)
    return rest if " " in rest else rest.strip(_EDGES)


def _ends_asking(text: str) -> bool:
    return text.rstrip(" \u3000。」』").endswith(("?", "？"))


def is_question(text: str, locale: str = "en") -> bool:
    """Say whether a line asks something: by its question mark, or by how it begins."""
    if _ends_asking(text):
        return True
    said = f"{normal(text)} "
    ends = (
        end
        for folder in _languages(locale)
        for end in _typed(folder, "commands").get("questions", {}).get("ends", ())
    )
    if said.rstrip().endswith(tuple(ends)):
        return True
    begins = (
        begin
        for folder in _languages(locale)
        for begin in _typed(folder, "commands").get("questions", {}).get("begins", ())
    )
    return said.count(" ") > 1 and any(said.startswith(f"{begin} ") for begin in begins)


def read_field_answer(text: str, locale: str = "en") -> tuple[str, str] | None:
    """Read one answer typed with its field's name, as in "tenant fabrikam.example".

    Gives the field's id and the value as typed. A domain behind "tenant" answers the domain.
    """
    said = normal(text)
    for folder in _languages(locale):
        if whole := _typed(folder, "commands").get("whole", {}).get(said):
            return str(whole[0]), str(whole[1])
    if is_question(text, locale):
        return None
    for folder in _languages(locale):
        for phrase, field_id in _answers(folder):
            for named in (phrase, f"{phrase}は"):
                if said.startswith((f"{named} ", f"{named}:")):
                    return _looked_at(field_id, _value(text, named))
    return None


@cache
def _answers(folder: str) -> tuple[tuple[str, str], ...]:
    table: Mapping[str, list[str]] = _typed(folder, "commands").get("answers", {})
    rows = [(normal(phrase), field_id) for field_id, phrases in table.items() for phrase in phrases]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def _value(text: str, phrase: str) -> str:
    rest = re.sub(r"^is\s+", "", _after(text, phrase), flags=re.I)
    return _POLITE_END.sub("", rest) if phrase.endswith("は") else rest


def _looked_at(field_id: str, value: str) -> tuple[str, str]:
    is_domain = "." in value and " " not in value
    return ("customer_domain" if field_id == "tenant_id" and is_domain else field_id), value


def read_choice(field_id: str, text: str, locale: str = "en") -> str | None:
    """Give the choice's id for an exact name, alias or id of it."""
    said = normal(text)
    for folder in _languages(locale):
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
    parts = [part for part in _LISTED.split(text) if normal(part)]
    found = [read_choice(field_id, part, locale) for part in parts]
    if found and all(found):
        return list(dict.fromkeys(each for each in found if each))
    said = set(_WORD.findall(normal(text)))
    rows = [
        choice
        for folder in _languages(locale)
        for choice, names in _typed(folder, "choices").get(f"said_{field_id}", {}).items()
        if said & set(names)
    ]
    return list(dict.fromkeys(rows))


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
    table: Mapping[str, list[str]] = _typed(folder, "choices").get(field_id, {})
    found |= {normal(alias): choice for choice, aliases in table.items() for alias in aliases}
    for group in _SHOWN.get(field_id, ()):
        found |= {
            normal(words): code.rsplit(".", 1)[1]
            for code, words in load(folder).items()
            if code.rpartition(".")[0] == group
        }
    return found | {normal(choice): choice for choice in [*table, *found.values()]}


def _all_names(item: Item) -> Iterable[str]:
    return (item.name, *item.aliases)


def read_items(text: str, items: Mapping[str, Item]) -> tuple[list[str], list[str]]:
    """Give the ids found in "Teams, Exchange and SharePoint", and the parts not understood.

    A name with a comma or an "and" of its own is understood too.
    """
    names = {normal(name): item.id for item in items.values() for name in _all_names(item)}
    names |= {normal(item_id): item_id for item_id in items}
    found: dict[str, None] = {}
    unknown: list[str] = []
    for part in re.split(r"[,;\n、，・]+", _without_commas(text, names)):
        _read_part(part, names, found, unknown)
    return list(found), unknown


def _without_commas(text: str, names: Mapping[str, str]) -> str:
    """Replace names that contain a comma by their ids, so that the list can be taken apart."""
    for name in sorted((name for name in names if "," in name), key=len, reverse=True):
        text = re.sub(re.escape(name), names[name], text, flags=re.I)
    return text


def _read_part(
    part: str, names: Mapping[str, str], found: dict[str, None], unknown: list[str]
) -> None:
    said = normal(part)
    if said in names:
        found[names[said]] = None
        return
    halves = re.split(r"\s+(?:and|&|\+)\s+|^(?:and|&|\+)\s+", part, maxsplit=1, flags=re.I)
    if len(halves) > 1:
        for half in halves:
            _read_part(half, names, found, unknown)
    elif said:
        unknown.append(part.strip())
