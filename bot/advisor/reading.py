"""Takes a question apart into words, whatever its language, accents, width and apostrophes."""

from __future__ import annotations

import re
import unicodedata

#: Beyond this nobody asks; the rest of a pasted page is not read.
LONGEST = 1_000
_LAST_LATIN = 0x24F
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "ı": "i"})
_NOT = re.compile(r"n['’`´]t\b")
_SIGN = "\u3040-\u30ff\u3400-\u9fff\u3005"
_WORD = re.compile(rf"[a-z0-9]+|[{_SIGN}]")
_BREAK = re.compile(r"[.!?;:。！？\n]+|\s-\s")
#: What ends a thought, so that a "not" before it says nothing of what follows.
STOP = "."


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

    The end of a sentence is kept as `STOP`.
    """
    said = _NOT.sub(" not", folded(text))
    found: list[str] = []
    for thought in _BREAK.split(said):
        part = _WORD.findall(thought)
        if part:
            found += [*part, STOP]
    return tuple(found[:-1])


def is_sign(word: str) -> bool:
    """Say whether a word is one sign of Japanese writing."""
    return not word.isascii()
