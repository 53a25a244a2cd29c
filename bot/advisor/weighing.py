"""Holds the facts read by exact words against what the whole text makes likely."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from bot.advisor.facts import Found
from bot.advisor.weights import Odds
from bot.claims.roles import About, Activity, Bought, roles

Kind = TypeVar("Kind", bound=StrEnum)
NONE, SEVERAL = "none", "several"
#: How likely a fact must be to be taken though no exact word says it; a role hangs on it.
SURE = {"about": 0.55, "activity": 0.5, "bought": 0.5}
#: How likely "nothing is said of it" must be to drop what a word seems to say.
UNSAID = {"activity": 0.5, "bought": 0.8}
#: What a word says of the work is kept at least this likely, where nothing stands out.
_BORNE_OUT = 0.2
#: A purchase that words name, but not half the weight, is asked where it may be unknown.
_BORNE_OUT_BY_HALF, _DOUBTFUL = 0.5, 0.2
_AREAS = (About.BUSINESS_APPLICATIONS, About.MODERN_WORK_SECURITY)
#: Two ways of buying are named: one must be this likely to be taken, else it is asked.
_TWO_WAYS = 0.9
_INFLUENCE = (Activity.INFLUENCED_PURCHASE, Activity.INFLUENCED_SELECTION)


def weighed(found: Found, odds: dict[str, Odds]) -> Found:
    """Give the facts that words and weights bear out together."""
    about = _about(found, odds["about"])
    return found.model_copy(
        update={
            "about": about,
            "activity": _activity(found, odds["activity"], about),
            "bought": _bought(found, odds["bought"]),
        }
    )


def _likely(odds: Odds, kind: type[Kind], least: float) -> tuple[Kind, ...]:
    choice, value = odds.ranked[0]
    return (kind(choice),) if value >= least and choice in set(kind) else ()


def _activity(found: Found, odds: Odds, about: tuple[About, ...]) -> tuple[Activity, ...]:
    said = found.activity
    best, value = odds.ranked[0]
    if best == SEVERAL:
        return said if len(said) > 1 else _first_two(odds)
    if best == NONE:
        if value >= UNSAID["activity"] and not found.named:
            return ()
        return tuple(each for each in said if odds.of(each) >= _BORNE_OUT)
    if value >= SURE["activity"] or said == (best,):
        return (Activity(best),)
    # Modern Work has no role for either, so which of the two it was need not be known.
    influenced = about == (About.MODERN_WORK_SECURITY,) and odds.of(*_INFLUENCE) >= SURE["activity"]
    return (Activity(best),) if influenced else ()


def _first_two(odds: Odds) -> tuple[Activity, ...]:
    named = [choice for choice, _ in odds.ranked if choice in set(Activity)]
    return tuple(Activity(choice) for choice in named[:2])


def _about(found: Found, odds: Odds) -> tuple[About, ...]:
    """Give the areas: by products, else by weight, else by the role that is called by its name."""
    best, value = odds.ranked[0]
    if len(found.about) > 1 and best == SEVERAL:
        return found.about
    # A role named beside a product of the other area is a wrong premise more often than a claim.
    if best == SEVERAL and value >= SURE["about"] and not found.named:
        return _AREAS
    if len(found.about) == 1:
        return found.about
    likely = _likely(odds, About, SURE["about"])
    if likely or found.about or found.unlisted:
        return likely or found.about
    return tuple(dict.fromkeys(About(roles()[role].area) for role in found.named))


def _bought(found: Found, odds: Odds) -> tuple[Bought, ...]:
    said, (best, value) = found.bought, odds.ranked[0]
    if found.csp_role and not said and best == Bought.CSP:
        return ()
    if best == NONE and value >= UNSAID["bought"]:
        return ()
    if said and odds.of(*said) < _BORNE_OUT_BY_HALF and odds.of(Bought.UNKNOWN) >= _DOUBTFUL:
        return (Bought.UNKNOWN,)
    surely = _TWO_WAYS if len(said) > 1 else SURE["bought"]
    return _likely(odds, Bought, surely) or said
