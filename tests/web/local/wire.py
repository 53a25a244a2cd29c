"""Speaks to the local pages as the page's own script does, without a browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.web.local.local_server import ADA, LocalServer

Json = dict[str, Any]

_PATIENCE_SECONDS = 20


class Heard:
    """The live events of one open page."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def next(self) -> Json:
        while True:
            line = await self._response.content.readline()
            if line.startswith(b"data: "):
                event: Json = json.loads(line[6:])
                return event
            if not line:
                raise EOFError("the stream ended")

    async def until(self, wanted: Callable[[Json], bool]) -> Json:
        heard: list[Json] = []
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while not heard or not wanted(heard[-1]):
                    heard.append(await self.next())
        except TimeoutError:
            raise AssertionError(f"not heard; instead: {heard}") from None
        return heard[-1]

    async def message(self, words: str = "") -> Json:
        """Wait for the assistant's next message (that says this); gives its entry."""

        def said(event: Json) -> bool:
            entry = event.get("entry") or {}
            by_bot = event["kind"] == "message" and entry["by"] == "bot"
            return by_bot and words in entry["text"]

        entry: Json = (await self.until(said))["entry"]
        return entry


@asynccontextmanager
async def open_page(server: LocalServer, person: str = ADA.object_id) -> AsyncIterator[Heard]:
    """Open the chat as a person, until the block ends."""
    query = {"person": person, "timezone": "Europe/Berlin", "locale": "de-DE"}
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{server.url}/local/chat/events", params=query) as response,
    ):
        assert response.status == 200
        yield Heard(response)


async def post(server: LocalServer, path: str, **body: Any) -> tuple[int, Json]:
    """Post as the page does; gives the status and the answer."""
    asked = {"person": ADA.object_id, "timezone": "Europe/Berlin", "locale": "de-DE"} | body
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{server.url}{path}", json=asked) as response,
    ):
        is_json = response.content_type == "application/json"
        return response.status, await response.json() if is_json else {}


async def say(server: LocalServer, text: str, **body: Any) -> str:
    """Send a message; gives its id."""
    status, answer = await post(server, "/local/chat/messages", text=text, **body)
    assert status == 200
    return str(answer["id"])


async def press(server: LocalServer, card: str, verb: str, **inputs: Any) -> str:
    """Press an Action.Execute button; gives the outcome."""
    action = {"type": "Action.Execute", "verb": verb, "data": {"claim_id": 7, **inputs}}
    _, answer = await post(server, "/local/chat/presses", card=card, action=action)
    return str(answer["outcome"])
