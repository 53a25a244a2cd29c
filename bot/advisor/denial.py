"""Tells what a text denies, or says that others did, so that only our own work counts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advisor.lexicon import Mark
from bot.advisor.reading import BREAKS, PAUSE

#: Words between a "not" and what it denies.
_BEFORE = 4
#: Words, in Japanese signs, between something and the "not" behind it.
_AFTER = 16
#: Words between two kinds of work of which the same is said, "and" among them.
_JOINT = 3
_PARTING = {"word.but", "word.not_before", "word.not_after", "word.not_near", "word.others"}


def denied(marks: Sequence[Mark], words: Sequence[str]) -> frozenset[Mark]:
    """Give the marks that are denied, or tell of others' work, in the same part of a thought."""
    breaks = _breaks(marks, words)
    denying = [mark for mark in marks if mark.kind == "word"]
    told = [mark for mark in marks if mark.kind != "word" and mark.meaning != "bought.unknown"]
    joined = ((mark, _joined(mark, marks, words)) for mark in told)
    return frozenset(
        mark
        for mark, whole in joined
        if any(_denies(word, whole, marks, breaks) for word in denying)
    )


def _joined(mark: Mark, marks: Sequence[Mark], words: Sequence[str]) -> Mark:
    """Give a mark with those it is joined to by "and": what is said of one is said of all."""
    alike = [other for other in marks if other.kind == mark.kind]
    start, end = mark.start, mark.end
    for other in alike:
        if other.start >= end and _is_joint(range(end, other.start), marks, words):
            end = other.end
    for other in reversed(alike):
        if other.end <= start and _is_joint(range(other.end, start), marks, words):
            start = other.start
    return Mark(mark.meaning, start, end)


def _is_joint(between: range, marks: Sequence[Mark], words: Sequence[str]) -> bool:
    """Say whether nothing but a comma, or an "and" with a word or two, stands between."""
    if len(between) > _JOINT:
        return False
    if [words[at] for at in between] == [PAUSE]:
        return True
    said = {mark.meaning for mark in marks if mark.start in between}
    return "word.and" in said and not said & _PARTING


def _breaks(marks: Sequence[Mark], words: Sequence[str]) -> frozenset[int]:
    """Give where a part of a thought ends: at its signs, and at words such as "but" and "and"."""
    said = (mark for mark in marks if mark.meaning in ("word.but", "word.and"))
    signs = (at for at, word in enumerate(words) if word in BREAKS)
    return frozenset((*signs, *(at for mark in said for at in range(mark.start, mark.end))))


def _denies(word: Mark, mark: Mark, marks: Sequence[Mark], breaks: frozenset[int]) -> bool:
    """Say whether a word such as "not", "not us" or "another partner" speaks against a mark."""
    if word.value == "others":
        between = range(min(word.end, mark.end), max(word.start, mark.start))
        return mark.kind == "activity" and breaks.isdisjoint(between)
    before = word.value in ("not_before", "not_near") and _is_before(word, mark, breaks)
    return before or (
        word.value in ("not_after", "not_near") and _is_after(word, mark, marks, breaks)
    )


def _is_before(word: Mark, mark: Mark, breaks: frozenset[int]) -> bool:
    near = word.end <= mark.start <= word.end + _BEFORE
    return near and breaks.isdisjoint(range(word.end, mark.start))


def _is_after(word: Mark, mark: Mark, marks: Sequence[Mark], breaks: frozenset[int]) -> bool:
    """Say whether a "not" behind is near: "adoption? not us", with nothing of its kind between."""
    between = range(mark.end, word.start)
    if not mark.end <= word.start <= mark.end + _AFTER:
        return False
    if any(other.kind == mark.kind and other.start in between for other in marks):
        return False
    inner = between[1:] if len(between) <= _JOINT else between
    return breaks.isdisjoint(inner)
