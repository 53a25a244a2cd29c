"""The catalogue: the documented lists, and an operator's own file in their place."""

from pathlib import Path

import pytest

from bot.claims.catalogue import Item, load_catalogue
from bot.claims.models import SolutionArea
from bot.claims.naming import named_items

WORKLOADS = """Exchange Online, SharePoint Online, Microsoft 365 Apps, Teams, Teams Meetings,
Teams Phone, Teams Platform (apps), Viva Engage, Viva Insights, Viva Learning, Viva Connections,
Microsoft 365 Copilot, Intune, Entra ID P1, Entra ID P2, Defender for Office 365,
Defender for Endpoint, Defender for Identity, Defender for Cloud Apps,
Purview Information Protection, Purview Insider Risk Management"""
PRODUCTS = """Sales, Customer Service, Field Service, Marketing, Customer Insights, Finance,
Supply Chain, Commerce, Project Operations, Human Resources, Business Central, Fraud Protection,
Intelligent Order Management, Mixed Reality, Power Apps, Power Automate, Power BI, Power Pages,
Copilot Studio, AI Builder"""


def listed(text: str) -> set[str]:
    return {name.strip() for name in text.replace("\n", " ").split(",")}


def names(items: dict[str, Item]) -> set[str]:
    return {item.name.removesuffix(" (Guides, Remote Assist)") for item in items.values()}


def test_both_lists_are_the_documented_ones() -> None:
    catalogue = load_catalogue()
    assert names(catalogue.workloads) == listed(WORKLOADS)
    assert names(catalogue.products) == listed(PRODUCTS)


def test_only_the_undocumented_item_is_unconfirmed() -> None:
    catalogue = load_catalogue()
    items = {**catalogue.workloads, **catalogue.products}
    assert [key for key, item in items.items() if item.unconfirmed] == ["microsoft_365_copilot"]
    assert all(key == item.id for key, item in items.items())


def test_no_name_stands_for_two_items() -> None:
    catalogue = load_catalogue()
    items = [*catalogue.workloads.values(), *catalogue.products.values()]
    spoken = [name.casefold() for item in items for name in {item.name, *item.aliases}]
    assert sorted(spoken) == sorted(set(spoken))
    assert len({item.id for item in items}) == len(items)


@pytest.mark.parametrize(
    ("said", "item"),
    [
        ("OneDrive", "sharepoint_online"),
        ("Teams Rooms", "teams"),
        ("Yammer", "viva_engage"),
        ("AAD P1", "entra_id_p1"),
    ],
)
def test_names_people_still_use_are_understood(said: str, item: str) -> None:
    catalogue = load_catalogue()
    assert named_items(f"We rolled out {said}.", catalogue.workloads.values()) == (item,)


def test_an_area_has_its_own_list() -> None:
    catalogue = load_catalogue()
    assert catalogue.items(SolutionArea.MODERN_WORK_SECURITY) is catalogue.workloads
    assert catalogue.items(SolutionArea.BUSINESS_APPLICATIONS) is catalogue.products
    assert catalogue.items(None) == {}


def test_names_are_given_in_order_and_a_vanished_item_shows_its_id() -> None:
    given = ("power_bi", "gone_item", "teams")
    assert load_catalogue().names(given) == ["Power BI", "gone_item", "Teams"]


def test_an_operator_may_replace_the_file(tmp_path: Path) -> None:
    own = tmp_path / "catalogue.toml"
    own.write_text('[workloads.windows_365]\nname = "Windows 365"\n', encoding="utf-8")
    catalogue = load_catalogue(own)
    assert catalogue.workloads == {"windows_365": Item(id="windows_365", name="Windows 365")}
    assert catalogue.products == {}


@pytest.mark.parametrize("text", ["[workloads", "[workloads.teams]\nnick = 1\n"])
def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path, text: str) -> None:
    own = tmp_path / "catalogue.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r".+"):
        load_catalogue(own)


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nothing"):
        load_catalogue(tmp_path / "nothing.toml")
