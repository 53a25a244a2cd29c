"""Stand-ins for Teams: its connector, and activities as it sends them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TENANT = "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
ADA = "8b0c0a7e-2d3c-4b5a-9f34-5b5d6f3a1c11"
RAE = "7c11c0a2-9e54-4a1f-8a5d-7b6c5d4e3f20"
CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}
_ids = count(1)


class Connector:
    """A connector on loopback that remembers what it was sent and refuses when told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.refusals: list[tuple[int, Any, dict[str, str]]] = []
        """Answers for the next calls that send something, in order."""
        self.members: dict[str, Any] | None = None
        self.latency: Callable[[], Any] | None = None
        self.running = 0
        self.most_at_once = 0
        self._ids = count(1)
        self.server = TestServer(self._app(), host="127.0.0.1")

    @property
    def url(self) -> str:
        return str(self.server.make_url("/emea/"))

    def refuse(self, status: int, code: str = "", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.refusals.append((status, {"error": {"code": code}}, named))

    @property
    def sent(self) -> list[dict[str, Any]]:
        """Every message that was sent or changed, in order."""
        return [body for _, _, body in self.calls if body and body.get("type") == "message"]

    @property
    def texts(self) -> list[str]:
        return [body.get("text", "") for body in self.sent]

    def _app(self) -> web.Application:
        app = web.Application()
        base = "/emea/v3/conversations/{conversation}"
        app.router.add_post(f"{base}/activities", self._take)
        app.router.add_post(f"{base}/activities/{{activity}}", self._take)
        app.router.add_put(f"{base}/activities/{{activity}}", self._take)
        app.router.add_delete(f"{base}/activities/{{activity}}", self._take)
        app.router.add_get(f"{base}/members/{{member}}", self._member)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            if self.latency is not None:
                await self.latency()
            body = await request.json() if request.can_read_body else None
            self.headers.append(dict(request.headers))
            if self.refusals:
                status, answer, headers = self.refusals.pop(0)
                return web.json_response(answer, status=status, headers=headers)
            self.calls.append((request.method, request.path, body))
            made = request.match_info.get("activity") if request.method == "PUT" else None
            return web.json_response({"id": made or f"m{next(self._ids)}"})
        finally:
            self.running -= 1

    async def _member(self, request: web.Request) -> web.Response:
        self.calls.append(("GET", request.path, None))
        if self.members is None:
            return web.json_response({"error": {"code": "NotFound"}}, status=404)
        return web.json_response(self.members)


@asynccontextmanager
async def connector() -> AsyncIterator[Connector]:
    made = Connector()
    await made.server.start_server()
    yield made
    await made.server.close()


def activity(service_url: str, kind: str = "message", **parts: Any) -> dict[str, Any]:
    """An activity as Teams sends it in a personal chat; a part given as None is left out."""
    usual = {
        "type": kind,
        "id": f"a{next(_ids)}",
        "timestamp": "2026-03-02T09:30:00.000Z",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": "29:ada", "name": "Ada Admin", "aadObjectId": ADA},
        "recipient": {"id": "28:bot", "name": "CPOR Claims"},
        "conversation": {"id": "a:ada", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-GB",
        "entities": [{"type": "clientInfo", "locale": "en-GB", "platform": "Windows"}],
    }
    both = usual | parts
    return {name: part for name, part in both.items() if part is not None}


def said(service_url: str, text: str, **parts: Any) -> dict[str, Any]:
    html = {"contentType": "text/html", "content": f"<p>{text}</p>"}
    return activity(service_url, text=text, textFormat="plain", attachments=[html], **parts)


def execute(service_url: str, verb: str = "next", **parts: Any) -> dict[str, Any]:
    """A pressed Action.Execute; `data` is what the card carries and its inputs."""
    data = parts.pop("data", {"nonce": "n1"})
    action = {"type": "Action.Execute", "verb": verb, "data": data}
    value = {"action": action, "trigger": "manual"}
    name = "adaptiveCard/action"
    return activity(service_url, "invoke", name=name, value=value, replyToId="m7", **parts)


def submit(service_url: str, verb: str = "next", **parts: Any) -> dict[str, Any]:
    """The same button as its Action.Submit fallback: a message with a value and no text."""
    data = parts.pop("data", {"nonce": "n1"}) | {"verb": verb}
    return activity(service_url, **{"value": data, "replyToId": "m7", **parts})


async def gathered(*work: Any) -> list[Any]:
    return list(await asyncio.gather(*work))
