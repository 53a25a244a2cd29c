"""Words that share a line with an answer, or stand in an empty field, fit it on a phone."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest

from bot.text.words import FOLDER, load

LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if (path / "common.toml").exists())
#: What stands left of an answer in review, details, decision and the result of "which role".
LABELS = (
    "field.partner_role.short",
    "field.customer_name.short",
    "field.tenant_id.short",
    "field.partner_id.short",
    "field.purchase_channel.short",
    "field.opt_out_of_incentive.short",
    "field.claim_name.short",
    "field.subscription_id.short",
    "field.seller_name.short",
    "field.isv_solution.short",
    "field.poe_summary.short",
    "field.poe_signed_on.short",
    "field.subscription_ends_on.short",
    "field.comments.short",
    "review.area",
    "review.customer",
    "review.you",
    "which_role.area_short",
    "which_role.activity_label",
    "which_role.channel_label",
)
#: Fields of several lines, where a longer text goes on below.
BOXES = ("comments", "poe_summary", "review_comment")
LABEL_COLUMNS, FIELD_COLUMNS = 18, 42


def columns(text: str) -> int:
    """Give how wide a text is, in narrow letters; Japanese ones count twice."""
    return sum(2 if east_asian_width(letter) in "FW" else 1 for letter in text)


@pytest.mark.parametrize("folder", LANGUAGES)
def test_a_label_stands_on_one_line(folder: str) -> None:
    words = load(folder)
    assert [words[code] for code in LABELS if columns(words[code]) > LABEL_COLUMNS] == []


@pytest.mark.parametrize("folder", LANGUAGES)
def test_what_an_empty_field_says_is_not_cut(folder: str) -> None:
    found = {
        code: text
        for code, text in load(folder).items()
        if code.startswith("field.") and code.endswith(".placeholder")
        if code.split(".")[1] not in BOXES
    }
    assert found
    assert [text for text in found.values() if columns(text) > FIELD_COLUMNS] == []
