"""The servers that are measured, and the stand-in for Teams' connector; each runs by itself.

`python -m benchmarks.servers <kind> <connector's address> <folder>` listens on a free port of this
machine and prints one line of JSON that says where.
"""

from __future__ import annotations

import asyncio
import importlib
import itertools
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web

#: A card of the size our own have; what is in it does not matter to the floor.
CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [{"type": "TextBlock", "wrap": True, "text": f"{n:02} " + "x" * 70} for n in range(34)],
}
CARD_TYPE = "application/vnd.microsoft.card.adaptive"

Made = tuple[web.Application, dict[str, Any]]
#: Kinds made elsewhere, so that a process loads nothing but what it measures.
ELSEWHERE = {
    "local": "benchmarks.product",
    "jwt": "benchmarks.product",
    "stock": "benchmarks.stock",
}


async def connector(_: str, _folder: str) -> Made:
    """Make the stand-in for Teams: takes messages at once and remembers each chat's last card."""
    numbers, cards = itertools.count(1), dict[str, Any]()

    async def take(request: web.Request) -> web.Response:
        activity = await request.json()
        for attachment in activity.get("attachments", ()):
            cards[request.match_info["chat"]] = attachment["content"]
        return web.json_response({"id": f"m{next(numbers)}"})

    async def member(request: web.Request) -> web.Response:
        known = {
            "id": request.match_info["who"],
            "name": "Ada Admin",
            "email": "ada@contoso.example",
        }
        return web.json_response(known)

    async def last(request: web.Request) -> web.Response:
        return web.json_response(cards.get(request.match_info["chat"]))

    app, chat = web.Application(), "/v3/conversations/{chat}"
    app.add_routes([web.post(f"{chat}/activities", take), web.get("/last/{chat}", last)])
    app.add_routes([web.post(f"{chat}/activities/{{id}}", take)])
    app.add_routes([web.put(f"{chat}/activities/{{id}}", take)])
    app.add_routes([web.get(f"{chat}/members/{{who}}", member)])
    return app, {}


async def floor(connector_url: str, _: str) -> Made:
    """Make the least any bot does: parse the activity, post one card through a shared session."""
    session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def receive(request: web.Request) -> web.Response:
        activity = await request.json()
        chat = activity["conversation"]["id"]
        answer = {
            "type": "message",
            "conversation": {"id": chat},
            "attachments": [{"contentType": CARD_TYPE, "content": CARD}],
        }
        url = f"{connector_url}/v3/conversations/{chat}/activities"
        async with session.post(url, json=answer) as response:
            await response.read()
        return web.Response()

    app = web.Application()
    app.add_routes([web.post("/api/messages", receive)])
    return app, {}


async def serve(kind: str, arguments: list[str]) -> None:
    """Listen until the process is ended."""
    module = importlib.import_module(ELSEWHERE.get(kind, __name__))
    make: Callable[..., Awaitable[Made]] = getattr(module, kind)
    app, said = await make(*arguments)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    print(json.dumps({"url": f"http://127.0.0.1:{port}", **said}), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2:]))
