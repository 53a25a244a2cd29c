"""Buttons: what a press sends back, the same from new clients and from older ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from bot.cards.scene import Element, Stamp
from bot.text.words import Words

#: Titles wider than this are cut off by phones; a Japanese character is as wide as two letters.
LONGEST_TITLE = 25


def button(  # noqa: PLR0913 - everything a button can differ in, each named where it is used
    words: Words,
    code: str,
    verb: str,
    stamp: Stamp,
    *,
    section: str = "",
    choice: str = "",
    validates: bool = True,
    tooltip: str = "",
    primary: bool = False,
    **values: object,
) -> Element:
    """Make a button titled by `button.<code>`; its data names claim and card, never a person.

    `validates=False` skips the card's own validation and sends no inputs (Back, Change). `tooltip`
    is plain text; `values` fill the title.
    """
    title = _fitting(words, f"button.{code}", values)
    parts = {"section": section, "choice": choice}
    data: dict[str, Any] = {
        "claim_id": stamp.claim_id,
        "revision": stamp.revision,
        "nonce": stamp.nonce,
        **{name: value for name, value in parts.items() if value},
    }
    look: dict[str, Any] = {"title": title}
    if primary:
        look["style"] = "positive"
    if tooltip:
        look["tooltip"] = tooltip
    if not validates:
        look["associatedInputs"] = "none"
    fallback = {"type": "Action.Submit", **look, "data": {**data, "verb": verb}}
    return {"type": "Action.Execute", **look, "verb": verb, "data": data, "fallback": fallback}


def _fitting(words: Words, code: str, values: Mapping[str, object]) -> str:
    """Give a title that is short enough; a long name in it is cut, never the verb."""
    title = words.plain(code, **values)
    while (over := width(title) - LONGEST_TITLE) > 0 and values:
        name = max(values, key=lambda each: width(str(values[each])))
        kept = _narrower(str(values[name]).removesuffix("…"), over + 1).rstrip()
        values = {**values, name: f"{kept}…"}
        if not kept:
            break
        title = words.plain(code, **values)
    return title


def _narrower(text: str, by: int) -> str:
    """Cut a text's end off, at least as much of it as is given in letters."""
    wanted = width(text) - by
    while text and width(text) > wanted:
        text = text[:-1]
    return text


def width(text: str) -> int:
    """Give how many letters wide a text is; full-width characters count as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def link(words: Words, code: str, url: str, *, tooltip: str = "") -> Element:
    """Make a button that opens a page."""
    look = {"tooltip": tooltip} if tooltip else {}
    return {"type": "Action.OpenUrl", "title": words.plain(f"button.{code}"), "url": url, **look}
