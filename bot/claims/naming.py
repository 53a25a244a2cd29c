"""Which catalogue items a document names; reviewers reject proof that does not name them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol


class Named(Protocol):
    """A catalogue item, as far as finding its name in a text goes."""

    @property
    def id(self) -> str:
        """The id kept on claims."""
        ...

    @property
    def name(self) -> str:
        """The product's name."""
        ...

    @property
    def aliases(self) -> Sequence[str]:
        """Other names for it."""
        ...


def named_items(text: str, items: Iterable[Named]) -> tuple[str, ...]:
    """Find which catalogue items a document names, as a reviewer reading it would.

    Give the whole catalogue: the longest name wins, so that "Teams Phone" does not also count as
    "Teams". Case does not matter, except that a name of one word must not be written small
    ("sales" is work, "Sales" is a product). Gives ids in the catalogue's order.
    """
    plain = _flat(text)
    folded = plain.casefold()
    catalogue = list(items)
    names = {
        name.casefold(): item.id
        for item in catalogue
        for name in (*map(_flat, item.aliases), _flat(item.name))
        if name and name.casefold() in folded
    }
    found = {names.get(hit.casefold()) for hit in _hits(plain, names)}
    return tuple(item.id for item in catalogue if item.id in found)


def _hits(plain: str, names: Iterable[str]) -> Iterable[str]:
    longest_first = sorted(names, key=len, reverse=True)
    if not longest_first:
        return
    choice = "|".join(re.escape(name) for name in longest_first)
    for match in re.finditer(rf"(?<!\w)(?:{choice})(?!\w)", plain, re.IGNORECASE):
        if " " in match[0] or not match[0].islower():
            yield match[0]


def _flat(text: str) -> str:
    """Undo what line breaks and typesetting do to a name."""
    whole = re.sub(r"(?<=\w)(?:\u00ad|-)\s*\n\s*", "", unicodedata.normalize("NFKC", text))
    return " ".join(whole.split())
