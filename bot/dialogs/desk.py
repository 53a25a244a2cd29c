"""Everything the dialogs work with, built once and handed to each of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.advisor.advisor import Advisor
from bot.claims.models import Claim, Person
from bot.claims.ports import Clock, FileExchange, Store
from bot.claims.rules import Rulebook
from bot.services.drafts import Drafts
from bot.services.intake import Intake
from bot.services.renewal import Renewals
from bot.services.review import Review
from bot.services.submission import Submission


@dataclass(frozen=True, slots=True)
class Desk:
    """The use cases and the partner's facts."""

    rules: Rulebook
    clock: Clock
    store: Store
    drafts: Drafts
    submission: Submission
    review: Review
    renewals: Renewals
    intake: Intake
    advisor: Advisor
    exchange: FileExchange
    template: Callable[[Claim], Awaitable[tuple[str, bytes]]]
    """Names and writes the proof template of a claim, a DOCX."""
    file_urls: Callable[[Claim, Person], Mapping[str, str]]
    """Gives short-lived addresses at which this person can open a claim's files, by file id."""
