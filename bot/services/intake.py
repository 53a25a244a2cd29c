"""Takes sent files onto a claim: at once where that is quick, in the background where it is not.

A file's address lives minutes, so fetching starts in the turn that brought it. What takes longer
than a person should wait goes on after the reply; the claim lists it as "checking" meanwhile.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import structlog

from bot.claims.deadlines import without_deadline
from bot.claims.errors import Code, Conflict, Problem, Refused
from bot.claims.evidence import add_file, clean_name, remove_file
from bot.claims.models import (
    Actor,
    Claim,
    Deadline,
    DeadlineKind,
    Event,
    FileState,
    Person,
    ProofFile,
    Status,
)
from bot.claims.ports import Clock, SentFile, Store, Unit
from bot.claims.rules import Rulebook
from bot.claims.status import record
from bot.services.access import as_admin
from bot.services.evidence import Evidence
from bot.services.forgetting import forget_files
from bot.services.notices import tell_owner
from bot.services.traces import trace_of

_log = structlog.get_logger("bot.intake")

#: Proof may be added in these: before submission, when asked for, and newer proof once approved.
OPEN_FOR_PROOF = (Status.DRAFT, Status.ACTION_REQUIRED, Status.APPROVED)
#: A file still "checking" after this time was lost with its process.
LOST_AFTER = timedelta(minutes=10)
_RETRY = timedelta(minutes=2)


class Taken(NamedTuple):
    """What came of some sent files."""

    claim: Claim
    added: tuple[ProofFile, ...] = ()
    checking: tuple[ProofFile, ...] = ()
    problems: tuple[Problem, ...] = ()


class Intake:
    """The use cases around the list of proof files."""

    def __init__(
        self, store: Store, rules: Rulebook, clock: Clock, evidence: Evidence, patience: float = 4.0
    ) -> None:
        """`patience`: seconds a turn waits for a message's files before they go on behind."""
        self._store, self._rules, self._clock = store, rules, clock
        self._evidence, self._patience = evidence, patience
        self._background: set[asyncio.Task[None]] = set()

    async def take(
        self, unit: Unit, claim: Claim, person: Person, files: Sequence[SentFile]
    ) -> Taken:
        """Put sent files on a claim and save it. Raises `Refused` where it takes no proof now."""
        actor = as_admin(person)
        if claim.status not in OPEN_FOR_PROOF:
            raise Refused.because(Code.NOT_EDITABLE, "poe_files", status=claim.status)
        taken = Taken(claim)
        until = asyncio.get_running_loop().time() + self._patience
        for file in files:
            taken = await self._take_one(taken, actor, file, until)
        changed = (*taken.added, *taken.checking)
        if changed:
            taken = taken._replace(claim=self.with_retry(taken.claim))
            self._save(unit, taken.claim, actor, Event.ADD_FILE, changed)
        return taken

    async def _take_one(self, taken: Taken, actor: Actor, file: SentFile, until: float) -> Taken:
        """Take one file, waiting for it until a moment of the loop's clock at most."""
        task = asyncio.create_task(self._receive(taken.claim, file))
        left = until - asyncio.get_running_loop().time()
        done, _ = await asyncio.wait({task}, timeout=max(left, 0))
        if not done:
            return self._go_on_behind(taken, actor, file, task)
        result = task.result()
        if isinstance(result, Problem):
            return taken._replace(problems=(*taken.problems, result))
        claim = add_file(taken.claim, result, self._rules.limits)
        listed = claim.poe_files[-1]
        return taken._replace(claim=claim, added=(*taken.added, listed))

    async def _receive(self, claim: Claim, file: SentFile) -> ProofFile | Problem:
        try:
            return await self._evidence.receive(claim, file)
        except Refused as refused:
            return refused.problems[0]

    def _go_on_behind(
        self, taken: Taken, actor: Actor, file: SentFile, task: asyncio.Task[ProofFile | Problem]
    ) -> Taken:
        now = self._clock.now()
        name = clean_name(file.name)
        waiting = ProofFile(id=secrets.token_hex(8), name=name, size=0, added_at=now)
        claim = taken.claim.model_copy(update={"poe_files": (*taken.claim.poe_files, waiting)})
        behind = asyncio.create_task(self._finish(claim, actor, waiting, task))
        self._background.add(behind)
        behind.add_done_callback(self._background.discard)
        return taken._replace(claim=claim, checking=(*taken.checking, waiting))

    async def _finish(
        self,
        claim: Claim,
        actor: Actor,
        waiting: ProofFile,
        task: asyncio.Task[ProofFile | Problem],
    ) -> None:
        """Put the outcome on the claim as it then stands, and tell the admin."""
        try:
            result = await task
        except Exception as error:  # the boundary of a background task: the file is given up
            _log.error("intake.failed", claim=claim.id, stack=trace_of(error))
            result = Problem(Code.FILE_NOT_FETCHED, "poe_files", {"name": waiting.name})
        for _ in range(5):
            try:
                await self._put_outcome(claim, actor, waiting, result)
                return
            except Conflict:
                await asyncio.sleep(0.05)
        _log.error("intake.given_up", claim=claim.id)

    async def _put_outcome(
        self, claim: Claim, actor: Actor, waiting: ProofFile, result: ProofFile | Problem
    ) -> None:
        unit, now = self._store.unit(), self._clock.now()
        stored = await unit.claim(claim.org, claim.id)
        if stored is None or all(file.id != waiting.id for file in stored.poe_files):
            await self._forget(result)
            return
        rest = tuple(file for file in stored.poe_files if file.id != waiting.id)
        after = stored.model_copy(update={"poe_files": rest})
        if isinstance(result, ProofFile):
            result = await self._listed_or_forgotten(after, result)
        if isinstance(result, Problem):
            unit.save(after, record(after, Event.REMOVE_FILE, actor, now, note=waiting.name))
            tell_owner(unit, after, "file_refused", now, code=result.code, name=waiting.name)
        else:
            after = self.with_retry(add_file(after, result, self._rules.limits))
            unit.save(after)
            tell_owner(unit, after, "files_checked", now)
        await unit.commit()

    async def _listed_or_forgotten(self, claim: Claim, file: ProofFile) -> ProofFile | Problem:
        """Give the file if the claim can list it; two that came at once may be one too many."""
        try:
            add_file(claim, file, self._rules.limits)
        except Refused as refused:
            await self._forget(file)
            return refused.problems[0]
        return file

    async def _forget(self, result: ProofFile | Problem) -> None:
        """Drop the bytes of a file that is on no claim."""
        if isinstance(result, ProofFile):
            await self._evidence.forget(result)

    def remove(self, unit: Unit, claim: Claim, person: Person, words: str) -> tuple[Claim, str]:
        """Take a file off the list, by id or by part of its name; give the claim and the name.

        Raises `Refused` where nothing or more than one file is meant, or the claim is past it.
        """
        actor = as_admin(person)
        if claim.status not in (Status.DRAFT, Status.ACTION_REQUIRED):
            raise Refused.because(Code.NOT_EDITABLE, "poe_files", status=claim.status)
        after = remove_file(claim, words)
        gone = next(file for file in claim.poe_files if file not in after.poe_files)
        self._save(unit, after, actor, Event.REMOVE_FILE, (gone,))
        forget_files(unit, after, (gone,))
        return after, gone.name

    def with_retry(self, claim: Claim) -> Claim:
        """Set or clear the clock that looks after files which are not checked yet."""
        claim = without_deadline(claim, DeadlineKind.FILE_RETRY)
        if all(file.state is FileState.CLEAN for file in claim.poe_files):
            return claim
        at = self._clock.now() + _RETRY
        row = Deadline(kind=DeadlineKind.FILE_RETRY, on=self._rules.calendar.today(at), at=at)
        return claim.model_copy(update={"deadlines": (*claim.deadlines, row)})

    async def check_again(self, claim: Claim) -> tuple[Claim, tuple[str, ...]]:
        """Scan waiting files once more and give lost ones up; gives the names taken off."""
        now = self._clock.now()
        gone: list[ProofFile] = []
        kept: list[ProofFile] = []
        for file in claim.poe_files:
            seen = await self._seen_again(claim, file, now - LOST_AFTER < file.added_at)
            (kept if seen else gone).append(seen or file)
        after = claim.model_copy(update={"poe_files": tuple(kept)})
        return self.with_retry(after), tuple(file.name for file in gone)

    async def _seen_again(self, claim: Claim, file: ProofFile, fresh: bool) -> ProofFile | None:
        if file.state is FileState.SCAN_PENDING:
            try:
                return await self._evidence.rescan(claim, file)
            except Refused:
                return None
        return file if file.state is FileState.CLEAN or fresh else None

    async def drain(self) -> None:
        """Wait for files under way; call when stopping."""
        if self._background:
            await asyncio.wait(self._background, timeout=20)

    def _save(
        self, unit: Unit, claim: Claim, actor: Actor, event: Event, files: Sequence[ProofFile]
    ) -> None:
        now = self._clock.now()
        after = claim.model_copy(update={"changed_at": now})
        unit.save(after, *(record(after, event, actor, now, note=file.name) for file in files))
