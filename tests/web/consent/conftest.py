"""The customer's page on a real server, with one claim that waits for an answer."""

from types import SimpleNamespace

import pytest
from aiohttp import ClientSession, DummyCookieJar, web
from aiohttp.test_utils import TestServer, unused_port

from bot.mail.letters import Letters
from bot.web.consent import ConsentPage, add_consent_routes
from storage import open_store
from tests.clocks import MovableClock
from tests.web.consent.world import SECRET, START, World


@pytest.fixture
async def site(tmp_path):
    """The server, the claim, its link, and a client that keeps nothing between requests."""
    clock, port = MovableClock(START), unused_port()
    public_url = f"http://127.0.0.1:{port}"
    store = await open_store(f"sqlite:///{tmp_path}/claims.db", clock=clock)
    world = World(store, clock, public_url=public_url, write=Letters().consent_request)
    app = web.Application()
    page = ConsentPage(world.consents, store, secret=SECRET, public_url=public_url, clock=clock)
    add_consent_routes(app, page)
    server = TestServer(app, host="127.0.0.1", port=port)
    await server.start_server()
    async with ClientSession(cookie_jar=DummyCookieJar()) as client:
        claim = await world.submitted()
        [token] = await world.tokens()
        yield SimpleNamespace(
            world=world,
            clock=clock,
            client=client,
            number=claim.id,
            token=token,
            link=f"{public_url}/consent/{token}",
            origin=public_url,
            app=app,
        )
    await server.close()
    await store.close()
