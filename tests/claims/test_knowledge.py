"""The knowledge files: every fact has its source, and every source the day it was checked."""

import re
import tomllib
from datetime import date

import pytest

from bot.claims.catalogue import KNOWLEDGE, Source, load_catalogue, sources
from bot.claims.roles import roles

HELP = """
required_information tenant_id partner_id subscription_id workloads poe status deadlines
customer_consent edit dispute disassociate competing_claim opt_out usage_data earnings renewal
access process
"""


def questions() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((KNOWLEDGE / "questions.toml").read_text(encoding="utf-8"))


def test_what_can_be_asked_is_what_people_script_against() -> None:
    assert sorted(questions()) == sorted(HELP.split())


def test_every_answer_names_sources_that_exist() -> None:
    for key, entry in questions().items():
        assert entry["sources"], key
        assert set(entry["sources"]) <= set(sources()), key
        assert set(entry) == {"phrases", "sources"}, key


def test_every_way_of_asking_belongs_to_one_answer() -> None:
    words = [
        (frozenset(phrase.casefold().split()), key)
        for key, entry in questions().items()
        for phrase in entry["phrases"]
    ]
    assert all(phrase for phrase, _ in words)
    assert len({phrase for phrase, _ in words}) == len(words)


def test_every_role_and_item_names_a_source_that_exists() -> None:
    catalogue = load_catalogue()
    named = {row.source for row in roles().values()}
    named |= {item.source for item in (*catalogue.workloads.values(), *catalogue.products.values())}
    assert named <= set(sources())


@pytest.mark.parametrize("source", sources().values(), ids=sources().keys())
def test_every_source_says_where_it_is_and_when_it_was_checked(source: Source) -> None:
    assert date.fromisoformat(source.checked) <= date(2100, 1, 1)
    assert source.title
    assert source.publisher
    if source.id == "assistant":
        assert source.url == ""
    else:
        assert re.fullmatch(r"https://(learn\.microsoft\.com|aka\.ms)/[\w./-]+", source.url)


def test_every_source_in_brackets_in_the_rules_exists() -> None:
    """Docstrings name the source of a rule as "(source: name)"."""
    folder = KNOWLEDGE.parent
    named = {
        name
        for module in folder.glob("*.py")
        for group in re.findall(r"\(sources?: ([^);:]+)[);]", module.read_text(encoding="utf-8"))
        for name in re.split(r",\s*", group)
    }
    assert named
    assert named <= set(sources()) | {"us"}
