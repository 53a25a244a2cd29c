"""How a question is taken apart: one case and width, accents aside, Japanese sign by sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advisor.reading import BREAKS, LONGEST, PAUSE, STOP, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Which ROLE?", ("which", "role")),
        ("Wir führen Teams ein", ("wir", "fuehren", "teams", "ein")),
        ("Nutzung über CSP, ß", ("nutzung", "ueber", "csp", PAUSE, "ss")),
        ("1,000 users (we trained)", ("1000", "users", PAUSE, "we", "trained")),
        ("研修、定着", ("研", "修", PAUSE, "定", "着")),
        ("well, ... fine", ("well", STOP, "fine")),
        ("préparé à l’adoption", ("prepare", "a", "l", "adoption")),
        ("we didn't sell", ("we", "did", "not", "sell")),
        ("Teamsの導入", ("teams", "の", "導", "入")),
        ("ＣＳＰ経由？", ("csp", "経", "由")),
        ("One. Two", ("one", STOP, "two")),
        ("osu-ba", ("osu", "ba")),
        ("", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@given(st.text(max_size=300))
def test_any_text_has_words_and_never_begins_or_ends_with_a_break(text: str) -> None:
    words = words_of(text)
    assert all(words)
    assert not BREAKS & set(words[:1] + words[-1:])


def test_a_pasted_page_is_read_up_to_a_limit() -> None:
    assert len(words_of("a " * 10 * LONGEST)) == LONGEST // 2
