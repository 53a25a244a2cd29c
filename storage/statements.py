"""The statements of a turn, built once, because building them anew costs more than running them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, Insert, Table, bindparam, case, delete, select, update

from storage.database import POSTGRESQL
from storage.lookups import Lookup
from storage.tables import (
    answered,
    claim_holds,
    claims,
    consent_links,
    conversation_references,
    conversations,
    deadlines,
    history,
    open_questions,
    outbox,
    status_cards,
)

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert_into(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    """Give the dialect's own insert, the only kind that knows what to do with duplicates.

    Each dialect is loaded only where it is used: PostgreSQL's takes a tenth of a second.
    """
    if dialect == POSTGRESQL:
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def insert_new(table: Table, dialect: str) -> Insert:
    """Give an insert that leaves an existing row as it is (then its row count is 0)."""
    return insert_into(table, dialect).on_conflict_do_nothing()


def insert_or_replace(table: Table, dialect: str) -> Insert:
    """Give an insert that overwrites the row with the same primary key."""
    statement = insert_into(table, dialect)
    keys = [column.name for column in table.primary_key]
    rest: dict[str, Any] = {
        column.name: column for column in statement.excluded if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)


def count_question(dialect: str) -> Insert:
    """Give an insert that counts on where the question was asked before, in one step."""
    statement = insert_into(open_questions, dialect)
    return statement.on_conflict_do_update(
        index_elements=["language", "text"],
        set_={
            "count": open_questions.c.count + 1,
            "last_on": case(
                (open_questions.c.last_on > statement.excluded.last_on, open_questions.c.last_on),
                else_=statement.excluded.last_on,
            ),
        },
    )


class Writes:
    """What a commit may run, in one dialect."""

    def __init__(self, dialect: str) -> None:
        self.answered = insert_new(answered, dialect)
        self.conversation = insert_new(conversations, dialect)
        self.claim = insert_new(claims, dialect)
        self.hold = insert_new(claim_holds, dialect)
        self.outgoing = insert_into(outbox, dialect).on_conflict_do_nothing(index_elements=["key"])
        self.deadline = insert_into(deadlines, dialect)
        self.history = insert_into(history, dialect)
        self.reference = insert_or_replace(conversation_references, dialect)
        self.link = insert_or_replace(consent_links, dialect)
        self.card = insert_or_replace(status_cards, dialect)
        self.question = count_question(dialect)


#: Compare and set: no row is touched where the version is not the one that was read.
CHANGE_CONVERSATION = (
    update(conversations)
    .where(
        conversations.c.key == bindparam("with_key"),
        conversations.c.version == bindparam("with_version"),
    )
    .values(data=bindparam("data"), version=bindparam("version"))
)
CHANGE_CLAIM = (
    update(claims)
    .where(
        claims.c.id == bindparam("with_id"),
        claims.c.version == bindparam("with_version"),
    )
    .values(
        {
            column.name: bindparam(column.name)
            for column in claims.c
            if column.name not in {"id", "newest", "org", "owner"}
        }
    )
)

CLEAR_HOLDS = delete(claim_holds).where(claim_holds.c.claim_id == bindparam("of_claim"))
CLEAR_DEADLINES = delete(deadlines).where(deadlines.c.claim_id == bindparam("of_claim"))


@cache
def read_holders(count: int) -> Lookup:
    """Give the question who holds so many keys (`numbered`) of an organisation."""
    columns = claim_holds.c
    asked = columns.org == bindparam("org"), columns.key.in_(_numbered(count))
    return Lookup(select(columns.key, columns.claim_id).where(*asked))


@cache
def read_answered(count: int) -> Lookup:
    """Give the question for the results of so many keys (`numbered`)."""
    columns = answered.c
    found = select(columns.key, columns.result, columns.message_ids)
    return Lookup(found.where(columns.key.in_(_numbered(count))))


def numbered(keys: Collection[str]) -> dict[str, str]:
    """Name the values for a question about several keys."""
    return {f"key{number}": key for number, key in enumerate(keys)}


def _numbered(count: int) -> list[BindParameter[str]]:
    return [bindparam(f"key{number}") for number in range(count)]


READ_CLAIM = Lookup(
    select(claims.c.id, claims.c.org, claims.c.version, claims.c.document).where(
        claims.c.id == bindparam("id")
    )
)
READ_CONVERSATION = Lookup(
    select(conversations.c.data, conversations.c.version).where(
        conversations.c.key == bindparam("key")
    )
)
READ_REFERENCE = Lookup(
    select(conversation_references.c.document).where(
        conversation_references.c.tenant_id == bindparam("tenant_id"),
        conversation_references.c.object_id == bindparam("object_id"),
    )
)
READ_LINK = select(consent_links).where(consent_links.c.token_hash == bindparam("token_hash"))
READ_LINKS = (
    select(consent_links)
    .where(consent_links.c.claim_id == bindparam("claim_id"))
    .order_by(consent_links.c.created_at, consent_links.c.round)
)
READ_CARD = Lookup(
    select(status_cards.c.conversation_id, status_cards.c.message_id).where(
        status_cards.c.claim_id == bindparam("claim_id"),
        status_cards.c.object_id == bindparam("object_id"),
    )
)
READ_HISTORY = (
    select(history.c.id, history.c.org, history.c.document)
    .where(history.c.claim_id == bindparam("claim_id"))
    .order_by(history.c.id)
)

_newer = claims.alias("newer")
READ_CUSTOMERS = (
    select(claims.c.id, claims.c.org, claims.c.version, claims.c.document)
    .where(
        claims.c.org == bindparam("org"),
        claims.c.added_at.is_not(None),
        claims.c.tenant_id.is_not(None),
        claims.c.status != "discarded",
        # The newest of its tenant: two index look-ups a row, and the list stops at its limit.
        ~select(_newer.c.id)
        .where(
            _newer.c.org == claims.c.org,
            _newer.c.tenant_id == claims.c.tenant_id,
            _newer.c.added_at >= claims.c.added_at,
            _newer.c.status != "discarded",
            (_newer.c.added_at > claims.c.added_at) | (_newer.c.id > claims.c.id),
        )
        .exists(),
    )
    .order_by(claims.c.added_at.desc(), claims.c.id.desc())
    .limit(bindparam("limit"))
)
