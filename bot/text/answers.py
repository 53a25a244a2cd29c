"""Gives the words of an answer by its id, for the chat and for whoever asks over HTTP alike."""

from __future__ import annotations

from typing import NamedTuple

from bot.claims.rules import Rulebook
from bot.text.files import kind_names
from bot.text.markdown import Markdown
from bot.text.words import Words


class Said(NamedTuple):
    """One answer: enough alone, one paragraph, and the same without markup."""

    title: Markdown
    text: Markdown
    plain_title: str
    plain_text: str
    why: Markdown


def said(words: Words, rules: Rulebook, answer_id: str) -> Said:
    """Find the words for `role:…`, `ask:…`, `redirect:…`, `no_role:…`, `help:…` or `unknown`.

    Numbers in them come from the rules in force. Raises `KeyError` for an id without words.
    """
    code, facts = f"said.{answer_id.replace(':', '.')}", _facts(words, rules)
    return Said(
        title=words(f"{code}.title"),
        text=words(f"{code}.text", **facts),
        plain_title=words.plain(f"{code}.title"),
        plain_text=words.plain(f"{code}.text", **facts),
        why=words(f"{code}.why") if words.has(f"{code}.why") else Markdown(),
    )


def _facts(words: Words, rules: Rulebook) -> dict[str, object]:
    periods = rules.periods
    return {
        "notice": periods.notice,
        "review_begins": periods.review_begins,
        "decision": periods.decision,
        "answer": periods.answer,
        "dispute": periods.dispute,
        "dispute_review": periods.dispute_review,
        "kinds": kind_names(words, rules.limits.kinds),
        "size": words.size(rules.limits.file_bytes),
    }
