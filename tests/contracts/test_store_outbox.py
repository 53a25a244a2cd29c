"""What must leave is leased by one worker at a time, survives its worker, and leaves once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.claims.ports import OutboxKind
from storage.tables import outbox


@pytest.fixture
def post(store, outgoing):
    async def posted(*keys, **given):
        unit = store.unit()
        for key in keys:
            unit.post(outgoing(key, **given))
        await unit.commit()

    return posted


async def test_a_row_comes_out_as_it_went_in(store, post, outgoing, clock):
    await post("k")

    (row,) = await store.lease("w", clock.now(), 10, 60)

    sent = outgoing("k")
    assert (row.key, row.kind, row.claim_id, row.org) == ("k", sent.kind, 1001, sent.org)
    assert row.payload == sent.payload
    assert (row.attempts, row.created_at) == (0, clock.now())


async def test_the_same_key_is_stored_once_and_first_wins(store, post, clock):
    await post("k", "k", payload={"n": 1})
    await post("k", "other", payload={"n": 2})

    rows = await store.lease("w", clock.now(), 10, 60)

    assert {row.key: row.payload["n"] for row in rows} == {"k": 1, "other": 2}


async def test_rows_leave_in_the_order_they_came_and_not_before_their_time(store, post, clock):
    await post("later", not_before=clock.now() + timedelta(hours=1))
    for key in ("a", "b", "c"):
        await post(key)
        clock.move(seconds=1)

    first = await store.lease("w", clock.now(), 2, 60)
    second = await store.lease("w", clock.now(), 2, 60)

    assert [row.key for row in first + second] == ["a", "b", "c"]
    assert [row.key for row in await store.lease("w", clock.move(hours=1), 1, 60)] == ["a"]
    assert "later" in [row.key for row in await store.lease("w", clock.now(), 9, 60)]


async def test_two_workers_never_hold_the_same_row(store, replica, post, clock):
    await post(*(f"k{number}" for number in range(500)))
    replicas = {"one": store, "two": await replica()}
    held = {"one": [], "two": []}

    async def work(worker):
        while rows := await replicas[worker].lease(worker, clock.now(), 7, 60):
            held[worker] += [row.id for row in rows]

    await asyncio.gather(work("one"), work("two"), work("one"), work("two"))

    every = held["one"] + held["two"]
    assert len(every) == len(set(every)) == 500


async def test_a_lease_that_runs_out_frees_the_row_and_counts_as_an_attempt(store, post, clock):
    await post("k")
    await store.lease("dead", clock.now(), 1, 30)

    assert await store.lease("w", clock.move(seconds=29), 1, 30) == []
    (row,) = await store.lease("w", clock.move(seconds=1), 1, 30)

    assert row.attempts == 1


async def test_a_delivered_row_never_leaves_again_and_its_words_are_gone(store, post, clock):
    await post("k", payload={"link": "https://x.example/consent/secret"})
    (row,) = await store.lease("w", clock.now(), 1, 30)
    await store.delivered(row.id, clock.now())
    await post("k")

    assert await store.lease("w", clock.move(days=9), 9, 30) == []
    assert await store.outbox_lag(clock.now()) == 0
    kept = await store.database.read(lambda c: c.execute(select(outbox.c.payload)).scalars().all())
    assert list(kept) == ["{}"]


async def test_a_postponed_row_comes_back_at_its_time_with_the_attempt_counted(store, post, clock):
    await post("k")
    (row,) = await store.lease("w", clock.now(), 1, 3600)
    until = clock.now() + timedelta(seconds=90)
    await store.postpone(row.id, until, "503")

    assert await store.lease("w", clock.move(seconds=89), 1, 30) == []
    (again,) = await store.lease("w", clock.move(seconds=1), 1, 30)
    assert again.attempts == 1


async def test_a_parked_row_waits_and_is_shown_with_its_error(store, post, clock):
    await post("k", "fine")
    rows = await store.lease("w", clock.now(), 2, 30)
    bad = next(row for row in rows if row.key == "k")
    await store.park(bad.id, "403 MessageWritesBlocked")

    assert [row.key for row in await store.lease("w", clock.move(days=1), 9, 30)] == ["fine"]
    ((row, error),) = await store.parked()
    assert (row.key, error) == ("k", "403 MessageWritesBlocked")
    assert row.payload == bad.payload


async def test_a_returned_person_gets_their_parked_notices_once(store, post, clock):
    mine = {"to": {"tenant_id": "t", "object_id": "me"}}
    await post("mine 1", "mine 2", payload=mine)
    await post("theirs", payload={"to": {"tenant_id": "t", "object_id": "they"}})
    await post("elsewhere", payload={"to": {"tenant_id": "u", "object_id": "me"}})
    await post("mail", kind=OutboxKind.MAIL, payload=mine)
    await post("nobody", payload={})
    for row in await store.lease("w", clock.now(), 9, 30):
        await store.park(row.id, "blocked")

    assert await store.unpark("t", "me") == 2
    assert await store.unpark("t", "me") == 0

    rows = await store.lease("w", clock.move(seconds=60), 9, 30)
    assert sorted(row.key for row in rows) == ["mine 1", "mine 2"]
    assert {row.attempts for row in rows} == {0}
    assert len(await store.parked()) == 4


async def test_a_notice_may_name_its_person_by_object_id_alone(store, post, outgoing, clock):
    await post("k", payload={"to": "me"})
    (row,) = await store.lease("w", clock.now(), 9, 30)
    await store.park(row.id, "blocked")

    assert await store.unpark(outgoing("k").org, "me") == 1


async def test_lag_is_the_age_of_the_oldest_row_that_should_have_left(store, post, clock):
    assert await store.outbox_lag(clock.now()) == 0
    await post("future", not_before=clock.now() + timedelta(hours=1))
    assert await store.outbox_lag(clock.now()) == 0
    await post("now")
    assert await store.outbox_lag(clock.move(seconds=42)) == 42
    (row,) = await store.lease("w", clock.now(), 1, 30)
    assert await store.outbox_lag(clock.now()) == 42
    await store.park(row.id, "no")
    assert await store.outbox_lag(clock.now()) == 0
    assert await store.outbox_lag(clock.move(hours=1)) == 42
