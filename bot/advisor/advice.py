"""Decides on the facts found in a text, as the role table does, and says what else is worth saying.

What one claim cannot hold is asked: two areas or two kinds of work are two claims. The finer
points are in `docs/DECISIONS.md`.
"""

from __future__ import annotations

from bot.advisor.facts import Found
from bot.claims.models import Frozen
from bot.claims.roles import About, Activity, Bought, Facts, advise, roles

#: The topic that says what can be claimed, and the remark on a product that no list has.
WHAT_COUNTS, NOT_LISTED = "help:workloads", "not_in_catalogue"


class Verdict(Frozen):
    """An answer's id, the facts that led to it, and remarks to say with it, by code."""

    id: str
    facts: Facts = Facts()
    remarks: tuple[str, ...] = ()
    channel_open: bool = False
    """True where the role holds only if the licences were not bought through CSP."""
    several: tuple[str, ...] = ()
    """Two areas or kinds of work, each a claim of its own; the answer asks which comes first."""


def decide(found: Found) -> Verdict:
    """Give the role the facts decide, the one question that is missing, or the way elsewhere."""
    facts = single(found)
    if About.CO_OP in found.about:
        return Verdict(id="redirect:co_op", facts=facts)
    if facts.activity is Activity.PARTNER_ACTIVITIES and facts.about is not About.AZURE:
        return Verdict(id="redirect:mci_partner_activities", facts=facts)
    if found.unlisted and not found.about:
        return Verdict(id=WHAT_COUNTS, facts=facts, remarks=(NOT_LISTED,))
    if len(found.about) > 1:
        areas = tuple(str(each) for each in found.about)
        return Verdict(id="ask:solution_area", facts=facts, remarks=("two_areas",), several=areas)
    if len(found.activity) > 1 and facts.about is not About.AZURE:
        return _several(found, facts)
    return _one(found, facts)


def single(found: Found) -> Facts:
    """Give the facts of which there is one; a purchase said in two ways is an unknown one."""
    bought = found.bought
    unclear = len(bought) > 1 or Bought.UNKNOWN in bought
    return Facts(
        about=found.about[0] if len(found.about) == 1 else None,
        activity=found.activity[0] if len(found.activity) == 1 else None,
        bought=Bought.UNKNOWN if unclear else next(iter(bought), None),
    )


def _several(found: Found, facts: Facts) -> Verdict:
    """Two kinds of work: in Modern Work only adoption has a role; else which comes first?"""
    if facts.about is About.MODERN_WORK_SECURITY and Activity.ADOPTION_USAGE in found.activity:
        known = facts.model_copy(update={"activity": Activity.ADOPTION_USAGE})
        return _one(found, known, "presales_apart")
    if facts.about is About.BUSINESS_APPLICATIONS and facts.bought is Bought.CSP:
        return _one(found, facts)
    if facts.about is About.MODERN_WORK_SECURITY:
        known = facts.model_copy(update={"activity": found.activity[0]})
        return _one(found, known)
    if facts.about is None:
        return Verdict(id="ask:solution_area", facts=facts, remarks=("two_activities",))
    work = tuple(str(each) for each in found.activity)
    return Verdict(id="ask:activity", facts=facts, remarks=("two_roles",), several=work)


def _one(found: Found, facts: Facts, *remarks: str) -> Verdict:
    if facts == Facts(bought=Bought.CSP):
        return Verdict(id="ask:purchase_channel", facts=facts, remarks=("csp_alone",))
    advice = advise(facts)
    said = (*_premise(found, facts), *remarks, *_finer(found, facts))
    if advice.id == "no_role:resale":
        return Verdict(id="ask:activity", facts=facts, remarks=("resale_alone", *said))
    return Verdict(id=advice.id, facts=facts, remarks=said, channel_open=advice.channel_open)


def _premise(found: Found, facts: Facts) -> tuple[str, ...]:
    """Put right a role that was asked for by name and does not exist in the area."""
    if facts.about not in (About.MODERN_WORK_SECURITY, About.BUSINESS_APPLICATIONS):
        return ()
    foreign = [role for role in found.named if roles()[role].area != str(facts.about)]
    return (f"not_in_area.{foreign[0]}",) if foreign else ()


def _finer(found: Found, facts: Facts) -> tuple[str, ...]:
    """Say what the admin may not expect: no pay for usage, or which Copilot is meant."""
    said: list[str] = []
    if found.copilot:
        said.append("which_copilot")
    business = facts.about is About.BUSINESS_APPLICATIONS
    if business and found.pay and facts.activity is Activity.ADOPTION_USAGE:
        said.append("no_paid_usage_role")
    if business and found.pay and facts.activity is Activity.INFLUENCED_SELECTION:
        said.append("never_pays")
    return tuple(said)
