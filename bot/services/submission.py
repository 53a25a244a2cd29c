"""Takes a draft to the reviewers and the customer, and everything the admin does from then on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.claims.errors import Code, Problem, Refused
from bot.claims.evidence import missing_for_submission
from bot.claims.fields import Section, ends_by_channel, fields_of, missing, unreached
from bot.claims.models import (
    Actor,
    Claim,
    Event,
    HistoryEntry,
    Person,
    Status,
    Verification,
)
from bot.claims.ports import Clock, Unit
from bot.claims.rules import Rulebook
from bot.claims.status import move, record
from bot.services.access import as_admin
from bot.services.consent import Consents, asked_for
from bot.services.directory_check import needs_check
from bot.services.drafts import Answered, Drafts
from bot.services.notices import tell_reviewers

#: What a dispute without a word is answered.
NO_WORDS = Problem(Code.REQUIRED, "comments", {"finding": "dispute"})


#: What the admin does that changes the reviewers' queue.
_REVIEWERS_NEWS = (Event.SUBMIT, Event.ANSWER_ACTION, Event.DISPUTE, Event.WITHDRAW)


class Submission:
    """The admin's use cases from the draft on."""

    def __init__(self, rules: Rulebook, clock: Clock, drafts: Drafts, consents: Consents) -> None:
        self._rules, self._clock = rules, clock
        self._drafts, self._consents = drafts, consents

    def missing(self, claim: Claim) -> tuple[Problem, ...]:
        """Give everything that keeps a draft from being submitted, form first, then proof."""
        form = [Problem(Code.REQUIRED, field_id) for field_id in missing(claim)]
        if ends_by_channel(claim):
            form.append(Problem(Code.CSP_PURCHASE, "purchase_channel"))
        today = self._rules.calendar.today(self._clock.now())
        return (*form, *missing_for_submission(claim, today, self._rules.limits))

    async def submit(self, unit: Unit, claim: Claim, person: Person) -> Claim:
        """Submit: status, history and the customer's mail in one transaction.

        A directory that was silent is asked once more. Raises `Refused` with all that is missing;
        nothing is changed then.
        """
        actor = as_admin(person)
        problems = list(self.missing(claim)) if claim.status is Status.DRAFT else []
        claim, mismatch = await self._last_check(unit, claim)
        problems += [mismatch] if mismatch else []
        if problems:
            raise Refused(*problems)
        return await self._moved_and_asked(unit, claim, Event.SUBMIT, actor)

    async def _last_check(self, unit: Unit, claim: Claim) -> tuple[Claim, Problem | None]:
        silent = claim.directory.result is Verification.UNAVAILABLE
        if not (silent and needs_check(claim)):
            return claim, None
        return await self._drafts.recheck(unit, claim)

    async def answer_action(self, unit: Unit, claim: Claim, person: Person, answer: str) -> Claim:
        """Answer what the reviewer asked and put the claim back in the queue.

        A changed customer address voids the old link and sends a new one. Changed items, or
        another subscription, are asked about anew; an earlier answer falls away. Raises
        `Refused` where the answer is missing or late, or the claim is not complete.
        """
        actor = as_admin(person)
        problems = () if claim.status is not Status.ACTION_REQUIRED else self.missing(claim)
        if problems:
            raise Refused(*problems)
        if _asks_anew(claim):
            return await self._moved_and_asked(unit, claim, Event.ANSWER_ACTION, actor, answer)
        return self._moved(unit, claim, Event.ANSWER_ACTION, actor, answer)

    def withdraw(self, unit: Unit, claim: Claim, person: Person) -> Claim:
        """Take a claim back before it is decided; a new one may start at once."""
        return self._moved(unit, claim, Event.WITHDRAW, as_admin(person))

    def disassociate(self, unit: Unit, claim: Claim, person: Person) -> Claim:
        """End an approved association; usage data stops."""
        return self._moved(unit, claim, Event.DISASSOCIATE, as_admin(person))

    async def dispute(self, unit: Unit, claim: Claim, person: Person, why: str = "") -> Claim:
        """Dispute a rejection, once and in time.

        Raises `Refused`: without words for the reviewer, and also where another live claim
        meanwhile covers the same thing.
        """
        actor = as_admin(person)
        if claim.status is Status.REJECTED_FINAL:
            once = claim.disputed_at is not None
            raise Refused.because(Code.DISPUTE_ONCE if once else Code.DISPUTE_NOT_POSSIBLE)
        after, entry = self._move(claim, Event.DISPUTE, actor, why.strip())
        problems = [] if why.strip() else [NO_WORDS]
        problems += await self._drafts.covered(unit, claim)
        if problems:
            raise Refused(*problems)
        after = after.model_copy(update={"comments": why.strip()})
        return self._keep(unit, after, entry)

    async def resend_consent(self, unit: Unit, claim: Claim, person: Person) -> Claim:
        """Mail the customer again (the same link). Raises `Refused` with RESEND_LIMIT."""
        actor, now = as_admin(person), self._clock.now()
        asked = await self._consents.request(unit, claim, now=now)
        unit.save(asked, record(asked, Event.RESEND_CONSENT, actor, now))
        return asked

    async def correct_contact(
        self, unit: Unit, claim: Claim, raw: Mapping[str, Any], person: Person
    ) -> Answered:
        """Correct the contacts of a customer whom no mail has reached, and mail them anew.

        Problems leave the claim as it is. Raises `Refused`: NOT_EDITABLE once a mail is out.
        """
        actor, now = as_admin(person), self._clock.now()
        if not unreached(claim):
            raise Refused.because(Code.NOT_EDITABLE, status=claim.status)
        contacts = {row.id for row in fields_of(Section.CONTACTS, claim)}
        read = self._drafts.read(claim, {k: v for k, v in raw.items() if k in contacts})
        if read.problems:
            return read
        asked = await self._consents.request(unit, read.claim, now=now)
        unit.save(asked, record(asked, Event.CHANGE, actor, now, fields=read.changed))
        return read._replace(claim=asked)

    async def _moved_and_asked(
        self, unit: Unit, claim: Claim, event: Event, actor: Actor, note: str = ""
    ) -> Claim:
        now = self._clock.now()
        after, entry = self._move(claim, event, actor, note)
        asked = await self._consents.request(unit, after, now=now)
        return self._keep(unit, asked, entry)

    def _moved(self, unit: Unit, claim: Claim, event: Event, actor: Actor, note: str = "") -> Claim:
        after, entry = self._move(claim, event, actor, note)
        return self._keep(unit, after, entry)

    def _keep(self, unit: Unit, claim: Claim, entry: HistoryEntry) -> Claim:
        """Save a move, and tell the reviewers where their queue has changed by it."""
        unit.save(claim, entry)
        if entry.event in _REVIEWERS_NEWS:
            tell_reviewers(unit, claim, entry.event, entry.at)
        return claim

    def _move(
        self, claim: Claim, event: Event, actor: Actor, note: str
    ) -> tuple[Claim, HistoryEntry]:
        return move(
            claim,
            event,
            actor,
            self._clock.now(),
            self._rules.calendar,
            note,
            periods=self._rules.periods,
        )


def _asks_anew(claim: Claim) -> bool:
    """Say whether the customer was asked about something else, or somebody else was asked."""
    told = claim.consent
    if told is None or told.email != claim.customer_contact_email:
        return True
    return told.asked_for != asked_for(claim)
