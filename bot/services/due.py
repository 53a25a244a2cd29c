"""Acts on deadlines whose time has come; tests move the clock and call the same code."""

from __future__ import annotations

import structlog

from bot.claims.deadlines import without_deadline
from bot.claims.errors import Code, Conflict, Refused
from bot.claims.models import Actor, ActorKind, Claim, DeadlineKind, Event, Verification
from bot.claims.ports import Clock, DueDeadline, Store, Unit
from bot.claims.rules import Rulebook
from bot.claims.status import move
from bot.services.drafts import Drafts
from bot.services.intake import Intake
from bot.services.notices import tell_owner
from bot.services.traces import trace_of

_log = structlog.get_logger("bot.due")
_CLOCK = Actor(kind=ActorKind.CLOCK)

#: Deadlines that change the claim by themselves.
_MOVES = {
    DeadlineKind.ANSWER: Event.LAPSE,
    DeadlineKind.OFFICIAL: Event.BECOME_OFFICIAL,
    DeadlineKind.SUBSCRIPTION_ENDS: Event.EXPIRE,
}
#: Deadlines that only remind the admin.
_REMINDERS = (
    DeadlineKind.DRAFT_REMINDER,
    DeadlineKind.ANSWER_REMINDER_5,
    DeadlineKind.ANSWER_REMINDER_1,
    DeadlineKind.POE_REMINDER,
    DeadlineKind.SUBSCRIPTION_REMINDER,
)


class DueWork:
    """The use cases that nobody but the clock starts."""

    def __init__(
        self, store: Store, rules: Rulebook, clock: Clock, drafts: Drafts, intake: Intake
    ) -> None:
        self._store, self._rules, self._clock = store, rules, clock
        self._drafts, self._intake = drafts, intake

    async def run(self) -> int:
        """Act on everything due now, each in its own transaction; give how many were done.

        A deadline somebody else is just acting on is left to them, and one that fails does not
        hold up the others: it is logged and tried again the next time.
        """
        done = 0
        for due in await self._store.due(self._clock.now()):
            try:
                done += await self._act(due)
            except Conflict:
                continue
            except Exception as error:
                _log.error("due.failed", claim=due.claim_id, kind=due.kind, stack=trace_of(error))
        return done

    async def _act(self, due: DueDeadline) -> bool:
        unit = self._store.unit()
        claim = await unit.claim(due.org, due.claim_id)
        kind = DeadlineKind(due.kind)
        deadline = claim.deadline(kind) if claim else None
        if claim is None or deadline is None or deadline.at > self._clock.now():
            return False
        if kind in _MOVES:
            self._move(unit, claim, kind)
        elif kind is DeadlineKind.DIRECTORY_RETRY:
            await self._ask_directory(unit, claim)
        elif kind is DeadlineKind.FILE_RETRY:
            await self._check_files(unit, claim)
        else:
            self._remind(unit, claim, kind)
        await unit.commit()
        return True

    def _move(self, unit: Unit, claim: Claim, kind: DeadlineKind) -> None:
        now = self._clock.now()
        try:
            after, entry = move(
                claim, _MOVES[kind], _CLOCK, now, self._rules.calendar, periods=self._rules.periods
            )
        except Refused:
            unit.save(without_deadline(claim, kind))
            return
        unit.save(after, entry)
        tell_owner(unit, claim, _MOVES[kind], now)

    def _remind(self, unit: Unit, claim: Claim, kind: DeadlineKind) -> None:
        unit.save(without_deadline(claim, kind))
        if kind in _REMINDERS:
            tell_owner(unit, claim, kind, self._clock.now())

    async def _ask_directory(self, unit: Unit, claim: Claim) -> None:
        after, problem = await self._drafts.recheck(unit, claim)
        if problem and problem.code is Code.TENANT_MISMATCH:
            tell_owner(unit, claim, "mismatch", self._clock.now())
        elif after.directory.result is Verification.MATCHED:
            tell_owner(unit, claim, "verified", self._clock.now())

    async def _check_files(self, unit: Unit, claim: Claim) -> None:
        """Scan waiting files again; one found unsafe or lost is taken off, and that is said."""
        after, gone = await self._intake.check_again(claim)
        unit.save(after)
        now = self._clock.now()
        for name in gone:
            tell_owner(unit, claim, "file_removed", now, name=name)
        if not gone and after.deadline(DeadlineKind.FILE_RETRY) is None:
            tell_owner(unit, claim, "files_checked", now)
