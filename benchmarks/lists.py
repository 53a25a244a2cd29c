"""Lists with very many claims beside the same with a thousand: an index must make them alike."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from benchmarks.report import Line
from bot.claims.models import Claim, SolutionArea
from bot.claims.ports import ClaimQuery
from storage import SqlStore, open_store
from storage.rows import claim_values, hold_values
from storage.tables import claim_holds, claims

FEW, MANY, VERY_MANY = 1_000, 100_000, 1_000_000
#: Claims of one person, however many there are in all.
EACH = 50
LOOKS, FEWEST, WARM_UP, SECONDS = 1_500, 120, 20, 5.0
BATCH = 5_000
ORG = "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
OWNER = "8b0c0a7e-2d3c-4b5a-9f34-{:012d}"
TENANT = "b1d2c3e4-0f1a-4b2c-8d3e-{:012d}"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

Look = Callable[[SqlStore, int], Awaitable[object]]


def run(*, large: bool) -> Iterator[Line]:
    """Ask each question of a small and of a large database, and compare the slow ends."""
    many = VERY_MANY if large else MANY
    with tempfile.TemporaryDirectory(prefix="cpor-lists-") as folder:
        found = asyncio.run(measure(Path(folder), many))
    for name, (few_times, many_times) in found.items():
        yield Line(f"{name}: p99 with {many:,} claims", slow_end(many_times) * 1000, "ms")
        ratio = slow_end(many_times) / slow_end(few_times)
        yield Line(f"  beside the same with {FEW:,}", ratio, "×", 2.0)


def slow_end(times: list[float]) -> float:
    """Give the 99th percentile."""
    return sorted(times)[int(len(times) * 0.99) - 1]


async def measure(folder: Path, many: int) -> dict[str, tuple[list[float], list[float]]]:
    """Fill two databases and give the seconds each look took, in the small and in the large."""
    stores = {
        count: await open_store(f"sqlite:///{folder / f'{count}.db'}") for count in (FEW, many)
    }
    try:
        for count, store in stores.items():
            await fill(store, count)
        return {name: await looks(stores, look) for name, look in LOOKED.items()}
    finally:
        for store in stores.values():
            await store.close()


async def looks(stores: dict[int, SqlStore], look: Look) -> tuple[list[float], list[float]]:
    """Look many times, each time as somebody else, in both by turns: what disturbs hits both."""
    times: dict[int, list[float]] = {count: [] for count in stores}
    give_up = time.perf_counter() + SECONDS
    for number in range(LOOKS + WARM_UP):
        if number >= FEWEST and time.perf_counter() > give_up:
            break
        for count, store in stores.items():
            begun = time.perf_counter()
            await look(store, number * 7919 % count)
            times[count].append(time.perf_counter() - begun)
    few, many = (each[WARM_UP:] for each in times.values())
    return few, many


async def my_claims(store: SqlStore, number: int) -> object:
    """Look at one's own claims, nearest deadline first."""
    return await store.unit().claims(ClaimQuery(org=ORG, owner=owner_of(number)))


async def search(store: SqlStore, number: int) -> object:
    """Look for one's own claims by a part of the customer's name."""
    query = ClaimQuery(org=ORG, owner=owner_of(number), text=f"mer {number}")
    return await store.unit().claims(query)


async def search_all(store: SqlStore, number: int) -> object:
    """Look through everybody's claims, as a reviewer does."""
    return await store.unit().claims(ClaimQuery(org=ORG, text=f"mer {number}"))


async def duplicates(store: SqlStore, number: int) -> object:
    """Look whether somebody holds a workload, as each answer about items does."""
    return await store.unit().holders(ORG, claim_of(number).would_hold)


LOOKED: dict[str, Look] = {
    "my claims": my_claims,
    "search among my claims": search,
    "search among everybody's": search_all,
    "duplicate check": duplicates,
}


async def fill(store: SqlStore, count: int) -> None:
    """Put claims in, past the services: the rows are the same and it takes seconds."""
    pattern = claim_of(0).model_copy(update={"version": 1}).model_dump_json()
    for first in range(0, count, BATCH):
        made = [claim_of(number) for number in range(first, min(first + BATCH, count))]
        rows = [claim_values(claim) | {"document": document(pattern, claim)} for claim in made]
        held = [row for claim in made for row in hold_values(claim)]

        def put(
            connection: Connection,
            rows: list[dict[str, object]] = rows,
            held: list[dict[str, object]] = held,
        ) -> None:
            connection.execute(insert(claims), rows)
            connection.execute(insert(claim_holds), held)

        await store.database.write(put)


def document(pattern: str, claim: Claim) -> str:
    """Write a claim's document from another's, which is quicker than by the model."""
    names = ("id", "org", "owner", "customer_name", "claim_name", "tenant_id")
    return json.dumps(json.loads(pattern) | {name: getattr(claim, name) for name in names})


def claim_of(number: int) -> Claim:
    """Make the claim with a number, as it is made from a whole conversation."""
    return Claim.model_construct(
        id=number + 1,
        org=ORG,
        owner=owner_of(number),
        created_at=NOW,
        changed_at=NOW,
        added_at=NOW,
        solution_area=SolutionArea.MODERN_WORK_SECURITY,
        claim_name=f"Rollout {number}",
        customer_name=f"Customer {number}",
        tenant_id=TENANT.format(number),
        workloads=("teams",),
    )


def owner_of(number: int) -> str:
    """Give the owner of a claim's number."""
    return OWNER.format(number // EACH)
