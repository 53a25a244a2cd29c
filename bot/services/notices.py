"""Puts news for a claim's admin in the outbox, in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.claims.models import Claim, DeadlineKind, Event
from bot.claims.ports import OutboxKind, Outgoing, Unit


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


def tell_reviewers(
    unit: Unit, claim: Claim, kind: Event, now: datetime, reviewers: Iterable[str]
) -> None:
    """Queue one short message to each reviewer about a claim that now waits, or no longer does.

    `reviewers` are object ids; whoever has never opened the assistant is passed over on delivery.
    """
    for reviewer in reviewers:
        unit.post(
            Outgoing(
                key=f"notice:{claim.id}:{kind}:{claim.version + 1}:{reviewer}",
                kind=OutboxKind.NOTICE,
                claim_id=claim.id,
                org=claim.org,
                payload={
                    "event": str(kind),
                    "to": reviewer,
                    "as": "reviewer",
                    "at": now.isoformat(),
                },
            )
        )
