"""Keeps an approved association from ending unnoticed: newer proof, and the subscription's end."""

from __future__ import annotations

from typing import Any

from bot.claims.deadlines import renewed
from bot.claims.errors import Code, Problem, Refused
from bot.claims.evidence import FIELD, newer_files
from bot.claims.models import Claim, Event, FileState, Person, Status
from bot.claims.parsing import parse
from bot.claims.ports import Clock, Unit
from bot.claims.rules import Rulebook
from bot.claims.status import record
from bot.services.access import as_admin
from bot.services.drafts import Answered


class Renewals:
    """The admin's use cases while an association is approved."""

    def __init__(self, rules: Rulebook, clock: Clock) -> None:
        self._rules, self._clock = rules, clock

    def newer_proof(self, unit: Unit, claim: Claim, person: Person, signed_on: Any) -> Answered:
        """Date the proof files added since the approval: the association's proof is good anew.

        A date that is not newer than the last one, or no checked file to it, is a problem; then
        nothing is saved. Raises `Refused` where the person may not claim or nothing is approved.
        """
        self._expect_approved(claim, person)
        found = _files_problem(claim) or self._read(claim, "poe_signed_on", signed_on)
        if not isinstance(found, Problem) and claim.poe_signed_on and found <= claim.poe_signed_on:
            found = Problem(Code.DATE_NOT_NEWER, "poe_signed_on", {"on": claim.poe_signed_on})
        if isinstance(found, Problem):
            return Answered(claim, (found,))
        parts = {"poe_signed_on": found, "poe_renewed_at": self._clock.now()}
        return self._keep(unit, claim, person, "poe_signed_on", parts)

    def subscription_end(self, unit: Unit, claim: Claim, person: Person, ends_on: Any) -> Answered:
        """Note the subscription's last day, on which the claim expires; empty: it is not known.

        No page or interface tells us that day, so nothing is assumed without a note. Raises
        `Refused` as `newer_proof` does.
        """
        self._expect_approved(claim, person)
        found = self._read(claim, "subscription_ends_on", ends_on)
        if isinstance(found, Problem):
            return Answered(claim, (found,))
        if found == claim.subscription_ends_on:
            return Answered(claim)
        parts = {"subscription_ends_on": found}
        return self._keep(unit, claim, person, "subscription_ends_on", parts)

    @staticmethod
    def _expect_approved(claim: Claim, person: Person) -> None:
        as_admin(person)
        if claim.status is not Status.APPROVED:
            raise Refused.because(Code.NOT_EDITABLE, status=claim.status)

    def _read(self, claim: Claim, field_id: str, raw: Any) -> Any:
        today = self._rules.calendar.today(self._clock.now())
        return parse(field_id, raw, claim, self._rules, today)

    def _keep(
        self, unit: Unit, claim: Claim, person: Person, field_id: str, parts: dict[str, Any]
    ) -> Answered:
        now, rules = self._clock.now(), self._rules
        after = claim.model_copy(update={**parts, "changed_at": now})
        after = renewed(after, claim, now, rules.calendar, rules.periods)
        unit.save(after, record(after, Event.CHANGE, as_admin(person), now, fields=(field_id,)))
        return Answered(after, changed=(field_id,))


def _files_problem(claim: Claim) -> Problem | None:
    files = newer_files(claim)
    if not files:
        return Problem(Code.FILE_MISSING, FIELD)
    if all(file.state is not FileState.CLEAN for file in files):
        names = tuple(file.name for file in files)
        return Problem(Code.FILE_STILL_CHECKING, FIELD, {"names": names})
    return None
