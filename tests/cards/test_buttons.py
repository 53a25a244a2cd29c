"""A button's title fits a phone: a name in it is cut, by how wide it is drawn."""

from __future__ import annotations

import pytest

from bot.cards.buttons import LONGEST_TITLE, button, width
from bot.cards.scene import Stamp
from bot.text.words import Words


@pytest.mark.parametrize(("text", "wide"), [("Teams", 5), ("山田", 4), ("Teams を", 8), ("ｶﾅ", 2)])
def test_full_width_characters_count_as_two(text: str, wide: int) -> None:
    assert width(text) == wide


@pytest.mark.parametrize("locale", ["en", "de", "fr", "es", "pt", "ja"])
@pytest.mark.parametrize("name", ["Fabrikam", "Fabrikam International Holdings", "株式会社" * 6])
def test_a_long_name_is_cut_until_the_title_fits(locale: str, name: str) -> None:
    words = Words(locale)
    made = button(words, "continue_claim", "open_claim", Stamp("n", 1001), customer=name)
    title, whole = made["title"], words.plain("button.continue_claim", customer=name)
    assert width(title) <= LONGEST_TITLE
    assert ("…" in title) == (width(whole) > LONGEST_TITLE)
    assert title == whole or name.startswith(_kept(words, title))


def _kept(words: Words, title: str) -> str:
    before, _, behind = words.plain("button.continue_claim", customer="|").partition("|")
    return title.removeprefix(before).removesuffix(behind).removesuffix("…")
