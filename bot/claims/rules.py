"""What a deployment knows about its own partner, gathered so that rules take one argument."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.claims.calendar import Calendar
from bot.claims.catalogue import Catalogue, load_catalogue
from bot.claims.limits import Limits


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each step may take; the sources are in the comments, the numbers can be set."""

    notice: int = 5  # business days in which silence becomes agreement [ours, "intro"]
    review_begins: int = 5  # business days ["manage"]
    decision: int = 14  # business days ["manage"]
    answer: int = 14  # business days ["manage"]
    dispute_review: int = 5  # business days ["manage"]
    dispute: int = 30  # calendar days ["manage"]
    draft_reminder: int = 7  # calendar days [ours]
    renewal_reminder: int = 30  # calendar days before a proof ages or a subscription ends [ours]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The partner's own facts, the catalogue and the calendar."""

    partner_name: str = "Contoso Consulting"
    locations: dict[str, str] = field(default_factory=dict)
    """Partner ID of each location and the location's name; empty: a Partner ID is typed."""
    own_tenants: frozenset[str] = frozenset()
    own_domains: frozenset[str] = frozenset()
    catalogue: Catalogue = field(default_factory=load_catalogue)
    calendar: Calendar = field(default_factory=Calendar)
    periods: Periods = field(default_factory=Periods)
    limits: Limits = field(default_factory=Limits)
    mails_per_day: int = 3
