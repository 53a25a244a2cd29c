"""Turns a question into the signs its topic is weighed by: words, their parts, and what they mean.

Parts of words forgive a typing error and bring "Abonnement" and "abonnements" together; marks from
the lexicon bring languages together; words no form of a known topic has speak against all of them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from bot.advisor.denial import denied
from bot.advisor.lexicon import Mark
from bot.advisor.reading import is_sign, spoken

#: Lengths of the parts of a word, and of a run of Japanese signs.
_PARTS = (3, 4, 5)
_RUNS = (1, 2, 3, 4)
#: Marks count double: they are what forms in six languages have in common.
MARKED = "!"
#: An answer's id: only programs, and who wants to lead us astray, write one.
_OUR_ID = re.compile(r"\b(?:role|ask|redirect|no_role|help|command):[a-z_]{3}")
_SHORTEST = 3
_MOST_STRANGE = 5
_WORDS_A_STEP, _LONGEST_STEP = 4, 6


def signs_of(
    typed: str, words: Sequence[str], marks: Sequence[Mark], known: Container[str]
) -> set[str]:
    """Give a text's signs; those that begin with `MARKED` count double.

    `known` holds the units (`units`) of all forms that ask for something we answer.
    """
    plain = spoken(words)
    signs = {f"w:{word}" for word in plain if not is_sign(word)}
    signs |= {part for word in plain if not is_sign(word) for part in _parts(word)}
    signs |= {f"b:{a} {b}" for a, b in pairwise(plain) if not (is_sign(a) and is_sign(b))}
    signs |= {
        run[at : at + n] for run in _runs(words) for n in _RUNS for at in range(len(run) - n + 1)
    }
    signs |= set(_meanings(words, marks))
    signs |= set(_strangeness(units(words), known))
    signs.add(f"l:{min(len(plain) // _WORDS_A_STEP, _LONGEST_STEP)}")
    if _OUR_ID.search(typed):
        signs.add(f"{MARKED}id")
    if "?" in typed or "？" in typed:
        signs.add("?")
    return signs


def _parts(word: str) -> Iterator[str]:
    edged = f" {word} "
    for length in _PARTS:
        for at in range(len(edged) - length + 1):
            yield f"c:{edged[at : at + length]}"


def _runs(words: Iterable[str]) -> list[str]:
    """Give the runs of Japanese signs between words, sentences' ends and numbers."""
    text = "".join(word if is_sign(word) else " " for word in words)
    return text.split()


def _meanings(words: Sequence[str], marks: Sequence[Mark]) -> Iterator[str]:
    not_ours = denied(marks, words)
    said = {
        f"{'not ' if mark in not_ours else ''}{mark.meaning}"
        for mark in marks
        if mark.kind != "word"
    }
    yield from (f"{MARKED}{meaning}" for meaning in said)
    yield from (f"{MARKED}{one}+{other}" for one, other in combinations(sorted(said), 2))


def units(words: Sequence[str]) -> set[str]:
    """Give what is looked up as known or strange: words, and pairs of Japanese signs."""
    found = {w for w in words if not is_sign(w) and len(w) >= _SHORTEST and not w.isdigit()}
    return found | {a + b for run in _runs(words) for a, b in pairwise(run)}


def _strangeness(asked: set[str], known: Container[str]) -> Iterator[str]:
    strange = sum(unit not in known for unit in asked)
    yield f"{MARKED}strange {min(strange, _MOST_STRANGE)}"
    yield f"{MARKED}strange part {strange * 5 // max(1, len(asked))}"
