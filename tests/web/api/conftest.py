"""The API of the local profile, listening on loopback."""

import pytest
from aiohttp.test_utils import TestClient

from tests.identity.issuer import issuer
from tests.web.api.world import api_of, open_world

__all__ = ["issuer"]


@pytest.fixture
async def world(tmp_path):
    made = await open_world(tmp_path)
    yield made
    await made.store.close()


@pytest.fixture
async def client(world):
    async with TestClient(api_of(world)) as opened:
        yield opened
