"""The SDK asks for a token per turn, on the event loop; ours is at hand, and shared."""

import aiohttp
import pytest

from bot.teams.credentials import SCOPE, BotCredentials, TokenUnavailable
from tests.teams.house import house


class Tokens:
    """The process's tokens, counted."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.rejected: list[str] = []
        self.down = False

    async def token(self, scope: str) -> str:
        self.asked.append(scope)
        if self.down:
            raise ConnectionError
        return f"token-{len(self.rejected) + 1}"

    def reject(self, token: str) -> None:
        self.rejected.append(token)


@pytest.fixture
def tokens():
    return Tokens()


@pytest.fixture
def credentials(tokens):
    return BotCredentials(tokens)


async def test_a_warm_turn_opens_no_connection(store, credentials, tokens):
    opened = []
    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(noting(opened))
    async with house(store, credentials=credentials, trace=trace) as chat:
        await chat.say("warm up")
        before = len(opened)
        for n in range(10):
            assert (await chat.say(f"hello {n}")).status == 200
        assert len(opened) == before == 1
        assert {headers["Authorization"] for headers in chat.teams.headers} == {"Bearer token-1"}
        assert set(tokens.asked) == {SCOPE}


def noting(opened):
    async def note(session, context, params):
        opened.append(params)

    return note


async def test_without_a_token_it_says_so_in_our_words(credentials, tokens):
    tokens.down = True
    with pytest.raises(TokenUnavailable):
        await credentials.token()


async def test_without_a_token_the_channel_is_asked_to_come_again(store, credentials, tokens):
    tokens.down = True
    async with house(store, credentials=credentials) as chat:
        assert (await chat.say("one")).status == 503
        assert chat.teams.headers == []


async def test_a_token_the_connector_rejects_is_not_used_again(store, credentials, tokens):
    async with house(store, credentials=credentials) as chat:
        await chat.say("one")
        chat.teams.refuse(401)
        assert (await chat.say("two")).status == 503
        await chat.say("three")
        assert tokens.rejected == ["token-1"]
        assert chat.teams.headers[-1]["Authorization"] == "Bearer token-2"
