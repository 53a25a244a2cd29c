"""The system of record as services see it: transactions over claims, and an outbox beside them.

A `Unit` is one transaction: reads go through at once, writes are kept in memory until `commit`,
which applies all of them or none. That is how a change, its history, its outgoing mail and the
answer to the press that caused it are stored together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from bot.claims.models import Claim, HistoryEntry
from bot.claims.records import (
    Answered,
    ClaimPage,
    ClaimQuery,
    ConsentLink,
    ConversationState,
    DueDeadline,
    Opening,
    OpenQuestion,
    OutboxRow,
    Outgoing,
    Reference,
    StatusCard,
)


class Unit(Protocol):
    """One transaction; see the module's words."""

    async def claim(self, org: str | None, claim_id: int) -> Claim | None:
        """Give a claim of an organisation (None: any, for jobs and the consent page)."""
        ...

    async def claims(self, query: ClaimQuery) -> ClaimPage:
        """List claims."""
        ...

    async def holders(self, org: str, keys: Collection[str]) -> dict[str, int]:
        """Say which live claim holds each of the keys (`Claim.holds`)."""
        ...

    async def history(self, org: str | None, claim_id: int) -> list[HistoryEntry]:
        """Give a claim's history, oldest first."""
        ...

    async def customers(self, org: str, limit: int = 15) -> list[Claim]:
        """Give the newest added, not discarded claim per customer tenant, newest first."""
        ...

    async def answered(self, *keys: str) -> Answered | None:
        """Give the stored result of the first of these activity or press keys that has one."""
        ...

    async def opening(
        self, keys: Sequence[str], tenant_id: str, object_id: str, conversation: str
    ) -> Opening:
        """Give what a turn begins with: `answered`, `reference` and `conversation` in one go."""
        ...

    async def conversation(self, key: str) -> ConversationState:
        """Give a conversation's state; an empty one with version 0 where none is stored."""
        ...

    async def reference(self, tenant_id: str, object_id: str) -> Reference | None:
        """Give where a person can be written to."""
        ...

    async def consent_link(self, token_hash: str) -> ConsentLink | None:
        """Give the link with this token hash, also an expired or revoked one."""
        ...

    async def consent_links(self, claim_id: int) -> list[ConsentLink]:
        """Give all links of a claim, oldest first."""
        ...

    async def status_card(self, claim_id: int, object_id: str) -> StatusCard | None:
        """Give the message that last showed the claim's status to a person."""
        ...

    def save(self, claim: Claim, *entries: HistoryEntry) -> None:
        """Keep a claim as it now is (its `version` is the one read; commit raises it by one)."""
        ...

    def post(self, outgoing: Outgoing) -> None:
        """Put something in the outbox."""
        ...

    def remember(self, key: str, result: dict[str, Any]) -> None:
        """Store the result of an activity or press; commit raises `Conflict` where it exists."""
        ...

    def keep_conversation(self, state: ConversationState) -> None:
        """Keep dialog state; compare-and-set on its version, also for the first insert."""
        ...

    def keep_reference(self, reference: Reference) -> None:
        """Keep where a person can be written to (insert or replace)."""
        ...

    def keep_link(self, link: ConsentLink) -> None:
        """Insert or update a consent link."""
        ...

    def keep_status_card(self, card: StatusCard) -> None:
        """Keep which message shows the claim's status (insert or replace)."""
        ...

    def note_question(self, text: str, language: str) -> None:
        """Count a question nothing was known about; `text` is masked: it points to nobody."""
        ...

    async def commit(self) -> None:
        """Apply every kept write in one transaction.

        Raises `Conflict` (version, conversation or remembered key already there) or `Covered`
        (another live claim holds one of `Claim.holds`); then nothing was applied.
        """
        ...


class Store(Protocol):
    """The system of record."""

    def unit(self) -> Unit:
        """Open a transaction's book; nothing is locked until `commit`."""
        ...

    async def next_claim_id(self) -> int:
        """Give the next claim number (from 1001, never reused; gaps are fine)."""
        ...

    async def mark_sent(self, key: str, message_ids: Sequence[str]) -> None:
        """Note that the replies of an answered activity went out, and their message ids."""
        ...

    async def lease(
        self, worker: str, now: datetime, limit: int, seconds: float
    ) -> list[OutboxRow]:
        """Lease due outbox rows to a worker; a row is with one worker at a time."""
        ...

    async def delivered(self, row_id: int, now: datetime) -> None:
        """Take a row off the outbox for good."""
        ...

    async def postpone(self, row_id: int, until: datetime, error: str) -> None:
        """Give a row back for a later try and count the attempt."""
        ...

    async def park(self, row_id: int, error: str) -> None:
        """Put a row aside after a permanent failure."""
        ...

    async def unpark(self, tenant_id: str, object_id: str) -> int:
        """Make parked notices for a returned person (payload "to") due again; give how many."""
        ...

    async def due(self, now: datetime, limit: int = 100) -> list[DueDeadline]:
        """Give deadlines whose time has come, oldest first."""
        ...

    async def outbox_lag(self, now: datetime) -> float:
        """Give the age in seconds of the oldest row that is due and not delivered or parked."""
        ...

    async def parked(self, limit: int = 50) -> list[tuple[OutboxRow, str]]:
        """Give parked rows with their errors, for the operator."""
        ...

    async def forget_answered(self, before: datetime) -> int:
        """Delete stored results older than a moment; give how many."""
        ...

    async def questions(self, limit: int = 100) -> list[OpenQuestion]:
        """Give the questions nothing was known about, the most frequent first."""
        ...

    async def forget_questions(self, before: date) -> int:
        """Delete questions last asked before a day; give how many."""
        ...

    async def ready(self) -> bool:
        """Say whether the database answers and its schema is the one this version needs."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
