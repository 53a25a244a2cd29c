"""Compares what people type by exact words, with the small words of each person's language."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from bot.text.words import FALLBACK, FOLDER, language

EDGES = " \t\r\n.,;:!¡¿…\"'“”„«»*_`。、・「」『』"
#: Where Japanese and Latin writing meet without a space, and what may stand there.
_SIGN = "\u3005\u3040-\u30ff\u3400-\u9fff"
_SEAM = re.compile(rf"(?<=[{_SIGN}])(?=[a-z0-9#])|(?<=[a-z0-9])(?=[{_SIGN}])")
_SIGNS = re.compile(f"[{_SIGN}]")
_BETWEEN = " \t\r\n\u3000:：=＝"


def normal(text: str) -> str:
    """Give text as it is compared: one case, one kind of apostrophe and dash, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = folded.replace("’", "'").replace("–", "-").replace("—", "-").replace("‑", "-")
    return " ".join(_SEAM.sub(" ", plain.strip(EDGES)).split())


def after(text: str, phrase: str) -> str:
    """Give what stands behind a phrase, as it was typed: widths and spaces of the rest are kept."""
    reach = range(1, min(len(text), 2 * len(phrase) + 9) + 1)
    end = next((i for i in reach if normal(text[:i]) == phrase), len(text))
    return text[end:].strip(_BETWEEN)


@cache
def table(folder: str, name: str) -> Mapping[str, Any]:
    """Read a file of what people type in a language; empty where there is none."""
    path = FOLDER / folder / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def languages(locale: str) -> tuple[str, ...]:
    """Give the person's language, and English, which always works."""
    return tuple(dict.fromkeys((language(locale), FALLBACK)))


def small_words(folder: str, kind: str) -> list[str]:
    """Give a language's small words of a kind: those for "and", "is", "please", and so on."""
    return list(table(folder, "commands").get("grammar", {}).get(kind, ()))


def is_glued(word: str) -> bool:
    """Say whether a word is written without spaces around it, as in Japanese."""
    return bool(_SIGNS.search(word))


def any_of(words: Iterable[str]) -> str:
    """Give a pattern for any of some words, the longest first; for none, one that never fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


@cache
def between_choices(folders: tuple[str, ...]) -> re.Pattern[str]:
    """Give what separates choices in a list: marks, and the words for "and"."""
    spaced, glued = _ands(folders)
    return re.compile(rf"\s*(?:[,;+&/、，・]|\b(?:{spaced})\b|{glued})\s*", re.I)


@cache
def between_items(folders: tuple[str, ...]) -> re.Pattern[str]:
    """Give what separates names that may hold "and", "&" or "+" themselves: these, set apart."""
    spaced, glued = _ands(folders)
    joined = rf"(?:{spaced}|&|\+)"
    return re.compile(rf"\s+{joined}\s+|^{joined}\s+|\s*(?:{glued})\s*", re.I)


def _ands(folders: tuple[str, ...]) -> tuple[str, str]:
    words = [word for folder in folders for word in small_words(folder, "and")]
    return any_of(w for w in words if not is_glued(w)), any_of(w for w in words if is_glued(w))


@cache
def _polite(folder: str) -> re.Pattern[str]:
    words = small_words(folder, "polite")
    spaced = any_of(word for word in words if not is_glued(word))
    glued = any_of(word for word in words if is_glued(word))
    edges = re.escape(EDGES)
    return re.compile(
        rf"^[{edges}]*(?:{spaced})[{edges}]+|(?:[,\s]+(?:{spaced})|{glued})[{edges}]*$", re.I
    )


def bluntly(text: str, folder: str) -> str:
    """Give a line without its "please": "Bitte einreichen" and 「提出します」."""
    return _polite(folder).sub("", text)


@cache
def _ends(folder: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(small_words(folder, 'ends'))})[。.]?\s*$")


def without_end(text: str, folder: str) -> str:
    """Give a value without the end a whole sentence has: 「山田太郎です」."""
    return _ends(folder).sub("", text)


def ends_asking(text: str) -> bool:
    """Say whether a line has a question mark."""
    bare = text.strip(" \u3000。「」『』\"'“”")
    return bare.startswith("¿") or bare.endswith(("?", "？"))


def is_question(text: str, locale: str = "en") -> bool:
    """Say whether a line asks something: by its question mark, or by how it begins or ends."""
    if ends_asking(text):
        return True
    said = f"{normal(text)} "
    if said.rstrip().endswith(tuple(_asking(locale, "ends"))):
        return True
    begins = _asking(locale, "begins")
    return said.count(" ") > 1 and any(said.startswith(f"{each} ") for each in begins)


def _asking(locale: str, kind: str) -> list[str]:
    rows = (table(folder, "commands").get("questions", {}) for folder in languages(locale))
    return [phrase for row in rows for phrase in row.get(kind, ())]
