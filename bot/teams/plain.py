"""Plain text out of what a person typed in Teams: no mentions, no mark-up, no invisible tricks."""

from __future__ import annotations

import re
import unicodedata

LONGEST_MESSAGE = 4000
_MENTION = re.compile(r"<at\b[^>]{0,200}>[^<]{0,200}</at>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\((?:https?://|mailto:|tel:)[^()\s]{1,1000}\)")
_STRONG = re.compile(r"\*\*([^*]{1,1000})\*\*")
_CODE = re.compile(r"`{1,3}([^`]{1,2000})`{1,3}")
_BLANKS = re.compile(r"[^\S\n]+")


def typed_text(text: str) -> str:
    """Give what a person meant to type: Teams' mentions, links and emphasis taken off, and cut.

    Line breaks stay; at most 4000 characters are given.
    """
    cut = text[: 2 * LONGEST_MESSAGE].replace("&nbsp;", " ")
    bare = _CODE.sub(r"\1", _STRONG.sub(r"\1", _LINK.sub(r"\1", _MENTION.sub(" ", cut))))
    lines = (_BLANKS.sub(" ", line).strip() for line in without_tricks(bare).splitlines())
    return "\n".join(lines).strip()[:LONGEST_MESSAGE]


def one_line(text: str, longest: int) -> str:
    """Give a name fit to be shown: one line, no control or direction characters, cut."""
    return " ".join(without_tricks(text).split())[:longest]


def without_tricks(text: str) -> str:
    """Take out characters that show nothing but change what is read: controls, bidi, zero width."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char for char in text.replace("\r\n", "\n") if char == "\n" or not _is_trick(char)
    )


def _is_trick(char: str) -> bool:
    if char in "\t\u2028\u2029\u200d":
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")
