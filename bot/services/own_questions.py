"""Tells which of a person's claims a question is about, and what it asks of that claim."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from bot.advisor.lexicon import Lexicon
from bot.advisor.reading import spoken, words_of
from bot.claims.catalogue import KNOWLEDGE
from bot.claims.models import Claim, Person
from bot.claims.ports import Unit
from bot.services.book import my_claims, unfinished

#: Claims looked through for a customer's name; the most urgent come first.
LOOKED_THROUGH = 100
#: A customer that every curated question may be about stands in for the one named.
STAND_IN = "Contoso"
_LEGAL = (
    *("ab", "ag", "as", "bv", "co", "corp", "corporation", "gmbh", "inc", "kg", "limited", "llc"),
    *("ltd", "ltda", "nv", "oy", "plc", "sa", "sarl", "sas", "se", "sl", "spa", "srl"),
)
#: "#1001" or 1001; a bare number that may be a year is none.
_NUMBER = re.compile(r"#(\d{4,9})\b|(?<![\w.,-])(?!(?:19|20)\d\d\b)(\d{4,9})\b(?![.,-]\d)")


class Meant(NamedTuple):
    """The claims a question may be about, the likeliest first; `named` says it names them."""

    claims: tuple[Claim, ...] = ()
    named: bool = False

    @property
    def one(self) -> Claim | None:
        """Give the claim, where it is clear which one."""
        return self.claims[0] if len(self.claims) == 1 else None


class OwnQuestion(NamedTuple):
    """What is asked of a claim: the fact, the rule it goes with (`help:…`), and the language."""

    fact: str
    rule: str
    language: str


#: Facts whose rule has another name.
_RULES = {"official": "deadlines"}


def asked_of_claim(question: str, languages: Sequence[str]) -> OwnQuestion | None:
    """Find what a question asks of a claim by exact words, in these languages first."""
    words = words_of(question)
    order = [*languages, *(each for each in _lexicons() if each not in languages)]
    for language in order:
        marks = _lexicons()[language].marks(words) if language in _lexicons() else []
        if marks:
            longest = max(marks, key=lambda mark: mark.end - mark.start)
            rule = _RULES.get(longest.value, longest.value)
            return OwnQuestion(f"help:{longest.value}", f"help:{rule}", language)
    return None


@cache
def _lexicons() -> dict[str, Lexicon]:
    data = tomllib.loads((KNOWLEDGE / "own_questions.toml").read_text(encoding="utf-8"))
    return {
        language: Lexicon({f"own.{topic}": patterns for topic, patterns in topics.items()})
        for language, topics in data.items()
    }


async def named_claims(unit: Unit, person: Person, question: str) -> tuple[Claim, ...]:
    """Give the person's own claims whose number or customer stands in a question, whole words."""
    words = spoken(words_of(question))
    for found in _NUMBER.finditer(question):
        claim = await unit.claim(person.tenant_id, int(found[1] or found[2]))
        if claim and claim.owner == person.object_id:
            return (claim,)
    page = await my_claims(unit, person, limit=LOOKED_THROUGH)
    lengths = {claim.id: _named(claim, words) for claim in page.claims}
    longest = max(lengths.values(), default=0)
    return tuple(claim for claim in page.claims if longest and lengths[claim.id] == longest)


async def claims_meant(
    unit: Unit, person: Person, question: str, at_hand: Sequence[int | None]
) -> Meant:
    """Find the claim a question is about.

    One whose customer or number it names goes first (several are all given, unless one of them is
    at hand); then the first of `at_hand` (the open screen's, the one last looked at) that is the
    person's own; then the only unfinished one.
    """
    named = await named_claims(unit, person, question)
    near = [claim for claim_id in at_hand for claim in named if claim.id == claim_id]
    if named:
        return Meant(tuple(near[:1] or named), named=True)
    for claim_id in at_hand:
        claim = await unit.claim(person.tenant_id, claim_id) if claim_id is not None else None
        if claim and claim.owner == person.object_id:
            return Meant((claim,))
    waiting = await unfinished(unit, person, limit=2)
    return Meant(tuple(waiting) if len(waiting) == 1 else ())


def without_name(question: str, claim: Claim) -> str:
    """Give a question with another customer's name in it, one its topic can be told by."""
    name = claim.customer_name or ""
    for part in (name, " ".join(_core(name.split()))):
        at = question.casefold().find(part.casefold()) if part else -1
        if at >= 0:
            return f"{question[:at]}{STAND_IN}{question[at + len(part) :]}"
    return question


def _named(claim: Claim, words: Sequence[str]) -> int:
    """Give how many words of the customer's name stand in a text in a row; 0: not the name."""
    name = _core(spoken(words_of(claim.customer_name or "")))
    runs = (words[at : at + len(name)] for at in range(len(words) - len(name) + 1))
    return len(name) if name and any(_same(run, name) for run in runs) else 0


def _core(name: Sequence[str]) -> list[str]:
    """Leave off what only says of which legal form a company is."""
    words = list(name)
    while len(words) > 1 and words[-1].strip(".").casefold() in _LEGAL:
        words.pop()
    return words


def _same(run: Sequence[str], name: Sequence[str]) -> bool:
    """Compare words; the last may have a German genitive's s."""
    return list(run[:-1]) == list(name[:-1]) and run[-1] in (name[-1], f"{name[-1]}s")
