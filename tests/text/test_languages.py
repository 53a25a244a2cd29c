"""Every language says the same things as English, and understands its own typed words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from bot.claims.models import Status
from bot.text.commands import (
    Command,
    normal,
    read_choice,
    read_command,
    read_field_answer,
    read_section,
)
from bot.text.words import FALLBACK, FOLDER, load

LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if (path / "common.toml").exists())
MORE = "…"


def table(folder: str, name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / folder / f"{name}.toml").read_text(encoding="utf-8"))


def phrases(folder: str) -> Iterator[tuple[str, str]]:
    """Give every command with each way to type it."""
    for name, ways in table(folder, "commands")["commands"].items():
        yield from ((name, way) for way in ways)


@pytest.fixture(params=LANGUAGES)
def folder(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_language_has_every_file(folder: str) -> None:
    names = {path.name for path in (FOLDER / folder).iterdir()}
    assert names == {path.name for path in (FOLDER / FALLBACK).iterdir()}


def test_a_language_has_the_codes_of_english_with_their_values_and_marks(folder: str) -> None:
    ours, english = load(folder), load(FALLBACK)
    assert ours.keys() == english.keys()
    for code, text in ours.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[code])), code
        assert text.count("**") == english[code].count("**"), code
        assert text.strip(), code


@pytest.mark.parametrize("name", ["commands", "choices"])
def test_a_language_has_the_typed_words_of_english(name: str, folder: str) -> None:
    ours, english = table(folder, name), table(FALLBACK, name)
    assert ours.keys() == english.keys()
    for group in english.keys() - {"whole", "questions"}:
        assert ours[group].keys() == english[group].keys(), group
    if name == "commands":
        assert {*map(tuple, ours["whole"].values())} == {*map(tuple, english["whole"].values())}
        assert ours["questions"]["begins"]


def test_no_two_commands_share_a_word(folder: str) -> None:
    said = {(normal(way.removesuffix(MORE)) or way, name) for name, way in phrases(folder)}
    shared = [way for way, count in Counter(way for way, _ in said).items() if count > 1]
    assert shared == []


def test_every_way_to_type_a_command_is_read(folder: str) -> None:
    for name, way in phrases(folder):
        said = way.removesuffix(MORE)
        assert read_command(said, folder) == Command(name), way
        if way.endswith(MORE):
            assert read_command(f"{said} 1042", folder) == Command(name, "1042"), way


def test_every_word_for_a_field_answers_that_field(folder: str) -> None:
    for field_id, ways in table(folder, "commands")["answers"].items():
        for way in ways:
            assert read_field_answer(f"{way} x1", folder) == (field_id, "x1"), way
            assert read_field_answer(f"{way}: x1", folder) == (field_id, "x1"), way


def test_every_answer_that_stands_alone_is_read(folder: str) -> None:
    for way, (field_id, value) in table(folder, "commands")["whole"].items():
        assert read_field_answer(way, folder) == (field_id, value), way


def test_every_name_of_a_section_is_read(folder: str) -> None:
    for section, ways in table(folder, "commands")["sections"].items():
        for way in [*ways, load(folder)[f"step.{section}"]]:
            assert read_section(way, folder) == section, way


def test_every_status_is_read_by_its_shown_name(folder: str) -> None:
    for status in Status:
        assert read_choice("status", load(folder)[f"status.{status}"], folder) == status


def test_every_other_name_of_a_choice_is_read(folder: str) -> None:
    for group, names in table(folder, "choices").items():
        if group.startswith("said_"):
            continue
        for choice, ways in names.items():
            for way in ways:
                assert read_choice(group, way, folder) == choice, way


def test_bold_is_drawn_bold(folder: str) -> None:
    """Marks between a full stop or a bracket and a letter would be shown as asterisks."""
    for code, text in load(folder).items():
        filled = text.replace("{day}", "9 (x)").format_map(Counter())
        for number, mark in enumerate(re.finditer(r"\*\*", filled)):
            before = filled[mark.start() - 1 : mark.start()] or " "
            after = filled[mark.end() : mark.end() + 1] or " "
            inner, outer = (before, after) if number % 2 else (after, before)
            assert not inner.isspace(), code
            assert inner.isalnum() or not outer.isalnum(), code
