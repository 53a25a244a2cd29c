"""Answers a question by the id of what is known, asks for the one fact that is missing, or passes.

Chat and API share this one path. What a question is about is weighed (`weights`); which role fits
is never weighed but decided by the role table, on facts found in the text (`facts`, `advice`).
"""

from __future__ import annotations

from bot.advisor.advice import NOT_LISTED, WHAT_COUNTS, Verdict, decide
from bot.advisor.facts import Found, find_facts, says_only_facts
from bot.advisor.forms import ROLE, UNKNOWN
from bot.advisor.lexicon import lexicon
from bot.advisor.reading import words_of
from bot.advisor.signs import signs_of
from bot.advisor.weighing import weighed
from bot.advisor.weights import Odds, weights
from bot.claims.models import Frozen
from bot.claims.roles import Facts

#: A topic at least this likely is answered.
ANSWERED = 0.3
#: One at least this likely is offered as "did you mean", at most three of them.
OFFERED = 0.12
MOST_OFFERED = 3
#: A line this surely about a topic is a question, also where some text was asked for.
SURELY = 0.8
#: Words a short reply has at most.
_REPLY = 6
_FEW_WORDS = 2
#: How likely a language must be to be taken, and the locale's own to be kept instead.
_CLEAR, _POSSIBLE = 0.6, 0.02
#: Out of scope counts this much more than a topic: better not to know than to answer wrongly.
CAUTION = 3.0


class Answer(Verdict):
    """What the assistant answers: an id, what goes with it, and in which language."""

    language: str
    meant: tuple[str, ...] = ()
    """Ids to offer where the answer is `unknown` but something near is known."""
    sure: bool = False
    """True for a topic so likely that the text is a question wherever it is typed."""


class Reading(Frozen):
    """How a text was understood, before anything is decided."""

    topic: str
    odds: dict[str, float]
    found: Found
    language: str

    @property
    def sure(self) -> bool:
        """Say whether the text is surely a question about a topic."""
        return self.topic.startswith("help:") and self.odds[self.topic] >= SURELY


class Advisor:
    """Knows the curated answers, and when it does not know."""

    def answer(self, question: str, locale: str = "en") -> Answer:
        """Answer a question; `locale` is used where the text does not show its language."""
        reading = read(question, locale)
        if reading.topic == ROLE:
            verdict = decide(reading.found)
            return Answer(**dict(verdict), language=reading.language)
        if reading.topic != UNKNOWN:
            said = (NOT_LISTED,) if reading.topic == WHAT_COUNTS and reading.found.unlisted else ()
            return Answer(
                id=reading.topic, language=reading.language, sure=reading.sure, remarks=said
            )
        return Answer(id=UNKNOWN, language=reading.language, meant=_near(reading.odds))

    def reply(self, text: str, locale: str, known: Facts, asked: str) -> Answer | None:
        """Take a line as the answer to what was asked about the work, or give None: it is none.

        `asked` is a field of `Facts`. What the line says goes before what was known.
        """
        reading = read(text, locale)
        short = len(text.split()) <= _REPLY
        if not getattr(reading.found, asked) or not (short or reading.topic == ROLE):
            return None
        verdict = decide(_with(reading.found, known))
        return Answer(**dict(verdict), language=reading.language)

    def asks(self, line: str, locale: str) -> bool:
        """Say whether a line typed where an answer was expected is surely a question instead."""
        return read(line, locale).sure


def read(question: str, locale: str = "en") -> Reading:
    """Read a question: its topic, the facts about the work in it, its language."""
    words = words_of(question)
    marks = lexicon().marks(words)
    learned = weights()
    odds = learned.weigh(signs_of(question, words, marks, learned.known))
    topics = _cautious(odds["topic"])
    return Reading(
        topic=_topic(topics, only_facts=says_only_facts(words, marks)),
        odds=topics,
        found=weighed(find_facts(words, marks), odds),
        language=_language(odds["language"], locale, len(words)),
    )


def _topic(odds: dict[str, float], *, only_facts: bool) -> str:
    """Give what is answered; facts and nothing else ("Copilot?", "EA") are about the role."""
    best = max(odds, key=lambda topic: odds[topic])
    topic = best if odds[best] >= ANSWERED else UNKNOWN
    return ROLE if topic == UNKNOWN and only_facts else topic


def _cautious(odds: Odds) -> dict[str, float]:
    counted = {topic: value * (CAUTION if topic == UNKNOWN else 1) for topic, value in odds.ranked}
    whole = sum(counted.values())
    return {topic: value / whole for topic, value in counted.items()}


def _with(found: Found, known: Facts) -> Found:
    """Add what was said before, where the text itself says nothing of the kind."""
    before: dict[str, object] = {}
    if known.about and not found.about:
        before["about"] = (known.about,)
    if known.activity and not found.activity:
        before["activity"] = (known.activity,)
    if known.bought and not found.bought:
        before["bought"] = (known.bought,)
    return found.model_copy(update=before)


def _near(odds: dict[str, float]) -> tuple[str, ...]:
    ranked = sorted(odds.items(), key=lambda row: -row[1])
    near = [topic for topic, value in ranked if topic != UNKNOWN and value >= OFFERED]
    return tuple("ask:solution_area" if topic == ROLE else topic for topic in near[:MOST_OFFERED])


def _language(odds: Odds, locale: str, words: int) -> str:
    """Give the text's language; one word or two, or a close call, say less than the locale."""
    wished = locale.replace("_", "-").partition("-")[0].lower()
    own = odds.of(wished)
    doubtful = words <= _FEW_WORDS or odds.of(odds.best) < _CLEAR
    return wished if doubtful and own >= _POSSIBLE else odds.best
