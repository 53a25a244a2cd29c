"""Which catalogue items a document names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.claims.catalogue import load_catalogue
from bot.claims.naming import named_items

CATALOGUE = load_catalogue()
WORKLOADS = list(CATALOGUE.workloads.values())
PRODUCTS = list(CATALOGUE.products.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We rolled out Exchange Online and Intune.", {"exchange_online", "intune"}),
        ("EXCHANGE   ONLINE", {"exchange_online"}),
        ("Exchange\u00a0Online", {"exchange_online"}),
        ("Exchange\nOnline", {"exchange_online"}),
        ("Share-\nPoint Online", {"sharepoint_online"}),
        ("Teams Phone for all", {"teams_phone"}),
        ("Teams and Teams Phone", {"teams", "teams_phone"}),
        ("all teams were trained", set()),
        ("Teamsters", set()),
        ("", set()),
    ],
)
def test_workloads_are_found_as_a_reviewer_would_find_them(text: str, found: set[str]) -> None:
    assert set(named_items(text, WORKLOADS)) == found


def test_everyday_words_are_not_products() -> None:
    assert named_items("we help with sales and finance", PRODUCTS) == ()


def test_ids_come_in_the_order_of_the_catalogue() -> None:
    text = ", ".join(item.name for item in reversed(WORKLOADS))
    assert named_items(text, WORKLOADS) == tuple(item.id for item in WORKLOADS)


@given(st.text(), st.sampled_from(WORKLOADS + PRODUCTS))
def test_a_name_is_found_in_any_surroundings(text: str, item: object) -> None:
    named = f"{text}. {item.name}."  # type: ignore[attr-defined]
    assert item.id in named_items(named, [item])  # type: ignore[attr-defined, list-item]
