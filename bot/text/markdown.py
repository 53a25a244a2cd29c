"""Makes what people typed inert where a card shows Markdown, and plain where it does not."""

from __future__ import annotations

import re
import unicodedata

#: Characters that can begin markup anywhere; `_` only at the edge of a word, `&` before an entity.
_ANYWHERE = re.compile(r"([\\`*\[\]<>~|])|(?<![^\W_])(_)|(_)(?![^\W_])|(&)(?=#?\w+;)")
#: What makes a heading, a list or a quotation at the beginning of a line; "1.2 MB" is no list.
_LEADING = re.compile(r"^(\s*)(?:([#+\-=>])|(\d{1,9})([.)])(?=\s|$))")
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|tel|javascript|data)(:)|(?i:\b(www)(\.))")
_TURNING = {"Cc", "Cf", "Cs", "Co", "Cn"}


class Markdown(str):
    """Text that is ready for a place that shows Markdown: it is not escaped again."""

    __slots__ = ()


def one_line(text: str) -> str:
    """Collapse white space and drop characters that are invisible or turn text around."""
    spaced = " ".join(text.split())
    if spaced.isprintable():  # which is to say: nothing of these kinds, found without a loop
        return spaced
    return "".join(char for char in spaced if unicodedata.category(char) not in _TURNING)


def escape(text: str) -> Markdown:
    """Give text so that a card shows exactly its characters, on one line.

    A word that would become a link by itself gets an invisible joiner after its scheme.
    """
    if isinstance(text, Markdown):
        return text
    text = one_line(text)
    text = _ANYWHERE.sub(lambda found: f"\\{found.group()}", text)
    text = _LEADING.sub(_lead, text, count=1)
    return Markdown(_LINK.sub(_unlink, text))


def _lead(found: re.Match[str]) -> str:
    space, sign, number, dot = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def _unlink(found: re.Match[str]) -> str:
    scheme, colon, www, dot = found.groups()
    return f"{scheme}\u2060{colon}" if scheme else f"{www}\u2060{dot}"
