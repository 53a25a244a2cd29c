"""What a unit can look up, as work to be run on a connection."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from bot.claims.models import Claim, HistoryEntry
from bot.claims.ports import (
    Answered,
    ConsentLink,
    ConversationState,
    Opening,
    Reference,
    StatusCard,
)
from storage import statements
from storage.rows import (
    read_answered,
    read_claim,
    read_document,
    read_link,
)


def claim(connection: Connection, org: str | None, claim_id: int) -> Claim | None:
    """Give a claim, unless it is another organisation's."""
    row = statements.READ_CLAIM.first(connection, id=claim_id)
    if row is None or org not in (None, row[1]):
        return None
    return read_claim(row)


def customers(connection: Connection, org: str, limit: int) -> list[Claim]:
    """Give the newest added claim per customer tenant."""
    rows = connection.execute(statements.READ_CUSTOMERS, {"org": org, "limit": limit})
    return [read_claim(row) for row in rows]


def holders(connection: Connection, org: str, keys: Collection[str]) -> dict[str, int]:
    """Say which claim holds each key."""
    if not keys:
        return {}
    question = statements.read_holders(len(keys))
    return dict(question.rows(connection, org=org, **statements.numbered(keys)))


def history(connection: Connection, org: str | None, claim_id: int) -> list[HistoryEntry]:
    """Give a claim's history, unless it is another organisation's."""
    rows = connection.execute(statements.READ_HISTORY, {"claim_id": claim_id})
    return [
        read_document(HistoryEntry, row.document, "history", row.id)
        for row in rows
        if org in (None, row.org)
    ]


def answered(connection: Connection, keys: tuple[str, ...]) -> Answered | None:
    """Give the stored result of the first key that has one."""
    if not keys:
        return None
    question = statements.read_answered(len(keys))
    found = {row[0]: row for row in question.rows(connection, **statements.numbered(keys))}
    return next((read_answered(found[key]) for key in keys if key in found), None)


def conversation(connection: Connection, key: str) -> ConversationState:
    """Give a conversation's state, or an empty one."""
    row = statements.READ_CONVERSATION.first(connection, key=key)
    if row is None:
        return ConversationState(key=key)
    data, version = row
    return ConversationState(key=key, data=bytes(data), version=version)


def reference(connection: Connection, tenant_id: str, object_id: str) -> Reference | None:
    """Give where a person can be written to."""
    who = {"tenant_id": tenant_id, "object_id": object_id}
    row = statements.READ_REFERENCE.first(connection, **who)
    if row is None:
        return None
    return read_document(Reference, row[0], "conversation_references", object_id)


def opening(
    connection: Connection, keys: tuple[str, ...], tenant_id: str, object_id: str, chat: str
) -> Opening:
    """Give what a turn begins with."""
    return Opening(
        answered=answered(connection, keys),
        reference=reference(connection, tenant_id, object_id),
        conversation=conversation(connection, chat),
    )


def consent_link(connection: Connection, token_hash: str) -> ConsentLink | None:
    """Give the link with this token hash."""
    rows = connection.execute(statements.READ_LINK, {"token_hash": token_hash}).mappings()
    row = rows.first()
    return None if row is None else read_link(row)


def consent_links(connection: Connection, claim_id: int) -> list[ConsentLink]:
    """Give all links of a claim, oldest first."""
    rows = connection.execute(statements.READ_LINKS, {"claim_id": claim_id}).mappings()
    return [read_link(row) for row in rows]


def status_card(connection: Connection, claim_id: int, object_id: str) -> StatusCard | None:
    """Give the message that last showed the claim's status to a person."""
    row = statements.READ_CARD.first(connection, claim_id=claim_id, object_id=object_id)
    if row is None:
        return None
    conversation_id, message_id = row
    return StatusCard(
        claim_id=claim_id,
        object_id=object_id,
        conversation_id=conversation_id,
        message_id=message_id,
    )
