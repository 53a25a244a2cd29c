"""Puts news for a claim's admin in the outbox, in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.claims.models import Claim, DeadlineKind, Event
from bot.claims.ports import OutboxKind, OutboxRow, Outgoing, Store, Unit

#: Whom a row is for that is yet to be spread.
REVIEWERS = "reviewers"


def tell_owner(
    unit: Unit, claim: Claim, kind: Event | DeadlineKind | str, now: datetime, **detail: str
) -> None:
    """Queue one short message to the admin about what just happened to the claim.

    `kind` names the news, `detail` has values for its words, which are found when it is
    delivered. The key holds the version the change is stored as, so that a repeated change cannot
    tell twice.
    """
    key = ":".join(("notice", str(claim.id), str(kind), str(claim.version + 1), *detail.values()))
    payload = {"event": str(kind), "to": claim.owner, "at": now.isoformat(), "detail": detail}
    unit.post(
        Outgoing(key=key, kind=OutboxKind.NOTICE, claim_id=claim.id, org=claim.org, payload=payload)
    )


def tell_reviewers(unit: Unit, claim: Claim, kind: Event, now: datetime) -> None:
    """Queue the news of a claim that now waits for the reviewers, or no longer does.

    Who they are is found when it leaves (`ReviewersNews`): that may take a question to Entra.
    """
    payload = {"event": str(kind), "as": REVIEWERS, "at": now.isoformat()}
    unit.post(
        Outgoing(
            key=f"notice:{claim.id}:{kind}:{claim.version + 1}:{REVIEWERS}",
            kind=OutboxKind.NOTICE,
            claim_id=claim.id,
            org=claim.org,
            payload=payload,
        )
    )


class Reviewers(Protocol):
    """Knows who decides on claims (`bot.identity.reviewers`)."""

    named: frozenset[str]
    """Object ids in the settings."""

    async def others(self) -> frozenset[str]:
        """Give object ids of those who are not named one by one. Raises `TryLater`."""
        ...


class ReviewersNews:
    """Makes one short message to each reviewer out of what `tell_reviewers` has queued."""

    def __init__(self, store: Store, reviewers: Reviewers) -> None:
        self._store, self._reviewers = store, reviewers

    async def spread(self, row: OutboxRow) -> None:
        """Queue the messages; done twice, they are still one to each. Raises `TryLater`.

        Those who are named need not wait for Entra. Whoever has never opened the assistant cannot
        be written to and finds the claim in the queue.
        """
        await self._queue(row, self._reviewers.named)
        await self._queue(row, await self._reviewers.others())

    async def _queue(self, row: OutboxRow, reviewers: Iterable[str]) -> None:
        unit = self._store.unit()
        told = [each for each in sorted(reviewers) if await unit.reference(row.org, each)]
        for reviewer in told:
            unit.post(_to(reviewer, row))
        if told:
            await unit.commit()


def _to(reviewer: str, row: OutboxRow) -> Outgoing:
    return Outgoing(
        key=f"{row.key.removesuffix(REVIEWERS)}{reviewer}",
        kind=OutboxKind.NOTICE,
        claim_id=row.claim_id,
        org=row.org,
        payload={**row.payload, "to": reviewer, "as": "reviewer"},
    )
