"""One transaction's book: reads look at once, writes wait here until `commit` applies them all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from bot.claims.models import Claim, HistoryEntry
from bot.claims.ports import (
    Answered,
    ClaimPage,
    ClaimQuery,
    ConsentLink,
    ConversationState,
    Opening,
    Outgoing,
    Reference,
    StatusCard,
)
from storage import reads
from storage.commit import Kept, apply, lost_races_as_conflicts
from storage.database import Database
from storage.lists import list_claims
from storage.statements import Writes


class SqlUnit:
    """Implements the port `Unit`; one turn, job or request uses one and throws it away."""

    def __init__(self, database: Database, writes: Writes, now: Callable[[], datetime]) -> None:
        self._database = database
        self._writes = writes
        self._now = now
        self._kept = Kept()

    async def claim(self, org: str | None, claim_id: int) -> Claim | None:
        """Give a claim of an organisation (None: any). Raises `DamagedRow`."""
        found = await self._database.read(lambda c: reads.claim(c, org, claim_id))
        if found is not None:
            self._kept.read[claim_id] = found
        return found

    async def claims(self, query: ClaimQuery) -> ClaimPage:
        """List claims. Raises `DamagedRow`."""
        return await self._database.read(lambda c: list_claims(c, query))

    async def holders(self, org: str, keys: Collection[str]) -> dict[str, int]:
        """Say which live claim holds each of the keys."""
        return await self._database.read(lambda c: reads.holders(c, org, keys))

    async def history(self, org: str | None, claim_id: int) -> list[HistoryEntry]:
        """Give a claim's history, oldest first."""
        return await self._database.read(lambda c: reads.history(c, org, claim_id))

    async def customers(self, org: str, limit: int = 15) -> list[Claim]:
        """Give the newest added claim per customer tenant, newest first."""
        return await self._database.read(lambda c: reads.customers(c, org, limit))

    async def answered(self, *keys: str) -> Answered | None:
        """Give the stored result of the first of these keys that has one."""
        return await self._database.read(lambda c: reads.answered(c, keys))

    async def opening(
        self, keys: Sequence[str], tenant_id: str, object_id: str, conversation: str
    ) -> Opening:
        """Give what a turn begins with, in one go."""
        wanted = (tuple(keys), tenant_id, object_id, conversation)
        return await self._database.read(lambda c: reads.opening(c, *wanted))

    async def conversation(self, key: str) -> ConversationState:
        """Give a conversation's state; an empty one with version 0 where none is stored."""
        return await self._database.read(lambda c: reads.conversation(c, key))

    async def reference(self, tenant_id: str, object_id: str) -> Reference | None:
        """Give where a person can be written to."""
        return await self._database.read(lambda c: reads.reference(c, tenant_id, object_id))

    async def consent_link(self, token_hash: str) -> ConsentLink | None:
        """Give the link with this token hash, also an expired or revoked one."""
        return await self._database.read(lambda c: reads.consent_link(c, token_hash))

    async def consent_links(self, claim_id: int) -> list[ConsentLink]:
        """Give all links of a claim, oldest first."""
        return await self._database.read(lambda c: reads.consent_links(c, claim_id))

    async def status_card(self, claim_id: int, object_id: str) -> StatusCard | None:
        """Give the message that last showed the claim's status to a person."""
        return await self._database.read(lambda c: reads.status_card(c, claim_id, object_id))

    def save(self, claim: Claim, *entries: HistoryEntry) -> None:
        """Keep a claim as it now is, and add lines to its history."""
        self._kept.claims[claim.id] = claim
        self._kept.entries.extend((claim, entry) for entry in entries)

    def post(self, outgoing: Outgoing) -> None:
        """Put something in the outbox, once per key."""
        self._kept.outgoing.append(outgoing)

    def remember(self, key: str, result: dict[str, Any]) -> None:
        """Store the result of an activity or press."""
        self._kept.answered[key] = result

    def keep_conversation(self, state: ConversationState) -> None:
        """Keep dialog state, if it is still at the version that was read."""
        self._kept.conversations[state.key] = state

    def keep_reference(self, reference: Reference) -> None:
        """Keep where a person can be written to."""
        self._kept.references[(reference.tenant_id, reference.object_id)] = reference

    def keep_link(self, link: ConsentLink) -> None:
        """Insert or update a consent link."""
        self._kept.links[link.token_hash] = link

    def keep_status_card(self, card: StatusCard) -> None:
        """Keep which message shows the claim's status."""
        self._kept.cards[(card.claim_id, card.object_id)] = card

    def note_question(self, text: str, language: str) -> None:
        """Count a question nothing was known about."""
        self._kept.questions.add((language, text))

    async def commit(self) -> None:
        """Apply every kept write in one transaction. Raises `Conflict` or `Covered`.

        The book is empty afterwards. If the database fails, it is kept: commit can be tried again.
        """
        now, kept = self._now(), self._kept
        with lost_races_as_conflicts():
            await self._database.write(lambda c: apply(c, self._writes, kept, now))
        self._kept = Kept()
