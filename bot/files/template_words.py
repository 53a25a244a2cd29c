"""The words of the proof-of-execution template, per language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from bot.claims.models import Frozen
from bot.text.words import language

WORDS = Path(__file__).parent / "words"


class Items(Frozen):
    """What is said of workloads, or of products: languages bend these words differently."""

    column: str
    not_named: str
    confirmed: str
    work_hint: str
    ticks_title: str
    ticks_hint: str


class Words(Frozen):
    """Everything printed on the template; {braces} are filled in from the claim."""

    title: str
    lead: str
    reasons_title: str
    reasons: tuple[str, ...]
    data_title: str
    data_hint: str
    data: dict[str, str]
    customer_title: str
    customer_hint: str
    signature: dict[str, str]
    work_title: str
    work_columns: tuple[str, ...]
    papers: str
    paper_columns: tuple[str, ...]
    tick_columns: tuple[str, ...]
    footer: str
    page: str
    file_name: str
    workload: Items
    """What Modern Work and Security claims are made for."""
    product: Items
    """What Business Applications claims are made for."""


def words_for(locale: str) -> Words:
    """Give the words for a locale like "en-GB"; English where the language is not there."""
    return _read(language(locale))


@cache
def _read(folder: str) -> Words:
    path = WORDS / f"{folder}.toml"
    return Words.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
