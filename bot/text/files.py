"""Names the kinds of files that can be sent, as people know them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.text.words import Words


def kind_names(words: Words, kinds: Iterable[str]) -> str:
    """Give "PDF, Word or PNG" for extensions without the dot."""
    return words.either(
        words.plain(f"kind.{kind}") if words.has(f"kind.{kind}") else kind.upper() for kind in kinds
    )
