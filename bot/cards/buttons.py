"""Buttons: what a press sends back, the same from new clients and from older ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.scene import Element, Stamp
from bot.text.words import Words

#: Titles longer than this are cut off by phones.
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
    while len(title) > LONGEST_TITLE and values:
        name = max(values, key=lambda each: len(str(values[each])))
        kept = str(values[name]).removesuffix("…")[: -(len(title) - LONGEST_TITLE) - 1].rstrip()
        values = {**values, name: f"{kept}…"}
        if not kept:
            break
        title = words.plain(code, **values)
    return title


def link(words: Words, code: str, url: str, *, tooltip: str = "") -> Element:
    """Make a button that opens a page."""
    look = {"tooltip": tooltip} if tooltip else {}
    return {"type": "Action.OpenUrl", "title": words.plain(f"button.{code}"), "url": url, **look}
