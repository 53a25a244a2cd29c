"""Serves the chat page, the mailbox page and the files they are made of."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
CARD_RENDERER = Path(sys.prefix) / "share" / "frontend" / "adaptivecards.min.js"
"""Microsoft's own renderer; the install step puts it there."""


def page_routes(card_renderer: Path = CARD_RENDERER) -> list[web.AbstractRouteDef]:
    """Give the routes of the pages; the chat page says so if the renderer is missing."""

    async def chat(_: web.Request) -> web.StreamResponse:
        name = "chat.html" if await asyncio.to_thread(card_renderer.is_file) else "no_renderer.html"
        return web.FileResponse(STATIC / name)

    async def mail(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "mail.html")

    async def renderer(_: web.Request) -> web.StreamResponse:
        if not await asyncio.to_thread(card_renderer.is_file):
            raise web.HTTPNotFound
        return web.FileResponse(card_renderer)

    return [
        web.get("/", chat),
        web.get("/local/mail", mail),
        web.get("/local/adaptivecards.min.js", renderer),
        web.static("/local/static", STATIC),
    ]
