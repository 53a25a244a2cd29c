"""The seam put together as the assistant does it, with a scripted conversation in the middle."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.claims.ports import Store
from bot.dialogs.turn import Reply, Turn
from bot.identity.people import ConfiguredPeople
from bot.teams.adapter import TeamsAdapter
from bot.teams.addresses import CONNECTOR_HOSTS, AllowedHosts
from bot.teams.admission import Admission
from bot.teams.authentication import LoopbackAuthentication
from bot.teams.connector import Connector, Patience, open_session
from bot.teams.credentials import NoCredentials
from bot.teams.entrance import Entrance
from bot.teams.turns import Turns
from bot.web.messages import routes
from tests.teams import channel

Script = Callable[[Turn], Awaitable[None]]
HASTY = Patience(timeout=2.0, tries=3, waiting=0.05, first_wait=0.01)


class Scripted:
    """Answers gestures as the test says, and remembers every turn it was given."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.contexts: list[Any] = []
        self.script: Script = echo

    async def on_turn(self, context: Any, turn: Turn) -> None:
        self.turns.append(turn)
        self.contexts.append(context)
        await self.script(turn)

    @property
    def gestures(self) -> list[Any]:
        return [turn.gesture for turn in self.turns]


async def echo(turn: Turn) -> None:
    """Say what was done."""
    turn.replies.append(Reply(text=f"got {type(turn.gesture).__name__}"))


class House:
    """The running seam and its stand-ins."""

    def __init__(self, client: TestClient, teams: channel.Connector, store: Store) -> None:
        self.client = client
        self.teams = teams
        self.store = store
        self.dialogs = Scripted()
        self.turns: Turns
        self.connector: Connector

    @property
    def url(self) -> str:
        return self.teams.url

    async def post(self, activity: Any, **headers: str) -> ClientResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post("/api/messages", json=activity, headers=named)

    async def say(self, text: str = "hello", **parts: Any) -> ClientResponse:
        return await self.post(channel.said(self.url, text, **parts))

    async def press(self, verb: str = "next", **parts: Any) -> ClientResponse:
        return await self.post(channel.execute(self.url, verb, **parts))


@asynccontextmanager
async def house(
    store: Store,
    *,
    authentication: Callable[[Connector], Any] = LoopbackAuthentication,
    credentials: Any = None,
    trace: aiohttp.TraceConfig | None = None,
    allow_loopback: bool = True,
    home_tenant: str = "",
) -> AsyncIterator[House]:
    async with channel.connector() as teams, traced(trace) as session:
        hosts = AllowedHosts(CONNECTOR_HOSTS, allow_loopback=allow_loopback)
        connector = Connector(session, credentials or NoCredentials(), hosts, patience=HASTY)
        adapter = TeamsAdapter(authentication(connector))
        app = web.Application()
        client = TestClient(TestServer(app, host="127.0.0.1"))
        made = House(client, teams, store)
        made.connector = connector
        made.turns = Turns(
            store=store,
            people=ConfiguredPeople([channel.ADA], [channel.RAE]),
            conversation=made.dialogs,
            connector=connector,
            adapter=adapter,
            admission=Admission([channel.TENANT], hosts, home_tenant=home_tenant),
        )
        app.add_routes(routes(Entrance(adapter, made.turns).receive))
        await client.start_server()
        try:
            yield made
        finally:
            await client.close()


@asynccontextmanager
async def traced(trace: aiohttp.TraceConfig | None) -> AsyncIterator[aiohttp.ClientSession]:
    if trace is None:
        async with open_session() as session:
            yield session
    else:
        async with aiohttp.ClientSession(trace_configs=[trace]) as session:
            yield session
