"""Every list people look at is answered by an index, never by walking through all claims."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from bot.claims.models import Status
from bot.claims.ports import ClaimQuery
from storage import open_store

QUERIES = [
    ("ix_claims_owner", {"org": "o", "owner": "me"}),
    ("ix_claims_owner", {"org": "o", "owner": "me", "statuses": (Status.DRAFT, Status.APPROVED)}),
    ("ix_claims_owner", {"org": "o", "owner": "me", "text": "contoso"}),
    ("ix_claims_due", {"org": "o"}),
    ("ix_claims_submitted", {"org": "o", "statuses": (Status.SUBMITTED,), "order": "oldest"}),
    ("ix_claims_queue", {"statuses": (Status.SUBMITTED,), "order": "oldest"}),
    ("ix_claims_tenant", {"org": "o", "tenant_id": "t"}),
    ("ix_claims_names", {"org": "o", "text": "contoso"}),
]


@pytest.fixture
async def plans(tmp_path):
    """Opens a store, and gives SQLite's plan for each SELECT that was run since."""
    file = tmp_path / "claims.db"
    store = await open_store(f"sqlite:///{file}")
    run = []

    def listen(connection, _record):
        connection.set_trace_callback(run.append)

    def noted():
        with closing(sqlite3.connect(file)) as other:
            selects = [text for text in run if text.startswith("SELECT")]
            looks = [other.execute(f"EXPLAIN QUERY PLAN {text}").fetchall() for text in selects]
        return [" / ".join(row[3] for row in rows) for rows in looks]

    event.listen(store.database.engine, "connect", listen)
    yield store, noted
    await store.close()


@pytest.mark.parametrize(("index", "query"), QUERIES)
async def test_a_list_uses_its_index(plans, index, query):
    store, noted = plans
    await store.unit().claims(ClaimQuery(**query))

    assert index in noted()[0]
    assert not [plan for plan in noted() if "SCAN claims" in plan]


async def test_single_looks_use_keys(plans):
    store, noted = plans
    unit = store.unit()
    await unit.claim(None, 1)
    await unit.holders("o", ["a", "b"])
    await unit.customers("o")
    await unit.history(None, 1)
    await unit.answered("a", "b")
    await unit.conversation("c")
    await unit.consent_links(1)

    assert len(noted()) == 7
    assert not [plan for plan in noted() if "SCAN " in plan]


async def test_the_clock_and_the_outbox_use_theirs(plans):
    store, noted = plans
    await store.due(datetime.now(UTC))
    await store.outbox_lag(datetime.now(UTC))

    assert "ix_deadlines_at" in noted()[0]
    assert "ix_outbox_due" in noted()[1]
