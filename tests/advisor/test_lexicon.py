"""How words are found to mean something: whole words, beginnings, gaps, and the longest wins."""

import tomllib

import pytest

from bot.advisor.lexicon import FOLDER, Lexicon, lexicon
from bot.advisor.reading import words_of
from bot.claims.catalogue import load_catalogue
from bot.claims.models import PartnerRole
from bot.claims.roles import About, Activity, Bought


def meanings(table: dict[str, list[str]], text: str) -> list[str]:
    return [mark.meaning for mark in Lexicon(table).marks(words_of(text))]


def test_a_star_stands_for_any_ending_and_dots_for_a_few_words() -> None:
    table = {"activity.x": ["adopt*", "drive … use"]}
    assert meanings(table, "adoption") == ["activity.x"]
    assert meanings(table, "we drive their daily use") == ["activity.x"]
    assert meanings(table, "we drive cars and then some more of us use it") == []
    assert meanings(table, "readopt") == []


def test_a_comma_between_the_words_of_a_name_does_no_harm() -> None:
    assert meanings({"bought.x": ["bought … online"]}, "bought, they say, online") == ["bought.x"]


def test_within_a_group_the_longest_of_overlapping_names_stays() -> None:
    table = {"about.a": ["defender"], "about.b": ["defender for cloud"], "bought.c": ["cloud"]}
    assert meanings(table, "Defender for Cloud") == ["about.b", "bought.c"]
    assert meanings(table, "Defender for Cloud and Defender") == ["about.b", "bought.c", "about.a"]


def test_japanese_is_found_inside_a_run_of_signs() -> None:
    assert meanings({"activity.x": ["導入"]}, "Teamsの導入を支援") == ["activity.x"]


def area_of(name: str) -> list[str]:
    words = words_of(name)
    return [mark.value for mark in lexicon().marks(words) if mark.kind == "about"]


@pytest.mark.parametrize("item", load_catalogue().workloads.values(), ids=lambda item: item.id)
def test_every_workload_is_known_as_modern_work(item) -> None:
    assert set(area_of(item.name)) == {"modern_work_security"}


@pytest.mark.parametrize("item", load_catalogue().products.values(), ids=lambda item: item.id)
def test_every_product_is_known_as_business_applications(item) -> None:
    assert set(area_of(f"Dynamics 365 {item.name}")) == {"business_applications"}


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Defender", "modern_work_security"),
        ("Defender for Cloud", "azure"),
        ("Defender for Cloud Apps", "modern_work_security"),
        ("Azure AD", "modern_work_security"),
        ("Azure", "azure"),
        ("Copilot", "copilot"),
        ("Copilot Studio", "business_applications"),
        ("Microsoft 365 Copilot", "modern_work_security"),
        ("GitHub Copilot", "unlisted"),
        ("Windows 365", "unlisted"),
        ("OneDrive", "modern_work_security"),
        ("Teams Rooms", "modern_work_security"),
        ("Yammer", "modern_work_security"),
        ("D365 F&O", "business_applications"),
    ],
)
def test_names_that_contain_each_other_are_told_apart(name: str, area: str) -> None:
    assert area_of(name) == [area]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_what_patterns_stand_for_exists(path) -> None:
    known = {
        "about": {*About, "unlisted", "copilot", "pal"},
        "activity": {*Activity, *PartnerRole, "influenced"},
        "bought": {*Bought, "role_of_csp"},
        "maybe": {*About, *Activity},
        "pay": {"wanted", "not_wanted"},
        "word": {
            *("not_before", "not_after", "not_near", "not_only", "others"),
            *("but", "and", "unsure", "inside"),
        },
    }
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(data) <= set(known)
    assert all(set(data[kind]) <= known[kind] for kind in data)
    assert all(words_of(text) for kind in data.values() for rows in kind.values() for text in rows)
