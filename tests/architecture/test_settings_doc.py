"""Holds docs/SETTINGS.md to the settings there are: names, defaults, and what production needs."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import PREFIX, Settings
from bot.settings_rules import MUST

ROW = re.compile(r"^\| `([A-Z_]+)` \|(.*)\|$", re.MULTILINE)
NAMED = re.compile(rf"\b{PREFIX}([A-Z_]+)=")


@pytest.fixture(scope="module")
def text(root):
    return (root / "docs/SETTINGS.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rows(text):
    """Name to (type, default, in production, meaning)."""
    found = ROW.findall(text)
    assert len(found) == len(dict(found)), "a setting is explained twice"
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in found}


def written(default):
    """A default as the page writes it."""
    plain = default.get_secret_value() if isinstance(default, SecretStr) else default
    if isinstance(plain, (tuple, dict)):
        plain = ", ".join(plain)
    return (
        "" if plain in (None, "") else f"`{plain.as_posix() if isinstance(plain, Path) else plain}`"
    )


def test_every_setting_is_explained_and_nothing_else(rows):
    assert set(rows) == {name.upper() for name in Settings.model_fields}


def test_the_defaults_are_true(rows):
    told = {name: cells[1] for name, cells in rows.items()}
    true = {name.upper(): written(row.default) for name, row in Settings.model_fields.items()}
    assert told == true


def test_what_production_needs_is_true(rows):
    told = {name for name, cells in rows.items() if cells[2] == "**needed**"}
    assert told == set(MUST)


def test_every_setting_has_type_and_meaning(rows):
    assert not [
        name for name, cells in rows.items() if len(cells) != 4 or not cells[0] or not cells[3]
    ]


def test_the_example_names_settings_and_all_that_are_needed(text):
    named = set(NAMED.findall(text)) - {"NAME"}
    assert named <= {name.upper() for name in Settings.model_fields}
    assert set(MUST) <= named
