"""A commit is all or nothing, wherever in its middle something breaks."""

import pytest
from sqlalchemy import event

from bot.claims.ports import ClaimQuery, ConversationState, Reference, StatusCard
from storage import open_store
from storage.tables import metadata


class DiskFull(Exception):
    """The fault that is injected."""


@pytest.fixture
def break_at(store):
    """Makes the n-th statement from now fail."""
    engine = getattr(store.database.engine, "sync_engine", store.database.engine)
    left = [0]

    def before(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith("BEGIN"):
            return
        left[0] -= 1
        if left[0] == 0:
            raise DiskFull

    def arm(number):
        left[0] = number

    event.listen(engine, "before_cursor_execute", before)
    return arm


def count_rows(connection):
    return {
        table.name: len(connection.execute(table.select()).all())
        for table in metadata.sorted_tables
        if table.name != "counters"
    }


async def write_everything(store, make_claim, entry, outgoing, clock):
    claim = make_claim(1001, workloads=("teams", "intune"))
    unit = store.unit()
    unit.save(claim, entry(1001), entry(1001))
    unit.post(outgoing("k"))
    unit.remember("press", {})
    unit.keep_conversation(ConversationState(key="c"))
    unit.keep_reference(
        Reference(
            tenant_id="t", object_id="o", user_id="u", conversation_id="c", service_url="https://s"
        )
    )
    unit.keep_status_card(
        StatusCard(claim_id=1001, object_id="o", conversation_id="c", message_id="m")
    )
    await unit.commit()


async def test_a_fault_at_any_statement_leaves_nothing_behind(
    store, break_at, make_claim, entry, outgoing, clock
):
    parts = (store, make_claim, entry, outgoing, clock)
    broken = 0
    while True:
        break_at(broken + 1)
        try:
            await write_everything(*parts)
            break
        except DiskFull:
            broken += 1
        finally:
            break_at(0)
        rows = await store.database.read(count_rows)
        assert set(rows.values()) == {0}, f"after a fault at statement {broken}"

    assert broken >= 8
    rows = await store.database.read(count_rows)
    assert rows["claims"] == rows["answered"] == rows["outbox"] == rows["conversations"] == 1
    assert rows["history"] == rows["claim_holds"] == 2


async def test_a_commit_the_database_failed_can_be_tried_again(store, break_at, make_claim):
    unit = store.unit()
    unit.save(make_claim(1001))
    break_at(1)
    with pytest.raises(DiskFull):
        await unit.commit()
    await unit.commit()

    assert (await store.unit().claim(None, 1001)).version == 1


async def test_a_unit_is_empty_after_its_commit(store, make_claim):
    unit = store.unit()
    unit.save(make_claim(1001))
    await unit.commit()
    await unit.commit()

    assert (await store.unit().claim(None, 1001)).version == 1


async def test_an_empty_commit_is_fine(store):
    await store.unit().commit()
    assert (await store.unit().claims(ClaimQuery())).total == 0


async def test_what_one_replica_stored_the_other_reads(store, replica, stored):
    await stored(1001)
    other = await replica()
    assert (await other.unit().claim(None, 1001)).id == 1001


async def test_what_was_stored_is_there_after_a_restart(store, stored, database_url):
    claim = await stored(1001, workloads=("teams",))
    await store.close()

    again = await open_store(database_url)
    try:
        assert await again.unit().claim(None, 1001) == claim
        assert await again.next_claim_id() == 1001
    finally:
        await again.close()


async def test_a_store_in_order_is_ready(store):
    assert await store.ready()
