"""Puts news for a claim's admin in the outbox, in the transaction of the change itself."""

from __future__ import annotations

from datetime import datetime

from bot.claims.models import Claim, DeadlineKind, Event
from bot.claims.ports import OutboxKind, Outgoing, Unit


def tell_owner(unit: Unit, claim: Claim, kind: Event | DeadlineKind | str, now: datetime) -> None:
    """Queue one short message to the admin about what just happened to the claim.

    `kind` names the news; the words are found when it is delivered. The key holds the version the
    change is stored as, so that a repeated change cannot tell twice.
    """
    key = f"notice:{claim.id}:{kind}:{claim.version + 1}"
    payload = {"event": str(kind), "to": claim.owner, "at": now.isoformat()}
    unit.post(
        Outgoing(key=key, kind=OutboxKind.NOTICE, claim_id=claim.id, org=claim.org, payload=payload)
    )
