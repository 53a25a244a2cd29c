"""Finds in a question the facts that decide the role: products, kind of work, purchase, pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from bot.advisor.denial import denied
from bot.advisor.lexicon import Mark
from bot.advisor.reading import BREAKS
from bot.claims.models import Frozen, PartnerRole
from bot.claims.roles import About, Activity, Bought, roles

Kind = TypeVar("Kind", bound=StrEnum)


class Found(Frozen):
    """What a text says about the work; several values of one kind are several claims."""

    about: tuple[About, ...] = ()
    activity: tuple[Activity, ...] = ()
    bought: tuple[Bought, ...] = ()
    named: tuple[PartnerRole, ...] = ()
    """Roles called by their name, old or new. The text may be wrong about them."""
    pay: bool | None = None
    """Whether pay is wished for, where the text says so."""
    unlisted: bool = False
    """A product is named that no catalogue has."""
    copilot: bool = False
    """A Copilot is named, and not which."""
    csp_role: bool = False
    """CSP is said of a role, beside the work: "they call it the CSP role; we trained them"."""


def find_facts(words: Sequence[str], marks: Sequence[Mark]) -> Found:
    """Find the facts in a text; what is denied ("not presales") does not count."""
    left_out = denied(marks, words)
    said = [mark for mark in marks if mark not in left_out]
    named, pay = _values(said, "activity", PartnerRole), _pay(said)
    about = _about(said)
    return Found(
        about=about,
        activity=_activity(said, named, pay),
        bought=_bought(said, told=_tells_work(said)),
        named=named,
        pay=pay,
        unlisted=_has(said, "about.unlisted") and not about,
        copilot=_has(said, "about.copilot") and not about,
        csp_role=_has(said, "bought.role_of_csp") and _tells_work(said),
    )


def says_only_facts(words: Sequence[str], marks: Sequence[Mark]) -> bool:
    """Say whether every word names a product, a kind of work or a way of buying."""
    facts = (mark for mark in marks if mark.kind in ("about", "activity", "bought"))
    covered = {at for mark in facts for at in range(mark.start, mark.end)}
    return bool(words) and all(at in covered or word in BREAKS for at, word in enumerate(words))


def _has(marks: Iterable[Mark], *meanings: str) -> bool:
    return any(mark.meaning in meanings for mark in marks)


def _values(marks: Iterable[Mark], group: str, kind: type[Kind]) -> tuple[Kind, ...]:
    """Give the marks of a group that stand for one of the values, each once, as first said."""
    known = {str(each) for each in kind}
    found = (mark.value for mark in marks if mark.kind == group and mark.value in known)
    return tuple(kind(value) for value in dict.fromkeys(found))


def _pay(marks: Sequence[Mark]) -> bool | None:
    if _has(marks, "pay.not_wanted"):
        return False
    return True if _has(marks, "pay.wanted") else None


def _about(marks: Sequence[Mark]) -> tuple[About, ...]:
    """Give the areas by the products that are named.

    Partner Admin Link is said of Power Platform as well; it means Azure only where nothing else is.
    """
    found = _values(marks, "about", About)
    return found or ((About.AZURE,) if _has(marks, "about.pal") else ())


def _activity(
    marks: Sequence[Mark], named: Sequence[PartnerRole], pay: bool | None
) -> tuple[Activity, ...]:
    """Give the kinds of work that are told, else those of the roles that are called by name.

    Influence without an object is told apart by the wish for pay.
    """
    told = set(_values(marks, "activity", Activity))
    found = told or {roles()[role].activity for role in named}
    bought, chosen = Activity.INFLUENCED_PURCHASE, Activity.INFLUENCED_SELECTION
    if _has(marks, "activity.influenced") and not found & {bought, chosen} and pay is not None:
        found.add(bought if pay else chosen)
    if found >= {bought, chosen} and pay is not None and not named:
        found.discard(chosen if pay else bought)
    if Activity.PARTNER_ACTIVITIES in found:
        return (Activity.PARTNER_ACTIVITIES,)
    if len(found) > 1:
        found.discard(Activity.RESALE)
    return tuple(each for each in Activity if each in found)


def _bought(marks: Sequence[Mark], *, told: bool) -> tuple[Bought, ...]:
    """Give the ways of buying; where only "is it the CSP role?" is asked, CSP is the subject."""
    found = _values(marks, "bought", Bought)
    asked = _has(marks, "bought.role_of_csp") and not told
    return found or ((Bought.CSP,) if asked else ())


def _tells_work(marks: Sequence[Mark]) -> bool:
    return bool(_values(marks, "activity", Activity))
