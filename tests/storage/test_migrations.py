"""The schema comes up to date by itself, once, however many programs start at the same moment."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from storage import migrations, open_store
from storage.database import parse_url
from storage.opening import open_database
from storage.tables import metadata

ROOT = Path(migrations.__file__).parents[2]


async def look(url, work):
    database = open_database(parse_url(url))
    try:
        return await database.write(work)
    finally:
        await database.close()


def test_the_version_that_is_needed_is_the_newest_there_is():
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")

    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


async def test_the_migrations_make_the_tables_the_code_uses(database_url):
    def difference(connection):
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await look(database_url, difference) == []


async def test_a_second_upgrade_changes_nothing_and_loads_no_alembic(database_url):
    program = (
        "import sys; from storage.migrations import upgrade; upgrade(sys.argv[1]);"
        "sys.exit('alembic' in sys.modules)"
    )
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", program, database_url], cwd=ROOT, check=False
    )
    assert done.returncode == 0


async def test_replicas_that_start_at_once_migrate_once(empty_url):
    stores = await asyncio.gather(*(open_store(empty_url) for _ in range(5)))
    try:
        assert [await store.ready() for store in stores] == [True] * 5
        numbers = await asyncio.gather(*(store.next_claim_id() for store in stores))
        assert sorted(numbers) == [1001, 1002, 1003, 1004, 1005]
    finally:
        for store in stores:
            await store.close()


async def test_programs_that_start_at_once_migrate_once(empty_url):
    program = "import sys; from storage.migrations import upgrade; upgrade(sys.argv[1])"
    running = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, empty_url, cwd=ROOT)
        for _ in range(2)
    ]

    assert [await process.wait() for process in running] == [0, 0]
    store = await open_store(empty_url, migrate=False)
    assert await store.ready()
    await store.close()


@pytest.mark.parametrize("version", [None, "0000", "9999"])
async def test_a_store_with_another_schema_is_not_ready(database_url, version):
    def pretend(connection):
        connection.execute(text("DELETE FROM alembic_version"))
        if version:
            connection.execute(
                text("INSERT INTO alembic_version VALUES (:version)"), {"version": version}
            )

    store = await open_store(database_url, migrate=False)
    try:
        assert await store.ready()
        await store.database.write(pretend)
        assert not await store.ready()
    finally:
        await store.close()


async def test_an_empty_database_is_not_ready(empty_url, tmp_path):
    (tmp_path / "var").mkdir()
    store = await open_store(empty_url, migrate=False)
    assert not await store.ready()
    await store.close()


async def test_a_migration_that_breaks_off_leaves_the_schema_as_it_was(empty_url, monkeypatch):
    """The last step of the first migration cannot be done: not one table may stay."""
    from alembic import op

    monkeypatch.setattr(op, "bulk_insert", None)
    with pytest.raises(TypeError):
        await asyncio.to_thread(migrations.upgrade, empty_url)

    assert await look(empty_url, lambda c: inspect(c).get_table_names()) == []
