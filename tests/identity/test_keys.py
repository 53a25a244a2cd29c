"""Signing keys: fetched once, kept through outages, and never a way to make us ask for ever."""

import asyncio
from datetime import timedelta

import pytest

from bot.identity.keys import KeysDown, SigningKeys


@pytest.fixture
async def keys(session, issuer, clock):
    made = SigningKeys(session, issuer.metadata_url, monotonic=clock.monotonic)
    yield made
    await made.close()


async def test_a_warm_key_costs_no_request(keys, issuer):
    await keys.warm()
    found = [await keys.find("first") for _ in range(5)]
    assert [key.kid for key in found] == ["first"] * 5
    assert found[0].endorsements == {"msteams", "webchat"}
    assert issuer.metadata_hits == 1


async def test_many_first_callers_share_one_request(keys, issuer):
    found = await asyncio.gather(*(keys.find("first") for _ in range(20)))
    assert all(key.kid == "first" for key in found)
    assert issuer.metadata_hits == 1


async def test_stale_keys_stay_in_use_while_the_host_is_down(keys, issuer, clock):
    await keys.warm()
    issuer.status = 503
    clock.ahead = timedelta(days=3)
    assert (await keys.find("first")).kid == "first"
    await keys.close()
    assert (await keys.find("first")).kid == "first"


async def test_an_old_key_is_given_at_once_while_a_refresh_hangs(keys, issuer, clock):
    await keys.warm()
    issuer.gate = asyncio.Event()
    clock.ahead = timedelta(hours=7)
    async with asyncio.timeout(1):
        assert (await keys.find("first")).kid == "first"
    issuer.gate.set()


async def test_a_rolled_over_key_is_found_and_the_old_one_forgotten(keys, issuer, clock):
    await keys.warm()
    issuer.kids = ["second"]
    clock.ahead = timedelta(minutes=10)
    assert (await keys.find("second")).kid == "second"
    assert not keys.has("first")


async def test_unknown_ids_cause_one_refresh_in_five_minutes(keys, issuer, clock):
    await keys.warm()
    clock.ahead = timedelta(minutes=6)
    assert [await keys.find(f"made-up-{n}") for n in range(50)] == [None] * 50
    assert issuer.metadata_hits == 2


async def test_no_key_at_all_is_an_outage_and_heals(keys, issuer, clock):
    issuer.status = 500
    await keys.warm()
    with pytest.raises(KeysDown):
        await keys.find("first")
    issuer.status = 200
    clock.ahead = timedelta(seconds=3)
    assert (await keys.find("first")).kid == "first"


@pytest.mark.parametrize("answer", ["[]", "{", '{"jwks_uri": 5}', '{"jwks_uri": "ftp://x/"}'])
async def test_a_nonsense_answer_is_an_outage(session, aiohttp_answer, answer):
    keys = SigningKeys(session, await aiohttp_answer(answer))
    with pytest.raises(KeysDown):
        await keys.find("first")


@pytest.fixture
async def aiohttp_answer():
    """Serve one fixed body."""
    from aiohttp import web
    from aiohttp.test_utils import TestServer

    servers = []

    async def serve(text: str) -> str:
        app = web.Application()

        async def answer(request):
            return web.Response(text=text, content_type="application/json")

        app.router.add_get("/", answer)
        server = TestServer(app, host="127.0.0.1")
        await server.start_server()
        servers.append(server)
        return str(server.make_url("/"))

    yield serve
    for server in servers:
        await server.close()
