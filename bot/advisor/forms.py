"""Reads the curated ways people ask, with what each asks for: what the weights are learned from."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.claims.catalogue import KNOWLEDGE
from bot.claims.models import Frozen

FOLDER = KNOWLEDGE / "questions"
#: Facts a form about roles may state; what it leaves open is None.
FACTS = ("about", "activity", "bought")
ROLE = "role"
UNKNOWN = "unknown"


class Form(Frozen):
    """One way to ask: its words, its topic (`help:…`, `command:…`, `role`, `unknown`), language."""

    text: str
    topic: str
    language: str
    about: str | None = None
    activity: str | None = None
    bought: str | None = None


def files() -> list[Path]:
    """Give the files of forms, one per language."""
    return sorted(FOLDER.glob("*.toml"))


def forms() -> Iterator[Form]:
    """Give every form of every language."""
    for path in files():
        yield from _forms(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)


def _forms(data: dict[str, Any], language: str) -> Iterator[Form]:
    for kind in ("help", "command"):
        for name, row in data.get(kind, {}).items():
            yield from (
                Form(text=t, topic=f"{kind}:{name}", language=language) for t in row["forms"]
            )
    for row in data.get(ROLE, ()):
        facts = {fact: row.get(fact) for fact in FACTS}
        yield from (Form(text=t, topic=ROLE, language=language, **facts) for t in row["forms"])
    for row in data.get(UNKNOWN, {}).values():
        yield from (Form(text=t, topic=UNKNOWN, language=language) for t in row["forms"])


def fingerprint() -> str:
    """Give a digest of forms and lexicon, to tell whether weights were learned from them."""
    lexicon = sorted((KNOWLEDGE / "lexicon").glob("*.toml"))
    found = hashlib.sha256()
    for path in [*files(), *lexicon]:
        found.update(path.read_bytes())
    return found.hexdigest()
