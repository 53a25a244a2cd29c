"""Databases, blob stores and disks in good and in bad condition."""

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.claims.ports import BlobStoreDown
from deployment.doctor.findings import State, bad, good
from deployment.doctor.storing import (
    LITTLE,
    TOO_LITTLE,
    Server,
    database,
    look_at_database,
    look_at_disk,
    look_at_files,
    room,
)
from storage import open_store
from storage.blobs_azure import AzureBlobs
from storage.blobs_local import LocalBlobs

REMOTE = make_url("postgresql+asyncpg://cpor@db.contoso.example/claims")
HEALTHY = Server("PostgreSQL 17.2", frozenset(), True, False, True)


async def change(url, statement):
    store = await open_store(url, migrate=False)
    try:
        await store.database.write(lambda connection: connection.execute(text(statement)).rowcount)
    finally:
        await store.close()


@pytest.fixture
def url(postgres_url):
    return postgres_url()


def states(found):
    return {finding.check: finding.state for finding in found}


@pytest.mark.postgres
async def test_a_database_in_order(url):
    found = await look_at_database(url)
    assert states(found) == dict.fromkeys(("database", "migrations", "outbox"), State.GOOD)


@pytest.mark.postgres
async def test_an_empty_one_is_filled_by_the_first_start(postgres_url):
    found = await look_at_database(postgres_url(migrated=False))
    assert states(found) == dict.fromkeys(("database", "migrations"), State.GOOD)
    assert "the first start makes the tables" in found[1].said


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("version", "state", "said"),
    [("0001", State.DOUBTFUL, "behind, at 0001"), ("9999", State.BAD, "ahead, at 9999")],
)
async def test_another_version_is_told(url, version, state, said):
    await change(url, f"UPDATE alembic_version SET version_num = '{version}'")
    _, found = await look_at_database(url)
    assert found.state is state
    assert said in found.said


@pytest.mark.postgres
async def test_one_that_takes_no_writes_is_bad(url):
    name = make_url(url).database
    await change(url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    found = await look_at_database(url)
    assert states(found)["database"] is State.BAD
    assert "takes no writes" in found[0].said


def row(**more):
    """Write the statement that puts a mail into the outbox."""
    usual = {
        "key": "'k'",
        "kind": "'mail'",
        "org": "'contoso'",
        "claim_id": "1001",
        "payload": "'{}'",
        "attempts": "1",
        "created_at": "now()",
        "not_before": "now()",
    }
    given = usual | more
    return f"INSERT INTO outbox ({', '.join(given)}) VALUES ({', '.join(given.values())})"


@pytest.mark.postgres
async def test_what_was_set_aside_is_counted(url):
    await change(url, row(parked_at="now()"))
    found = await look_at_database(url)
    assert states(found)["outbox"] is State.DOUBTFUL
    assert "1 set aside" in found[2].said


@pytest.mark.postgres
async def test_what_waits_for_too_long_is_told(url):
    await change(url, row(not_before="now() - interval '2 hours'"))
    found = await look_at_database(url)
    assert states(found)["outbox"] is State.DOUBTFUL
    assert "due for 120 minutes" in found[2].said


@pytest.mark.postgres
async def test_a_database_that_is_not_there_is_named_without_its_address(url):
    gone = make_url(url).set(database="canary_database", password="canary-password")
    (found,) = await look_at_database(gone.render_as_string(hide_password=False))
    assert found.state is State.BAD
    assert found.said == "cannot be used (InvalidCatalogNameError)"
    assert "canary" not in str(found)


async def test_a_server_that_is_not_there():
    (found,) = await look_at_database("postgresql+asyncpg://nobody@127.0.0.1:1/claims")
    assert found.state is State.BAD
    assert "Nothing listens there" in found.mend


@pytest.mark.parametrize(
    ("address", "encrypted", "state"),
    [
        (REMOTE.update_query_dict({"ssl": "verify-full"}), True, State.GOOD),
        (REMOTE.update_query_dict({"ssl": "require"}), True, State.DOUBTFUL),
        (REMOTE, False, State.DOUBTFUL),
        (REMOTE.set(host="127.0.0.1"), False, State.GOOD),
        (REMOTE.set(host="").update_query_dict({"host": "/run/postgresql"}), False, State.GOOD),
    ],
)
def test_the_way_to_it_is_judged(address, encrypted, state):
    server = Server("PostgreSQL 17.2", frozenset(), encrypted, False, True)
    assert database(address, server, True).state is state


def test_a_full_one_is_bad():
    assert database(REMOTE, HEALTHY, False).state is State.BAD


async def test_sqlite_is_looked_at_too(tmp_path):
    url = f"sqlite:///{tmp_path / 'claims.db'}"
    (missing,) = await look_at_database(url)
    assert "the first start makes it" in missing.said
    assert not (tmp_path / "claims.db").exists()
    await (await open_store(url)).close()
    assert set(states(await look_at_database(url)).values()) == {State.GOOD}


@pytest.mark.azurite
async def test_azure_takes_a_probe_and_keeps_nothing(azurite_connection_string):
    blobs = AzureBlobs.from_connection_string(azurite_connection_string, container="doctor")
    found = await look_at_files(blobs, shared=True, mend="")
    left = [blob.name async for blob in blobs._container.list_blobs()]
    await blobs.close()
    assert found == good("files", "a probe was written, read and removed")
    assert left == []


async def test_azure_that_does_not_answer():
    nowhere = (
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=Y2FuYXJ5;"
        "BlobEndpoint=http://127.0.0.1:1/a;"
    )
    blobs = AzureBlobs.from_connection_string(nowhere, retries=0)
    found = await look_at_files(blobs, shared=True, mend="Look at it.")
    await blobs.close()
    assert (found.state, found.mend) == (State.BAD, "Look at it.")
    assert "127.0.0.1" not in found.said


async def test_a_folder_is_fine_for_one_copy(tmp_path):
    found = await look_at_files(LocalBlobs(tmp_path), shared=False, mend="")
    assert found.state is State.DOUBTFUL
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


class Forgetful(LocalBlobs):
    """Gives back something else than it was given."""

    async def get(self, name):
        yield b"something else"


class Full(LocalBlobs):
    """Takes nothing."""

    async def put(self, name, chunks, media_type):
        raise BlobStoreDown("OSError")


@pytest.mark.parametrize(
    ("kind", "said"),
    [(Forgetful, "a probe came back as something else"), (Full, "cannot be kept (OSError)")],
)
async def test_a_store_that_does_not_keep_is_bad(tmp_path, kind, said):
    found = await look_at_files(kind(tmp_path), shared=True, mend="")
    assert found.state is State.BAD
    assert said in found.said
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


async def test_a_folder_that_can_be_written(tmp_path):
    found = await look_at_disk(tmp_path / "var")
    assert found.said.endswith("MB are free")


async def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "var").write_text("a file")
    assert await look_at_disk(tmp_path / "var") == bad(
        "disk",
        "nothing can be written (FileExistsError)",
        "Let the assistant's user write to CPOR_DATA_DIR.",
    )


@pytest.mark.parametrize(
    ("free", "state"),
    [(LITTLE, State.GOOD), (LITTLE - 1, State.DOUBTFUL), (TOO_LITTLE - 1, State.BAD)],
)
def test_room_on_the_disk(free, state):
    assert room(free).state is state
