"""Applies a unit's kept writes in one transaction, each guarded against somebody else's change.

Rows are written in the same order by everybody, so that two commits rarely wait for each other in
a circle; where they do, the database ends one of them and that is a `Conflict` like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.claims.errors import Conflict, Covered
from bot.claims.models import Claim, HistoryEntry
from bot.claims.ports import ConsentLink, ConversationState, Outgoing, Reference, StatusCard
from storage.reads import holders
from storage.rows import (
    claim_values,
    deadline_values,
    history_values,
    hold_values,
    outgoing_values,
    question_values,
)
from storage.statements import (
    CHANGE_CLAIM,
    CHANGE_CONVERSATION,
    CLEAR_DEADLINES,
    CLEAR_HOLDS,
    Writes,
)

#: PostgreSQL's words for "somebody else was first": serialization failure and deadlock.
LOST_RACES = frozenset({"40001", "40P01"})


@dataclass(slots=True)
class Kept:
    """What a unit has read and is going to write; of two writes to one row the later counts."""

    read: dict[int, Claim] = field(default_factory=dict)
    claims: dict[int, Claim] = field(default_factory=dict)
    entries: list[tuple[Claim, HistoryEntry]] = field(default_factory=list)
    outgoing: list[Outgoing] = field(default_factory=list)
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)
    conversations: dict[str, ConversationState] = field(default_factory=dict)
    references: dict[tuple[str, str], Reference] = field(default_factory=dict)
    links: dict[str, ConsentLink] = field(default_factory=dict)
    cards: dict[tuple[int, str], StatusCard] = field(default_factory=dict)
    questions: set[tuple[str, str]] = field(default_factory=set)
    """Language and words of what nothing was known about."""


@contextmanager
def lost_races_as_conflicts() -> Iterator[None]:
    """Say `Conflict` where the database ended this transaction in favour of another."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in LOST_RACES:
            raise Conflict from error
        raise


def apply(connection: Connection, writes: Writes, kept: Kept, now: datetime) -> None:
    """Write everything. Raises `Conflict` or `Covered`; the caller's transaction then ends."""
    _answered(connection, writes, kept, now)
    _conversations(connection, writes, kept)
    for _, claim in sorted(kept.claims.items()):
        _claim(connection, writes, claim)
    _holds(connection, writes, kept)
    _deadlines(connection, writes, kept)
    _followers(connection, writes, kept, now)


def _answered(connection: Connection, writes: Writes, kept: Kept, now: datetime) -> None:
    for key, result in sorted(kept.answered.items()):
        row = {"key": key, "result": json.dumps(result, ensure_ascii=False), "created_at": now}
        if connection.execute(writes.answered, row).rowcount != 1:
            raise Conflict(f"{key} was answered meanwhile")


def _conversations(connection: Connection, writes: Writes, kept: Kept) -> None:
    for key, state in sorted(kept.conversations.items()):
        row: dict[str, Any] = {"data": state.data, "version": state.version + 1}
        if state.version == 0:
            done = connection.execute(writes.conversation, {"key": key, **row})
        else:
            guard = {"with_key": key, "with_version": state.version}
            done = connection.execute(CHANGE_CONVERSATION, {**row, **guard})
        if done.rowcount != 1:
            raise Conflict(f"conversation {key} changed meanwhile")


def _claim(connection: Connection, writes: Writes, claim: Claim) -> None:
    row = claim_values(claim)
    if claim.version == 0:
        done = connection.execute(writes.claim, row)
    else:
        del row["org"], row["owner"], row["newest"]
        guard = {"with_id": row.pop("id"), "with_version": claim.version}
        done = connection.execute(CHANGE_CLAIM, {**row, **guard})
    if done.rowcount != 1:
        raise Conflict(f"claim {claim.id} changed meanwhile")


def _holds(connection: Connection, writes: Writes, kept: Kept) -> None:
    """Let go of everything before taking anything: what one claim leaves, another may take."""
    changed = [claim for claim in kept.claims.values() if not _same(kept, claim, "holds")]
    for claim in changed:
        if claim.version:
            connection.execute(CLEAR_HOLDS, {"of_claim": claim.id})
    for claim in sorted(changed, key=lambda claim: claim.id):
        if rows := hold_values(claim):
            connection.execute(writes.hold, rows)
            _check_holds(connection, claim)


def _check_holds(connection: Connection, claim: Claim) -> None:
    keys = set(claim.holds)
    held = holders(connection, claim.org, keys)
    for key in sorted(keys):
        if held.get(key, claim.id) != claim.id:
            raise Covered(held[key])
    if len(held) != len(keys):
        raise Conflict("another claim held the same for a moment")


def _deadlines(connection: Connection, writes: Writes, kept: Kept) -> None:
    for claim in kept.claims.values():
        if _same(kept, claim, "deadlines"):
            continue
        if claim.version:
            connection.execute(CLEAR_DEADLINES, {"of_claim": claim.id})
        if rows := deadline_values(claim):
            connection.execute(writes.deadline, rows)


def _same(kept: Kept, claim: Claim, name: str) -> bool:
    """Say that a part is as it was in the version this change is made to, so needs no writing."""
    before = kept.read.get(claim.id)
    if before is None or before.version != claim.version:
        return False
    return bool(getattr(before, name) == getattr(claim, name))


def _followers(connection: Connection, writes: Writes, kept: Kept, now: datetime) -> None:
    """Write what needs no guard: lines that are only added, and rows whose last writer wins."""
    lines = [history_values(claim, entry) for claim, entry in kept.entries]
    outgoing = [outgoing_values(row, now) for row in kept.outgoing]
    references = [
        {
            "tenant_id": row.tenant_id,
            "object_id": row.object_id,
            "document": row.model_dump_json(),
        }
        for _, row in sorted(kept.references.items())
    ]
    links = [row.model_dump() for row in kept.links.values()]
    cards = [row.model_dump() for row in kept.cards.values()]
    questions = [question_values(*row, now.date()) for row in sorted(kept.questions)]
    for statement, rows in (
        (writes.history, lines),
        (writes.outgoing, outgoing),
        (writes.reference, references),
        (writes.link, links),
        (writes.card, cards),
        (writes.question, questions),
    ):
        if rows:
            connection.execute(statement, rows)
