"""Leaves of a question only words that many curated forms share, so that it can be kept.

What could point to somebody is none of them: names, addresses, numbers and links become "…".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from bot.advisor.forms import Form
from bot.advisor.lexicon import lexicon
from bot.advisor.reading import folded
from bot.advisor.weights import weights

GONE = "…"
#: Forms a word stands in at least; a name given as an example stands in fewer.
LEAST = 8
#: The part of its places from which on a word written large within sentences is a name.
_MOSTLY = 0.5
#: Organisations that examples are about; a customer may well be called like one.
EXAMPLES = frozenset(
    ["adatum", "contoso", "fabrikam", "litware", "northwind", "tailspin", "wingtip", "woodgrove"],
)
#: Letters a kept question has at most.
LONGEST = 300
#: Numbers that are part of a product's name, by the word before them.
_NUMBERED = {("microsoft", "365"), ("office", "365"), ("dynamics", "365")}
_ONE_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[A-Za-z]{1,3}\d{1,3}")
_SCRIPTS = "\u3040-\u309f", "\u30a0-\u30ff", "\u3400-\u9fff\u3005"
_SIGNS = "".join(_SCRIPTS)
_RUN = re.compile("|".join(f"[{script}]+" for script in _SCRIPTS))
_HIRAGANA = frozenset(chr(code) for code in range(0x3040, 0x30A0))
_PIECE = 3
_CHUNK = re.compile(rf"[{_SIGNS}]+|[^\s{_SIGNS}、。・「」『』]+")
_ENDS = re.compile(r"[.!?:…。]$")
_OUTER = re.compile(r"^[^\w@+#/\\]+|[^\w@+#/\\]+$")


def masked(question: str, language: str) -> str:
    """Give a question as it may be kept; empty where no word of it is known."""
    text = unicodedata.normalize("NFKC", question[: 2 * LONGEST])
    kept = list(_kept(text, language, weights().shared))
    if all(word == GONE for word in kept):
        return ""
    asked = "?" if text.rstrip().endswith("?") else ""
    return f"{_joined(kept)[:LONGEST]}{asked}"


def shared_words(forms: Iterable[Form]) -> frozenset[str]:
    """Give the words, and the runs of Japanese signs, that many forms share and that are no names.

    They are found once, when the weights are learned, and kept beside them.
    """
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for form in forms:
        chunks = _CHUNK.findall(form.text)
        counts.update({part for chunk in chunks for part in _parts(chunk)})
        if form.language != "de":
            names.update(
                {part for chunk in chunks[1:] if chunk[0].isupper() for part in _parts(chunk)}
            )
    often = {word for word, count in counts.items() if count >= LEAST}
    named = {word for word in often if names[word] >= _MOSTLY * counts[word]}
    return frozenset(often - (named - _ours()) - EXAMPLES)


def _parts(chunk: str) -> list[str]:
    if _RUN.match(chunk):
        return [part for run in _RUN.findall(chunk) for part in _pieces(run)]
    return [folded(part) for part in re.split(r"['’-]", _OUTER.sub("", chunk)) if part]


def _pieces(run: str) -> list[str]:
    """Give what is looked up of one script's run: endings in hiragana are too many to be listed."""
    if run[0] not in _HIRAGANA or len(run) <= _PIECE:
        return [run]
    return [run[at : at + _PIECE] for at in range(len(run) - _PIECE + 1)]


def _kept(text: str, language: str, known: frozenset[str]) -> Iterator[str]:
    before, begins = "", True
    for chunk in _CHUNK.findall(text):
        if _RUN.match(chunk):
            yield from (run if known >= {*_pieces(run)} else GONE for run in _RUN.findall(chunk))
            continue
        word = _OUTER.sub("", chunk)
        if not word:
            continue
        named = not begins and word[0].isupper() and language != "de"
        fits = (before, word) in _NUMBERED or _known(word, known, named=named)
        before, begins = folded(word), bool(_ENDS.search(chunk))
        yield word.lower() if fits else GONE


def _known(word: str, known: frozenset[str], *, named: bool) -> bool:
    """Say whether a word may be kept; written like a name, only as a name of ours."""
    if not _ONE_WORD.fullmatch(word):
        return False
    words = _ours() if named else known
    return all(part in words and part in known for part in _parts(word))


@cache
def _ours() -> frozenset[str]:
    return lexicon().vocabulary | {"i", "microsoft", "cpor"}


def _joined(kept: list[str]) -> str:
    """Put the words together again, one "…" for several; Japanese needs no spaces."""
    text = ""
    for word in kept:
        if word == GONE and text.endswith(GONE):
            continue
        close = not text or (_RUN.match(word) and _RUN.match(text[-1])) or _near_gap(text, word)
        text += word if close else f" {word}"
    return text


def _near_gap(text: str, word: str) -> bool:
    """Say whether a gap and Japanese stand side by side."""
    return bool((word == GONE and _RUN.match(text[-1])) or (text[-1] == GONE and _RUN.match(word)))
