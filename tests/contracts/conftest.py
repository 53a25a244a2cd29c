"""Every kind of store and blob store the product can run on, so that one suite judges them all."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.claims.models import Actor, ActorKind, Claim, Event, HistoryEntry, SolutionArea, Status
from bot.claims.ports import OutboxKind, Outgoing
from storage import SqlStore, open_store
from tests.clocks import MovableClock

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ORG = "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
OWNER = "8b0c0a7e-2d3c-4b5a-9f34-5b5d6f3a1c11"
TENANT = "b1d2c3e4-0f1a-4b2c-8d3e-4f5a6b7c8d9e"


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(START)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh, migrated database of each kind."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")()
        return url
    shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "claims.db")
    return f"sqlite:///{tmp_path / 'claims.db'}"


@pytest.fixture
async def replica(
    database_url: str, clock: MovableClock
) -> AsyncIterator[Callable[[], Awaitable[SqlStore]]]:
    """Opens the same database again, as a second process of the assistant would."""
    opened: list[SqlStore] = []

    async def open_another() -> SqlStore:
        opened.append(await open_store(database_url, migrate=False, clock=clock))
        return opened[-1]

    yield open_another
    for store in opened:
        await store.close()


@pytest.fixture
async def store(replica: Callable[[], Awaitable[SqlStore]]) -> SqlStore:
    return await replica()


@pytest.fixture
def make_claim() -> Callable[..., Claim]:
    """Builds a claim with what every claim has; anything can be given otherwise."""

    def make(number: int, **given: Any) -> Claim:
        basis: dict[str, Any] = {
            "id": number,
            "org": ORG,
            "owner": OWNER,
            "created_at": START,
            "changed_at": START,
            "added_at": START,
            "solution_area": SolutionArea.MODERN_WORK_SECURITY,
            "claim_name": f"Rollout {number}",
            "customer_name": "Contoso",
            "tenant_id": TENANT,
        }
        return Claim.model_validate(basis | given)

    return make


@pytest.fixture
def stored(store: SqlStore, make_claim: Callable[..., Claim]) -> Callable[..., Awaitable[Claim]]:
    """Builds a claim, stores it and gives it back as stored."""

    async def keep(number: int, **given: Any) -> Claim:
        unit = store.unit()
        unit.save(make_claim(number, **given))
        await unit.commit()
        claim = await store.unit().claim(None, number)
        assert claim is not None
        return claim

    return keep


@pytest.fixture
def entry() -> Callable[..., HistoryEntry]:
    def make(number: int, event: Event = Event.CHANGE, note: str = "") -> HistoryEntry:
        actor = Actor(kind=ActorKind.ADMIN, id=OWNER, name="Ada")
        return HistoryEntry(
            claim_id=number, at=START, event=event, actor=actor, after=Status.DRAFT, note=note
        )

    return make


@pytest.fixture
def outgoing() -> Callable[..., Outgoing]:
    def make(key: str, **given: Any) -> Outgoing:
        basis: dict[str, Any] = {
            "key": key,
            "kind": OutboxKind.NOTICE,
            "claim_id": 1001,
            "org": ORG,
            "payload": {"to": {"tenant_id": ORG, "object_id": OWNER}, "text": "Grüße 👋"},
        }
        return Outgoing.model_validate(basis | given)

    return make
