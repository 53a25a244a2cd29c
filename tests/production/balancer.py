"""What stands before the copies: ends TLS, gives each request to the next copy that takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import aiohttp
from aiohttp import web

from tests.entra.authority import server

_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class Copy(Protocol):
    """A copy of the assistant."""

    port: int


class Balancer:
    """Passes everything on; a copy that is not there is passed by."""

    def __init__(self) -> None:
        self.copies: list[Copy] = []
        self.served: list[int] = []
        """Ports of the copies that answered, in order."""
        self.on_arrival: Callable[[Copy], Awaitable[None]] | None = None
        """Called once, as soon as the next activity was handed to a copy."""
        self.url = ""
        self._turn = 0
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True), cookie_jar=aiohttp.DummyCookieJar()
        )
        app = web.Application(client_max_size=40_000_000)
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=server().shown()).start()
        self.url = f"https://localhost:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner and self._session:
            await self._runner.cleanup()
            await self._session.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        for _ in self.copies:
            self._turn += 1
            copy = self.copies[self._turn % len(self.copies)]
            try:
                return await self._ask(copy, request, body)
            except aiohttp.ClientConnectorError:
                continue
            except aiohttp.ClientError:
                return web.Response(status=502)
        return web.Response(status=503)

    async def _ask(self, copy: Copy, request: web.Request, body: bytes) -> web.Response:
        assert self._session
        headers = {name: text for name, text in request.headers.items() if name.lower() not in _HOP}
        headers["X-Forwarded-For"] = request.remote or ""
        asking = asyncio.ensure_future(
            self._session.request(
                request.method,
                f"http://127.0.0.1:{copy.port}{request.raw_path}",
                data=body,
                headers=headers,
                allow_redirects=False,
            )
        )
        if self.on_arrival and request.path == "/api/messages":
            seize, self.on_arrival = self.on_arrival, None
            await seize(copy)
        async with await asking as response:
            content = await response.read()
            kept = {k: v for k, v in response.headers.items() if k.lower() not in _HOP}
            self.served.append(copy.port)
            return web.Response(status=response.status, body=content, headers=kept)
