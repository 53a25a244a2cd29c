"""Takes a question apart into words, whatever its language, accents, width and apostrophes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: Beyond this nobody asks; the rest of a pasted page is not read.
LONGEST = 1_000
_LAST_LATIN = 0x24F
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "ı": "i"})
_NOT = re.compile(r"n['’`´]t\b")
_SIGN = "\u3040-\u30ff\u3400-\u9fff\u3005"
_PART = re.compile(rf"[a-z0-9]+|[{_SIGN}]|[.!?;:。\n]+|\s-+\s|[,()、\[\]–—]")
_PAUSES = frozenset(",()、[]–—")
_AMONG_DIGITS = re.compile(r"(?<=\d)[.,](?=\d)")
#: What ends a thought, and what parts one: a "not" on one side says nothing of the other.
STOP, PAUSE = ".", ","
BREAKS = frozenset({STOP, PAUSE})


def folded(text: str) -> str:
    """Give text in one case and width, umlauts as two letters, other accents left out."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().translate(_UMLAUTS)
    return "".join(_plain(letter) for letter in text)


def _plain(letter: str) -> str:
    if letter.isascii() or ord(letter) > _LAST_LATIN:
        return letter
    return unicodedata.normalize("NFD", letter)[0]


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text; a sign of Japanese writing is a word of its own.

    The end of a thought between them is kept as `STOP`, a comma or bracket as `PAUSE`.
    """
    said = _AMONG_DIGITS.sub("", _NOT.sub(" not", folded(text)))
    found: list[str] = []
    for part in _PART.findall(said):
        if part[0].isalnum():
            found.append(part)
        elif found:
            _break(found, PAUSE if part in _PAUSES else STOP)
    while found and found[-1] in BREAKS:
        found.pop()
    return tuple(found)


def _break(found: list[str], sign: str) -> None:
    """Keep one break between two words: the end of a thought says more than a pause."""
    if found[-1] not in BREAKS:
        found.append(sign)
    elif sign == STOP:
        found[-1] = STOP


def spoken(words: Iterable[str]) -> list[str]:
    """Give the words without the breaks between them."""
    return [word for word in words if word not in BREAKS]


def is_sign(word: str) -> bool:
    """Say whether a word is one sign of Japanese writing."""
    return not word.isascii()
