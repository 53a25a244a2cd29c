"""What a customer gets to read says the same in every language: mail, page and document."""

from __future__ import annotations

import json
import re
import string
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.text.words import FALLBACK, FOLDER

ROOT = Path(__file__).parents[2]
PLACES = {
    "mail": ROOT / "bot/mail/words",
    "page": ROOT / "bot/web/consent/words",
    "document": ROOT / "bot/files/words",
}
LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if (path / "common.toml").exists())
#: What stands between two sentences; Japanese has nothing there.
MAY_BE_EMPTY = {"_gap"}


def flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Give every text by its place in the file; a list's places are numbered."""
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, list):
            value = {str(number): each for number, each in enumerate(value)}
        found |= (
            flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
        )
    return found


def read(place: str, language: str) -> dict[str, str]:
    [path] = PLACES[place].glob(f"{language}.*")
    text = path.read_text(encoding="utf-8")
    return flat(json.loads(text) if path.suffix == ".json" else tomllib.loads(text))


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def is_form(code: str) -> bool:
    """Say whether a code is no words but how a language writes days, or what parts sentences."""
    return code.rpartition(".")[2].startswith("_")


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest, place: str) -> dict[str, str]:
    return read(place, request.param)


def test_the_customer_is_spoken_to_in_every_language_of_the_chat(place: str) -> None:
    assert sorted(path.stem for path in PLACES[place].iterdir()) == LANGUAGES
    assert len(LANGUAGES) == 6


def test_a_language_has_every_word_of_english_with_its_gaps(
    place: str, words: dict[str, str]
) -> None:
    english = read(place, FALLBACK)
    assert words.keys() == english.keys()
    for code, text in words.items():
        assert text.strip() or code in MAY_BE_EMPTY, code
        if not is_form(code):
            assert gaps(text) == gaps(english[code]), code


def is_sentence(text: str) -> bool:
    """Say whether there are so many words besides what is filled in that no two languages agree."""
    return len(re.findall(r"[^\W\d_]{2,}", re.sub(r"{\w+}", "", text))) > 2


def test_nothing_is_left_in_english(place: str) -> None:
    own = {language: read(place, language) for language in LANGUAGES}
    english = own.pop(FALLBACK)
    said = [code for code, text in english.items() if is_sentence(text) and not is_form(code)]
    assert said
    assert [(name, code) for name in own for code in said if own[name][code] == english[code]] == []


def test_sentences_end_as_the_language_ends_them(place: str, words: dict[str, str]) -> None:
    english = read(place, FALLBACK)
    ended = [code for code, text in english.items() if text.endswith(".")]
    assert ended
    bare = [
        code
        for code in ended
        if not re.search(r"[.。]$|\\.docx$|\{page\}$|\{claim\}$|様$", words[code])
    ]
    assert bare == []


@pytest.mark.parametrize("place", PLACES)
def test_french_signs_do_not_begin_a_line(place: str) -> None:
    torn = [
        code for code, text in read(place, "fr").items() if re.search(r"\S ?[;!?]|\w:| :", text)
    ]
    said = [code for code in torn if not code.startswith("_")]
    assert said == []
