"""The API of the local profile, listening on loopback."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.api import add_api_routes
from bot.web.api.callers import LocalCallers
from storage import open_store
from storage.blobs_local import LocalBlobs
from tests.web.api.world import PERSONS, Clock, World


@pytest.fixture
async def world(tmp_path):
    clock = Clock()
    store = await open_store(f"sqlite:///{tmp_path}/claims.db", clock=clock)
    yield World(store, LocalBlobs(tmp_path / "blobs"), clock)
    await store.close()


@pytest.fixture
async def client(world):
    app = web.Application()
    add_api_routes(
        app,
        store=world.store,
        review=world.review,
        blobs=world.blobs,
        who=LocalCallers(PERSONS, world.people),
        rules=world.rules,
        clock=world.clock,
    )
    async with TestClient(TestServer(app, host="127.0.0.1")) as opened:
        yield opened
