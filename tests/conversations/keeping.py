"""A whole assistant per test: once on the embedded default, once on PostgreSQL and Azurite.

Tests of two folders tell their stories to it; their conftest.py take these fixtures from here.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.blob import ContainerClient

from storage.blobs_azure import CONTAINER
from tests.clocks import MovableClock
from tests.conversations.driver import Chat, Connector, Product

EMBEDDED, SERVERS = "embedded", "postgres+azurite"
Settings = dict[str, str]
Start = Callable[..., Awaitable[Product]]

#: For tests of one of the two, which say why: `pytestmark = ON_SERVERS`.
ON_EMBEDDED = pytest.mark.parametrize("keeping", [EMBEDDED], indirect=True)
ON_SERVERS = [
    pytest.mark.parametrize("keeping", [SERVERS], indirect=True),
    pytest.mark.postgres,
    pytest.mark.azurite,
]


@pytest.fixture(
    params=[
        EMBEDDED,
        pytest.param(SERVERS, marks=[pytest.mark.postgres, pytest.mark.azurite]),
    ]
)
def keeping(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Say in settings where this test's assistant keeps its data, which is empty but migrated.

    Whoever asks for it, also by way of `product`, runs once on each; others run once.
    """
    if request.param == EMBEDDED:
        (tmp_path / "var").mkdir()
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "var" / "claims.db")
        yield {}
        return
    postgres = request.getfixturevalue("postgres_url")
    connection = request.getfixturevalue("azurite_connection_string")
    address = postgres()
    yield {"database_url": address, "blob_connection_string": connection}
    postgres.remove(address)
    _empty(connection)


def _empty(connection: str) -> None:
    """Leave no file for the next test; the assistant makes its container anew."""
    with ContainerClient.from_connection_string(connection, CONTAINER) as container:
        try:
            container.delete_container()
        except ResourceNotFoundError:
            return


@pytest.fixture
async def start(tmp_path: Path, keeping: Settings) -> AsyncIterator[Start]:
    """Start an assistant, or more than one, over this test's data; each ends with the test."""
    async with AsyncExitStack() as stack:

        async def one(
            settings: dict[str, Any] | None = None,
            *,
            connector: Connector | None = None,
            clock: MovableClock | None = None,
            folder: str = "var",
        ) -> Product:
            made = Product(
                tmp_path / folder,
                clock or MovableClock(),
                connector or Connector(),
                {**keeping, **(settings or {})},
            )
            await made.start()
            stack.push_async_callback(made.close)
            return made

        yield one


@pytest.fixture
async def product(start: Start) -> Product:
    """Give an assistant with nothing set that need not be."""
    return await start()


@pytest.fixture
def ada(product: Product) -> Chat:
    """Give the chat of an Incentives admin."""
    return product.chat()
