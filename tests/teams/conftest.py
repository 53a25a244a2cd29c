"""A real store and the seam around it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import SqlStore, open_store
from tests.clocks import seconds
from tests.identity.issuer import issuer
from tests.observing.log_lines import logs
from tests.teams import channel
from tests.teams.house import House, house

__all__ = ["issuer", "logs", "seconds"]


@pytest.fixture
async def store(migrated_file: Path, tmp_path: Path) -> AsyncIterator[SqlStore]:
    shutil.copy(migrated_file, tmp_path / "claims.db")
    opened = await open_store(f"sqlite:///{tmp_path / 'claims.db'}", migrate=False)
    yield opened
    await opened.close()


@pytest.fixture
async def chat(store: SqlStore) -> AsyncIterator[House]:
    async with house(store) as running:
        yield running


@pytest.fixture
async def teams() -> AsyncIterator[channel.Connector]:
    async with channel.connector() as running:
        yield running
