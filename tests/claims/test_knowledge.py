"""The knowledge files: every fact has its source, and every source the day it was checked."""

import re
from datetime import date

import pytest

from bot.claims.catalogue import KNOWLEDGE, Source, load_catalogue, sources
from bot.claims.roles import roles


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
