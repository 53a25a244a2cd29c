"""A store is opened by an address, says when it cannot work, and closes without leftovers."""

import asyncio
import os
import socket
import threading

import pytest
from sqlalchemy import text

from storage import open_store


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d", "mssql+pyodbc://u:secret@h/d"],
)
async def test_another_kind_of_address_is_refused_without_being_repeated(url):
    with pytest.raises(ValueError, match=r"^a database address starts with") as refusal:
        await open_store(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"])
async def test_any_driver_named_for_sqlite_is_ours(tmp_path, scheme):
    store = await open_store(f"{scheme}:///{tmp_path / 'a folder' / 'claims.db'}")
    assert await store.next_claim_id() == 1001
    await store.close()


async def test_nobody_at_the_address_is_not_ready():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"postgresql://u:p@127.0.0.1:{held.getsockname()[1]}/d"
        store = await open_store(url, migrate=False)
        assert not await store.ready()
        await store.close()


async def test_a_folder_in_place_of_the_file_is_not_ready(tmp_path):
    store = await open_store(f"sqlite:///{tmp_path}", migrate=False)
    assert not await store.ready()
    await store.close()


async def test_a_full_database_is_not_ready_until_there_is_room_again(tmp_path):
    store = await open_store(f"sqlite:///{tmp_path / 'claims.db'}")

    def limit(pages):
        return lambda connection: connection.exec_driver_sql(
            f"PRAGMA max_page_count = {pages}"
        ).scalar()

    def fill(connection):
        block = {"key": os.urandom(8).hex(), "data": b"x" * 200_000}
        insert = "INSERT INTO conversations (key, data, version) VALUES (:key, :data, 1)"
        connection.execute(text(insert), block)

    await store.database.write(limit(1))
    with pytest.raises(Exception, match="full"):
        await store.database.write(fill)
    await store.database.write(limit(100_000))
    await store.database.write(fill)
    assert await store.ready()
    await store.close()


async def test_a_read_only_database_is_not_ready(database_url):
    store = await open_store(database_url, migrate=False)
    assert await store.ready()
    if "sqlite" in database_url:
        await store.database.write(lambda c: c.exec_driver_sql("PRAGMA query_only = ON"))
    else:
        await store.database.write(
            lambda c: c.exec_driver_sql(
                "DO $$ BEGIN EXECUTE format("
                "'ALTER DATABASE %I SET default_transaction_read_only = on', current_database()"
                "); END $$"
            )
        )
        await store.database.engine.dispose()
    assert not await store.ready()
    await store.close()


async def test_the_settings_that_make_sqlite_durable_are_on(tmp_path):
    store = await open_store(f"sqlite:///{tmp_path / 'claims.db'}")

    def settings(connection):
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert await store.database.read(settings) == ["wal", 2, 1, 10_000]
    await store.close()


async def test_a_closed_store_leaves_no_thread_and_refuses_work(tmp_path):
    before = set(threading.enumerate())
    store = await open_store(f"sqlite:///{tmp_path / 'claims.db'}")
    await store.next_claim_id()
    await store.close()
    await store.close()

    left = {thread for thread in threading.enumerate() if thread.name.startswith("storage")}
    assert left <= before
    with pytest.raises(RuntimeError, match="closed"):
        await store.next_claim_id()


async def test_work_that_was_handed_over_is_finished_before_closing(database_url):
    store = await open_store(database_url)
    numbers = [asyncio.ensure_future(store.next_claim_id()) for _ in range(5)]
    await asyncio.sleep(0)
    if "sqlite" in database_url:
        await store.close()
    assert sorted(await asyncio.gather(*numbers)) == [1001, 1002, 1003, 1004, 1005]
    await store.close()


async def test_a_caller_that_gave_up_does_not_disturb_the_others(tmp_path):
    store = await open_store(f"sqlite:///{tmp_path / 'claims.db'}")
    hold, held = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait(_connection):
        loop.call_soon_threadsafe(held.set)
        hold.wait(10)

    slow = asyncio.create_task(store.database.write(wait))
    await held.wait()
    impatient = asyncio.create_task(store.next_claim_id())
    await asyncio.sleep(0)
    impatient.cancel()
    hold.set()
    await slow
    assert await store.next_claim_id() in {1001, 1002}
    await store.close()
