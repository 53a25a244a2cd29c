"""The SDK fetches keys by a blocking call without a time-out; ours never stop the event loop."""

import asyncio

import pytest

from bot.identity.keys import SigningKeys
from bot.identity.tokens import ChannelTokens
from bot.teams.authentication import ChannelAuthentication
from storage.store import SystemClock
from tests.identity.issuer import APP_ID
from tests.teams import channel
from tests.teams.house import house


@pytest.fixture
async def chat(store, issuer, seconds):
    made = []

    def authentication(connector):
        keys = SigningKeys(connector._session, issuer.metadata_url, monotonic=seconds)
        made.append(keys)
        return ChannelAuthentication(ChannelTokens(keys, APP_ID, SystemClock()), connector)

    async with house(store, authentication=authentication) as running:
        yield running
        await made[0].close()


async def test_while_the_key_host_hangs_others_are_served(chat, issuer):
    issuer.gate = asyncio.Event()
    header = "Bearer " + issuer.token(serviceurl=chat.url)
    waiting = asyncio.create_task(chat.post(channel.said(chat.url, "x"), Authorization=header))
    await issuer.asked.wait()
    refused = await chat.post(channel.said(chat.url, "x"), Authorization="Bearer garbage")
    assert refused.status == 401
    assert not waiting.done()
    issuer.gate.set()
    assert (await waiting).status == 200


async def test_a_minute_of_outage_is_not_noticed_with_keys_at_hand(chat, issuer, seconds):
    first = "Bearer " + issuer.token(serviceurl=chat.url)
    assert (await chat.post(channel.said(chat.url, "x"), Authorization=first)).status == 200
    issuer.gate = asyncio.Event()
    for passed in range(60):
        seconds.now += 24 * 3600 if passed == 0 else 1
        fresh = "Bearer " + issuer.token(serviceurl=chat.url, nonce=str(passed))
        message = channel.said(chat.url, f"message {passed}")
        async with asyncio.timeout(5):
            assert (await chat.post(message, Authorization=fresh)).status == 200
    issuer.gate.set()
