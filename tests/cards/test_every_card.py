"""Every screen there is keeps the rules that all cards share, whatever the data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.cards.scene import Card

#: The newest version any element here needs, by type (schema of Adaptive Cards).
KNOWN = {
    "TextBlock",
    "ColumnSet",
    "Column",
    "Container",
    "ActionSet",
    "Input.Text",
    "Input.Date",
    "Input.ChoiceSet",
    "Input.Toggle",
    "Action.Execute",
    "Action.Submit",
    "Action.OpenUrl",
    "AdaptiveCard",
}
VERBS = {
    *("choose_role", "new_claim", "next", "back", "edit", "add_customer", "upload_poe"),
    *("download_template", "submit_claim", "save_comments", "my_claims", "open_claim", "discard"),
    *("answer_action", "withdraw", "dispute", "disassociate", "resend_consent", "add_poe"),
    *("usage", "export", "begin_review", "request_info", "approve", "reject", "comment", "expire"),
    *("review", "help"),
}
BUDGET = 56_000
DATA = {"claim_id", "revision", "nonce", "section", "choice"}


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "type" in node:
            yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for each in node:
            yield from walk(each)


def of_type(card: Card, kind: str) -> list[dict[str, Any]]:
    return [each for each in walk(card) if str(each["type"]).startswith(kind)]


def size_in_utf16(card: Card) -> int:
    return len(json.dumps(card, ensure_ascii=False).encode("utf-16-le"))


def it_is_a_card_with_version_width_and_summary(card: Card) -> None:
    assert card["type"] == "AdaptiveCard"
    assert card["version"] == "1.5"
    assert card["msteams"] == {"width": "Full"}
    assert card["fallbackText"].strip()
    assert card["body"]


def it_uses_known_elements_only(card: Card) -> None:
    assert {each["type"] for each in walk(card)} <= KNOWN


def it_stays_in_its_budget(card: Card) -> None:
    assert size_in_utf16(card) < BUDGET


def every_text_wraps_and_says_something(card: Card) -> None:
    for block in of_type(card, "TextBlock"):
        assert block["wrap"] is True
        assert block["text"].strip()
        assert block.get("size", "Default") in ("Default", "Small", "Large")


def it_has_one_headline_at_most(card: Card) -> None:
    large = [block for block in of_type(card, "TextBlock") if block.get("size") == "Large"]
    assert len(large) <= 1


def input_ids_are_unique_and_inputs_are_named(card: Card) -> None:
    inputs = of_type(card, "Input.")
    ids = [each["id"] for each in inputs]
    assert len(ids) == len(set(ids))
    for each in inputs:
        assert each.get("label") or each.get("title")
        assert not each.get("isRequired") or each["errorMessage"]


def a_placeholder_starts_with_the_name_of_its_field(card: Card) -> None:
    for each in of_type(card, "Input.Text"):
        first = each["placeholder"].split()[0].strip(",.").lower()
        names = f"{each['label']} {each['id'].replace('_', ' ')} comments message".lower()
        assert first in names or first == "what"


def choices_have_titles_and_ids_and_only_they_are_chosen(card: Card) -> None:
    for each in of_type(card, "Input.ChoiceSet"):
        values = [choice["value"] for choice in each["choices"]]
        assert all(choice["title"] and choice["value"] for choice in each["choices"])
        assert len(values) == len(set(values))
        chosen = [part for part in each.get("value", "").split(",") if part]
        assert set(chosen) <= set(values)


def every_button_works_on_old_clients_too(card: Card) -> None:
    for each in of_type(card, "Action.Execute"):
        fallback = each["fallback"]
        assert fallback["type"] == "Action.Submit"
        assert fallback["title"] == each["title"]
        assert fallback["data"] == {**each["data"], "verb": each["verb"]}
        assert fallback.get("associatedInputs") == each.get("associatedInputs")


def a_button_carries_what_finds_the_claim_and_nothing_else(card: Card) -> None:
    for each in of_type(card, "Action.Execute"):
        assert each["verb"] in VERBS
        assert {"claim_id", "revision", "nonce"} <= set(each["data"]) <= DATA
        assert each["data"]["nonce"] == "n0nce"


def button_titles_are_short_and_plain(card: Card) -> None:
    for each in of_type(card, "Action."):
        assert 0 < len(each["title"]) <= 25
        assert "**" not in each["title"]
        assert "\\" not in each["title"]


def there_are_four_buttons_at_most_and_one_primary_first(card: Card) -> None:
    buttons = card.get("actions", [])
    assert len(buttons) <= 4
    primary = [index for index, each in enumerate(buttons) if each.get("style")]
    assert len(primary) <= 1


def row_buttons_say_which_row(card: Card) -> None:
    columns = [each for each in of_type(card, "Column") if each["type"] == "Column"]
    for row in columns:
        for each in of_type({"type": "x", "items": row["items"]}, "Action."):
            if each["type"] != "Action.Submit" and each["title"] != "Apply":
                assert each["tooltip"]


def plain_places_show_no_escapes(card: Card) -> None:
    assert "\\" not in card["fallbackText"]
    for each in of_type(card, "Input."):
        assert "\\" not in each.get("label", "") + each.get("placeholder", "")


def nothing_unfinished_is_said(card: Card) -> None:
    said = " ".join(block["text"] for block in of_type(card, "TextBlock"))
    titles = " ".join(each["title"] for each in of_type(card, "Action."))
    for mark in ("!", "{", "}", "None"):
        assert mark not in f"{said} {titles}"


RULES = (
    it_is_a_card_with_version_width_and_summary,
    it_uses_known_elements_only,
    it_stays_in_its_budget,
    every_text_wraps_and_says_something,
    it_has_one_headline_at_most,
    input_ids_are_unique_and_inputs_are_named,
    a_placeholder_starts_with_the_name_of_its_field,
    choices_have_titles_and_ids_and_only_they_are_chosen,
    every_button_works_on_old_clients_too,
    a_button_carries_what_finds_the_claim_and_nothing_else,
    button_titles_are_short_and_plain,
    there_are_four_buttons_at_most_and_one_primary_first,
    row_buttons_say_which_row,
    plain_places_show_no_escapes,
    nothing_unfinished_is_said,
)


def test_a_card_keeps_every_rule(card: Card) -> None:
    for rule in RULES:
        rule(card)
