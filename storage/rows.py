"""Turns claims and other records into rows and back, and names the row that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import Row, RowMapping

from bot.claims.models import Claim, HistoryEntry
from bot.claims.ports import Answered, ConsentLink, OutboxRow, Outgoing
from storage.columns import NEVER
from storage.database import DamagedRow

Record = TypeVar("Record", bound=BaseModel)
Values = dict[str, Any]

#: Of each name; twice this in UTF-8 still fits PostgreSQL's 2,700 bytes for an index entry.
SEARCHED_LETTERS = 300


def read_document(kind: type[Record], document: str, table: str, key: object) -> Record:
    """Read a stored record. Raises `DamagedRow` without its content, which may be personal."""
    try:
        return kind.model_validate_json(document)
    except ValidationError:
        raise DamagedRow(table, key) from None


def read_claim(row: Row[int, str, int, str] | tuple[Any, ...]) -> Claim:
    """Read a claim, and refuse a document that is not the one its row speaks of.

    A row is number, organisation, version and document, in this order.
    """
    number, org, version, document = row
    claim = read_document(Claim, document, "claims", number)
    if (claim.id, claim.org, claim.version) != (number, org, version):
        raise DamagedRow("claims", number)
    return claim


def read_json(text: str, table: str, key: object) -> Any:
    """Read plain JSON. Raises `DamagedRow`."""
    try:
        return json.loads(text)
    except ValueError:
        raise DamagedRow(table, key) from None


def folded(text: str | None) -> str:
    """Give a text as it is searched: no difference between capital and small letters.

    A NUL, which PostgreSQL does not take in a text, is left out; so is what an index cannot hold.
    """
    return (text or "").replace("\0", "").casefold()[:SEARCHED_LETTERS]


def claim_values(claim: Claim) -> Values:
    """Give the row of a claim that is about to be stored, one version on."""
    stored = claim.model_copy(update={"version": claim.version + 1})
    return {
        "id": claim.id,
        "org": claim.org,
        "owner": claim.owner,
        "status": claim.status.value,
        "version": stored.version,
        "started": claim.started,
        "customer_name": folded(claim.customer_name),
        "claim_name": folded(claim.claim_name),
        "tenant_id": claim.tenant_id,
        "due_at": min((row.at for row in claim.deadlines), default=NEVER),
        "newest": -claim.id,
        "submitted_at": claim.submitted_at or NEVER,
        "added_at": claim.added_at,
        "changed_at": claim.changed_at,
        "document": stored.model_dump_json(),
    }


def hold_values(claim: Claim) -> list[Values]:
    """Give one row for each thing only this claim may hold, in an order all writers share."""
    keys = sorted(set(claim.holds))
    return [{"org": claim.org, "key": key, "claim_id": claim.id} for key in keys]


def deadline_values(claim: Claim) -> list[Values]:
    """Give one row for each running deadline."""
    return [
        {"claim_id": claim.id, "org": claim.org, "kind": row.kind.value, "at": row.at}
        for row in claim.deadlines
    ]


def history_values(claim: Claim, entry: HistoryEntry) -> Values:
    """Give the row of one line of a claim's history."""
    return {
        "claim_id": claim.id,
        "org": claim.org,
        "at": entry.at,
        "event": entry.event.value,
        "document": entry.model_dump_json(),
    }


def outgoing_values(outgoing: Outgoing, now: datetime) -> Values:
    """Give the row of something that must leave."""
    return {
        "key": outgoing.key,
        "kind": outgoing.kind.value,
        "claim_id": outgoing.claim_id,
        "org": outgoing.org,
        "recipient": recipient_of(outgoing),
        "payload": json.dumps(outgoing.payload, ensure_ascii=False),
        "attempts": 0,
        "created_at": now,
        "not_before": outgoing.not_before or now,
    }


def recipient_of(outgoing: Outgoing) -> str | None:
    """Give whom a notice is for: `to` is an object id, or both ids of a person."""
    to = outgoing.payload.get("to")
    if isinstance(to, str):
        return recipient(outgoing.org, to)
    if isinstance(to, Mapping) and "object_id" in to:
        return recipient(str(to.get("tenant_id") or outgoing.org), str(to["object_id"]))
    return None


def recipient(tenant_id: str, object_id: str) -> str:
    """Give the name under which a person's notices are found again."""
    return f"{tenant_id}:{object_id}"


def read_outgoing(row: RowMapping) -> OutboxRow:
    """Read an outbox row."""
    payload = read_json(row["payload"], "outbox", row["id"])
    return OutboxRow.model_validate({**row, "payload": payload})


def read_answered(row: tuple[str, str, str | None]) -> Answered:
    """Read the stored result of an activity or a press."""
    key, result, sent = row
    return Answered(
        key=key,
        result=read_json(result, "answered", key),
        message_ids=None if sent is None else read_json(sent, "answered", key),
    )


def read_link(row: RowMapping) -> ConsentLink:
    """Read a customer link."""
    return ConsentLink.model_validate(dict(row))


def question_values(language: str, text: str, today: date) -> Values:
    """Give the row of a question asked for the first time."""
    return {"language": language, "text": text, "first_on": today, "last_on": today, "count": 1}
