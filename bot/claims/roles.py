"""Which partner role fits the work: the decision order of the role table, never a guess.

The order follows the role table of "Customer associations via CPOR" (source: seed); what the page
leaves open is decided in `docs/DECISIONS.md`.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache

from bot.claims.catalogue import KNOWLEDGE
from bot.claims.models import Frozen, PartnerRole, PurchaseChannel, SolutionArea


class Activity(StrEnum):
    """What the partner did for the customer."""

    ADOPTION_USAGE = "adoption_usage"
    INFLUENCED_PURCHASE = "influenced_purchase"
    INFLUENCED_SELECTION = "influenced_selection"
    PARTNER_ACTIVITIES = "partner_activities"
    RESALE = "resale"


class About(StrEnum):
    """What the work was about, as first asked: an area, or something claimed elsewhere."""

    BUSINESS_APPLICATIONS = "business_applications"
    MODERN_WORK_SECURITY = "modern_work_security"
    AZURE = "azure"
    CO_OP = "co_op"


class Bought(StrEnum):
    """How the customer bought; UNKNOWN is an answer of its own."""

    VOLUME_LICENSING = "volume_licensing"
    WEB_DIRECT = "web_direct"
    CSP = "csp"
    UNKNOWN = "unknown"


class Pay(StrEnum):
    """Whether a role pays."""

    YES = "yes"
    UNLESS_OPTED_OUT = "unless_opted_out"
    NO = "no"
    NEVER = "never"


class Role(Frozen):
    """One row of the role table."""

    id: PartnerRole
    name: str
    short_name: str
    area: SolutionArea
    engagement: str
    old_names: tuple[str, ...]
    activity: Activity
    pays: Pay
    channels: tuple[PurchaseChannel, ...]
    source: str


@cache
def roles() -> dict[PartnerRole, Role]:
    """Give the role table, in the order in which roles are shown."""
    data = tomllib.loads((KNOWLEDGE / "roles.toml").read_text(encoding="utf-8"))
    return {PartnerRole(key): Role(id=PartnerRole(key), **row) for key, row in data.items()}


def role_for(area: SolutionArea, activity: Activity) -> PartnerRole | None:
    """Give the one role of an area for a kind of work, if there is one."""
    found = (row.id for row in roles().values() if row.area == area and row.activity == activity)
    return next(found, None)


class Facts(Frozen):
    """What is known about the work; None is "not said yet"."""

    about: About | None = None
    activity: Activity | None = None
    bought: Bought | None = None


class Advice(Frozen):
    """The outcome: `id` as people script against it, and the role where there is one."""

    id: str
    role: PartnerRole | None = None
    channel_open: bool = False
    """True where the role holds only if the licences were not bought through CSP."""


def _ask(what: str) -> Advice:
    return Advice(id=f"ask:{what}")


def advise(facts: Facts) -> Advice:
    """Say which role fits, what to ask next, or where this work is claimed instead.

    Ids: `role:<role>`, `ask:solution_area|activity|purchase_channel`,
    `redirect:co_op|pal|mci_partner_activities`, `no_role:csp_purchase|presales_modern_work|resale`.
    """
    if facts.about is About.CO_OP:
        return Advice(id="redirect:co_op")
    if facts.about is About.AZURE:
        return Advice(id="redirect:pal")
    if facts.activity is Activity.PARTNER_ACTIVITIES:
        return Advice(id="redirect:mci_partner_activities")
    if facts.about is About.BUSINESS_APPLICATIONS and facts.bought is Bought.CSP:
        return Advice(id="no_role:csp_purchase")
    if facts.activity is Activity.RESALE:
        return Advice(id="no_role:resale")
    if facts.about is None:
        return _ask("solution_area")
    if facts.about is About.MODERN_WORK_SECURITY:
        return _modern_work(facts)
    return _business_applications(facts)


def _modern_work(facts: Facts) -> Advice:
    if facts.activity is None:
        return _ask("activity")
    if facts.activity is not Activity.ADOPTION_USAGE:
        return Advice(id="no_role:presales_modern_work")
    return Advice(id=f"role:{PartnerRole.USE_OR_CONSUME}", role=PartnerRole.USE_OR_CONSUME)


def _business_applications(facts: Facts) -> Advice:
    if facts.activity is None:
        return _ask("activity")
    if facts.bought is Bought.UNKNOWN:
        return _ask("purchase_channel")
    role = role_for(SolutionArea.BUSINESS_APPLICATIONS, facts.activity)
    return Advice(id=f"role:{role}", role=role, channel_open=facts.bought is None)
