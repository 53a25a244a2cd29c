"""The SDK asks for a token per turn, on the event loop; ours is fetched once, off it, early."""

import asyncio
import threading

import aiohttp
import pytest

from bot.teams.credentials import BotCredentials, TokenResult, TokenUnavailable
from tests.teams.house import house


class Acquire:
    """Counts calls; hangs or fails when told to."""

    def __init__(self) -> None:
        self.calls = 0
        self.threads: set[int] = set()
        self.called = threading.Event()
        self.release = threading.Event()
        self.release.set()
        self.error: Exception | None = None

    def __call__(self) -> TokenResult:
        self.calls += 1
        self.called.set()
        self.threads.add(threading.get_ident())
        assert self.release.wait(10)
        if self.error:
            raise self.error
        return TokenResult(f"token-{self.calls}", 3600)


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def acquire():
    return Acquire()


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
async def credentials(acquire, seconds):
    made = BotCredentials(acquire, monotonic=seconds)
    yield made
    acquire.release.set()
    await made.close()


async def test_a_warm_turn_opens_no_connection_and_asks_for_no_token(store, credentials, acquire):
    opened = []
    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(noting(opened))
    async with house(store, credentials=credentials, trace=trace) as chat:
        await chat.say("warm up")
        before = (len(opened), acquire.calls)
        for n in range(10):
            assert (await chat.say(f"hello {n}")).status == 200
        assert (len(opened), acquire.calls) == before == (1, 1)
        assert {headers["Authorization"] for headers in chat.teams.headers} == {"Bearer token-1"}


def noting(opened):
    async def note(session, context, params):
        opened.append(params)

    return note


async def test_the_token_is_fetched_off_the_loop(credentials, acquire):
    acquire.release.clear()
    asking = asyncio.create_task(credentials.token())
    assert await asyncio.to_thread(acquire.called.wait, 10)
    assert not asking.done()
    acquire.release.set()
    assert await asking == "token-1"
    assert threading.get_ident() not in acquire.threads


async def test_many_first_askers_share_one_token(credentials, acquire):
    tokens = await asyncio.gather(*(credentials.token() for _ in range(20)))
    assert (set(tokens), acquire.calls) == ({"token-1"}, 1)


async def test_it_is_renewed_ahead_of_expiry_and_nobody_waits(credentials, acquire, seconds):
    await credentials.warm()
    seconds.now = 3600 - 200
    acquire.release.clear()
    assert await credentials.token() == "token-1"
    acquire.release.set()
    await credentials._running
    assert await credentials.token() == "token-2"


async def test_a_failed_renewal_keeps_the_old_token_and_is_not_repeated_at_once(
    credentials, acquire, seconds
):
    await credentials.warm()
    seconds.now = 3600 - 200
    acquire.error = RuntimeError("secret words")
    assert await credentials.token() == "token-1"
    await credentials._running
    assert [await credentials.token() for _ in range(5)] == ["token-1"] * 5
    assert acquire.calls == 2


async def test_without_a_valid_token_it_says_so_and_heals(credentials, acquire):
    acquire.error = RuntimeError("down")
    with pytest.raises(TokenUnavailable):
        await credentials.token()
    acquire.error = None
    assert await credentials.token() == "token-2"


async def test_a_token_the_connector_rejects_is_not_used_again(store, credentials, acquire):
    async with house(store, credentials=credentials) as chat:
        await chat.say("one")
        chat.teams.refuse(401)
        assert (await chat.say("two")).status == 503
        await chat.say("three")
        assert chat.teams.headers[-1]["Authorization"] == "Bearer token-2"
