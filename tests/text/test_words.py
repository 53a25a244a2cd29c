"""Words are found by code, fit their language, and make what people typed harmless."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.text.markdown import Markdown, escape
from bot.text.words import Words

TODAY = date(2026, 6, 9)


@pytest.fixture
def words() -> Words:
    return Words("en-GB", zone=ZoneInfo("Europe/Paris"), today=TODAY)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[Approve](http://evil)", "\\[Approve\\](http\u2060://evil)"),
        ("**bold** and `code`", "\\*\\*bold\\*\\* and \\`code\\`"),
        ("# heading", "\\# heading"),
        ("- item", "\\- item"),
        ("+ item", "\\+ item"),
        ("1. first", "1\\. first"),
        ("2) second", "2\\) second"),
        ("3.", "3\\."),
        ("1.2 MB", "1.2 MB"),
        ("1.000 Personen", "1.000 Personen"),
        ("> quote", "\\> quote"),
        ("<b>x</b>", "\\<b\\>x\\</b\\>"),
        ("~~gone~~", "\\~\\~gone\\~\\~"),
        ("_emphasis_ but snake_case", "\\_emphasis\\_ but snake_case"),
        ("back\\slash", "back\\\\slash"),
        ("two\n\n# lines\r\n- here", "two # lines - here"),
        ("www.evil.example", "www\u2060.evil.example"),
        ("javascript:alert(1)", "javascript\u2060:alert(1)"),
        ("R&D &amp; more", "R&D \\&amp; more"),
        ("\u202egnp.exe\u200b", "gnp.exe"),
        ("Fabrikam - Use or consume - June 2026", "Fabrikam - Use or consume - June 2026"),
        ("8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94", "8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94"),
        ("casey_b@fabrikam.example", "casey_b@fabrikam.example"),
    ],
)
def test_typed_markup_is_inert(typed: str, shown: str) -> None:
    assert escape(typed) == shown


def test_what_is_markdown_already_is_not_escaped_again(words: Words) -> None:
    bold = Markdown("**Next**")
    assert words("card.cross", what=bold) == "✕ **Next**"
    assert words.typed("**x**") == words("card.cross", what="**x**").removeprefix("✕ ")


def test_plain_places_get_the_characters_as_typed(words: Words) -> None:
    assert words.plain("button.continue_claim", customer="A*B\n[C]") == "Continue A*B [C]"


def test_braces_in_what_people_typed_are_no_placeholders(words: Words) -> None:
    assert words.plain("card.cross", what="{what} {0}") == "✕ {what} {0}"


def test_an_unknown_code_or_value_is_an_error(words: Words) -> None:
    with pytest.raises(KeyError):
        words("no.such.code")
    with pytest.raises(KeyError):
        words("card.claim")


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "✕ 0 things to fix"), (1, "✕ One thing to fix"), (3, "✕ 3 things to fix")],
)
def test_numbers_choose_their_form(words: Words, count: int, said: str) -> None:
    assert words("card.to_fix", count=count) == said


def test_days_are_said_with_the_year_only_where_it_is_another(words: Words) -> None:
    assert words.date(TODAY) == "Tue 9 June"
    assert words.date(date(2027, 5, 28)) == "Fri 28 May 2027"
    assert words.date_full(date(2026, 6, 24)) == "Wed 24 June 2026"
    assert words.date_long(date(2026, 5, 28)) == "28 May 2026"
    assert words.day(TODAY) == "9 June"
    assert words.day(date(2025, 12, 31)) == "31 December 2025"
    assert words.month(TODAY) == "June 2026"


def test_times_are_said_in_the_zone(words: Words) -> None:
    moment = datetime(2026, 6, 9, 7, 58, tzinfo=UTC)
    assert words.time(moment) == "09:58"
    assert words.moment(moment) == "Tue 9 June, 09:58"
    assert words.ago(moment) == "today, 09:58"
    assert words.ago(datetime(2026, 6, 8, 14, 20, tzinfo=UTC)) == "yesterday, 16:20"
    assert words.ago(datetime(2026, 6, 8, 22, 30, tzinfo=UTC)) == "today, 00:30"
    assert words.ago(datetime(2026, 6, 1, 8, 0, tzinfo=UTC)) == "Mon 1 June"


def test_lists_sizes_and_numbers(words: Words) -> None:
    assert words.list([]) == ""
    assert words.list(["a"]) == "a"
    assert words.list(["a", "b", "c"]) == "a, b and c"
    assert words.either(["PDF", "Word", "PNG"]) == "PDF, Word or PNG"
    assert words.size(340 * 1024) == "340 KB"
    assert words.size(1_258_291) == "1.2 MB"
    assert words.size(25 * 1024 * 1024) == "25 MB"
    assert words.size(10) == "1 KB"
    assert words.number(2) == "two"
    assert words.number(12) == "12"


@pytest.mark.parametrize(
    ("locale", "parts", "both", "either"),
    [
        ("es", ["Teams", "Exchange"], "Teams y Exchange", "Teams o Exchange"),
        ("es", ["Teams", "Intune"], "Teams e Intune", "Teams o Intune"),
        ("es", ["Teams", "Office"], "Teams y Office", "Teams u Office"),
        ("es", ["Teams", "OneDrive"], "Teams y OneDrive", "Teams o OneDrive"),
        ("es", ["agua", "hielo"], "agua y hielo", "agua o hielo"),
        ("de", ["a", "b", "c"], "a, b und c", "a, b oder c"),
        ("ja", ["甲", "乙", "丙"], "甲、乙、丙", "甲、乙 または 丙"),
    ],
)
def test_lists_are_joined_as_the_language_joins_them(
    locale: str, parts: list[str], both: str, either: str
) -> None:
    words = Words(locale, today=TODAY)
    assert (words.list(parts), words.either(parts)) == (both, either)


def test_sizes_rows_and_names_are_those_of_the_language() -> None:
    german, japanese = Words("de-DE", today=TODAY), Words("ja-JP", today=TODAY)
    assert german.size(1_258_291) == "1,2 MB"
    assert japanese.size(1_258_291) == "1.2 MB"
    assert german.row(["a", "b", "c"]) == "a, b, c"
    assert japanese.row(["a", "b", "c"]) == "a、b、c"
    assert german.called("Ada Admin") == "Ada"
    assert japanese.called("山田 太郎") == "山田 太郎"


@pytest.mark.parametrize("locale", ["en", "en-US", "xx", "../en", ""])
def test_every_locale_gets_words(locale: str) -> None:
    assert Words(locale, today=TODAY)("card.saved") == "✓ Saved"
