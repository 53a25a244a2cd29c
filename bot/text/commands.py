"""Reads typed commands and typed answers by exact words, never by likeness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from bot.text.choices import (
    read_choice,
    read_choices,
    read_items,
    read_section,
    section_names,
)
from bot.text.typed import (
    EDGES,
    after,
    any_of,
    bluntly,
    ends_asking,
    is_glued,
    is_question,
    languages,
    normal,
    small_words,
    table,
    without_end,
)
from bot.text.words import FALLBACK

__all__ = [
    "Command",
    "is_question",
    "normal",
    "read_choice",
    "read_choices",
    "read_command",
    "read_field_answer",
    "read_items",
    "read_section",
]

_MORE = "…"
#: Answers that are sentences: their end is theirs.
_SENTENCES = ("poe_summary", "comments")


class Command(NamedTuple):
    """A command as typed: its name, and the words behind it."""

    name: str
    rest: str = ""


@cache
def _commands(folder: str) -> tuple[tuple[str, str, bool], ...]:
    """Give (phrase, command, may have more behind it), longest phrase first."""
    given: Mapping[str, list[str]] = table(folder, "commands").get("commands", {})
    rows = [
        (normal(phrase.removesuffix(_MORE)) or phrase, name, phrase.endswith(_MORE))
        for name, phrases in given.items()
        for phrase in phrases
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def read_command(text: str, locale: str = "en") -> Command | None:
    """Read a command; English always works. None: it is an answer or a question."""
    for folder in languages(locale):
        plain = bluntly(text, folder)
        if name := _alone(folder).get(_heard(text)) or _alone(folder).get(_heard(plain)):
            return Command(name)
        for line in (*_turned(text, folder), *_turned(plain, folder), text, plain):
            if found := _command(line, folder, locale):
                return found
    return None


def _heard(text: str) -> str:
    return normal(text) or text.strip()


@cache
def _alone(folder: str) -> Mapping[str, str]:
    return {phrase: name for phrase, name, _ in _commands(folder)}


def _command(text: str, folder: str, locale: str) -> Command | None:
    """Read a command that has more words behind it."""
    said = normal(text)
    for phrase, name, more in _commands(folder):
        if more and said.startswith(f"{phrase} ") and not _means_else(text, said, phrase, locale):
            return Command(name, _behind(text, phrase))
    return None


def _turned(text: str, folder: str) -> Iterator[str]:
    """Give a line whose verb comes last with its verb first, as 「1042を承認」."""
    for pattern in _verb_last(folder):
        if found := pattern.match(text):
            thing, verb = found.groups()
            first, _, tail = verb.partition(" ")
            yield f"{first} {thing} {tail}"
            yield f"{verb} {thing}"


@cache
def _verb_last(folder: str) -> tuple[re.Pattern[str], ...]:
    """Give how a number or a file stands before a verb, and a section before "change"."""
    links = small_words(folder, "before_verb")
    glued = any_of(link for link in links if link.strip())
    apart = r"\s+" if " " in links else "(?!)"
    link = rf"(?:{apart}|\s*(?:{glued})\s*)"
    claims = rf"(?:(?:{_phrases(folder, 'claim')})\s*)?"
    patterns = (
        rf"^\s*{claims}(#?\d+|\S+\.\w+?)番?{link}(\S.*)$",
        rf"^\s*({any_of(section_names(folder))}){link}((?:{_phrases(folder, 'change')})\W*)$",
    )
    return tuple(re.compile(pattern, re.I) for pattern in patterns)


def _phrases(folder: str, name: str) -> str:
    rows = (row for each in (folder, FALLBACK) for row in _commands(each))
    return any_of(phrase for phrase, command, _ in rows if command == name)


def _means_else(text: str, said: str, phrase: str, locale: str) -> bool:
    """Say whether a line is a question, a role ("usage recognition"), or an answer to a field."""
    if ends_asking(text) or read_choice("partner_role", text, locale):
        return True
    answers = (answer for folder in languages(locale) for answer, _ in _answers(folder))
    return any(said.startswith(f"{each} ") for each in answers if len(each) > len(phrase))


def _behind(text: str, phrase: str) -> str:
    """Give the words behind a phrase as they were typed."""
    rest = after(text, phrase)
    return rest if " " in rest else rest.strip(EDGES)


def read_field_answer(text: str, locale: str = "en") -> tuple[str, str] | None:
    """Read one answer typed with its field's name, as in "tenant fabrikam.example".

    Gives the field's id and the value as typed. A domain behind "tenant" answers the domain.
    """
    said = normal(text)
    for folder in languages(locale):
        if whole := table(folder, "commands").get("whole", {}).get(said):
            return str(whole[0]), str(whole[1])
    if ends_asking(text):
        return None
    asks = is_question(text, locale)
    for folder in languages(locale):
        for phrase, field_id in _answers(folder):
            if asks and not is_question(f"{phrase} it", locale):
                continue  # only a name that itself begins as a question does
            value = _value(text, said, phrase, locale)
            if value is not None:
                plain = value if field_id in _SENTENCES else without_end(value, folder)
                return _looked_at(field_id, plain)
    return None


@cache
def _answers(folder: str) -> tuple[tuple[str, str], ...]:
    given: Mapping[str, list[str]] = table(folder, "commands").get("answers", {})
    rows = [(normal(phrase), field_id) for field_id, phrases in given.items() for phrase in phrases]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def _value(text: str, said: str, phrase: str, locale: str) -> str | None:
    """Give what is said of a field, without the word for "is" before it; None: nothing is."""
    if not said.startswith(phrase):
        return None
    words = [word for folder in languages(locale) for word in small_words(folder, "is")]
    for named in (f"{phrase}{word}" for word in words if is_glued(word)):
        if said.startswith(named) and len(said) > len(named):
            return after(text, named)
    if not said.startswith((f"{phrase} ", f"{phrase}:")):
        return None
    rest = after(text, phrase)
    # A capital belongs to a name: «client Est Ensemble».
    return next((rest[len(w) :].lstrip() for w in words if rest.startswith(f"{w} ")), rest)


def _looked_at(field_id: str, value: str) -> tuple[str, str]:
    is_domain = "." in value and " " not in value
    return ("customer_domain" if field_id == "tenant_id" and is_domain else field_id), value
