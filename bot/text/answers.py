"""Gives the words of an answer by its id, for the chat and for whoever asks over HTTP alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.advisor.advisor import Answer
from bot.advisor.entries import PAGE, Entry
from bot.claims.models import SolutionArea
from bot.claims.roles import Activity, role_for
from bot.claims.rules import Rulebook
from bot.text.files import kind_names
from bot.text.markdown import Markdown
from bot.text.words import Words

#: Titles of the buttons an answer may have, by verb.
_BUTTONS = {"new_claim": "start", "choose_role": "choose_role", "my_claims": "my_claims"}


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
    code, facts = _code(answer_id), _facts(words, rules)
    return Said(
        title=words(f"{code}.title"),
        text=words(f"{code}.text", **facts),
        plain_title=words.plain(f"{code}.title"),
        plain_text=words.plain(f"{code}.text", **facts),
        why=words(f"{code}.why") if words.has(f"{code}.why") else Markdown(),
    )


def remarks(words: Words, answer: Answer) -> list[Markdown]:
    """Give what is said before an answer: a premise put right, the condition a role stands on."""
    return [words(code, **facts) for code, facts in _remarks(words, answer)]


def said_plainly(words: Words, rules: Rulebook, answer: Answer) -> str:
    """Give an answer as one plain text, for whoever asks over HTTP."""
    told = said(words, rules, answer.id)
    before = [words.plain(code, **facts) for code, facts in _remarks(words, answer)]
    after = [words.plain(f"{_code(answer.id)}.why")] if told.why else []
    if answer.meant:
        after.append(_offer(words, answer.meant))
    return "\n".join([*before, told.plain_title, told.plain_text, *after])


def _remarks(words: Words, answer: Answer) -> list[tuple[str, dict[str, str]]]:
    condition = [("which_role.channel_open", dict[str, str]())] if answer.channel_open else []
    facts = {"roles": _roles(words, answer)}
    return condition + [(f"said.remark.{code}", facts) for code in answer.remarks]


def _roles(words: Words, answer: Answer) -> str:
    """Name the roles that several kinds of work have, as "Build intent and Usage recognition"."""
    area = SolutionArea.BUSINESS_APPLICATIONS
    work = [Activity(each) for each in answer.several if each in set(Activity)]
    found = [role_for(area, each) for each in work]
    return words.list([words.plain(f"role_short.{role}") for role in found if role])


def _offer(words: Words, meant: Sequence[str]) -> str:
    offered = "; ".join(short_title(words, each) for each in meant)
    return f"{words.plain('answer.mean')} {offered}"


def short_title(words: Words, answer_id: str) -> str:
    """Give an answer's title as it fits on a button."""
    code = _code(answer_id)
    return words.plain(words.first(f"{code}.short", f"{code}.title"))


def button_code(entry: Entry) -> str:
    """Give the code of the words on an answer's button (`button.<code>`)."""
    if entry.button == PAGE:
        return "open_page"
    return "start_with_role" if entry.id.startswith("role:") else _BUTTONS[entry.button]


def _code(answer_id: str) -> str:
    return f"said.{answer_id.replace(':', '.')}"


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
