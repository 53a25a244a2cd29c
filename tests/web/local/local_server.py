"""Starts the local pages with the echo bot on a free loopback port."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.web.local import LocalPerson, add_local_routes
from bot.web.local.page import CARD_RENDERER
from tests.web.local.echo_bot import EchoBot

ADA = LocalPerson("0a0a", "Ada Admin", "ada@contoso.example", "Incentives admin")
RAE = LocalPerson("0b0b", "Rae Reviewer", "rae@contoso.example", "Reviewer")
TENANT = "11111111-2222-3333-4444-555555555555"


@dataclass
class LocalServer:
    """The running server: its address, its bot, and where its mails lie."""

    url: str
    bot: EchoBot
    mail_folder: Path
    data_dir: Path


@asynccontextmanager
async def local_server(
    folder: Path, card_renderer: Path = CARD_RENDERER
) -> AsyncIterator[LocalServer]:
    """Run the pages until the block ends."""
    app, bot = web.Application(), EchoBot()
    bot.add_to(app)
    server = TestServer(app, host="127.0.0.1")
    address: Callable[[], str] = lambda: f"http://127.0.0.1:{server.port}"  # noqa: E731
    add_local_routes(
        app,
        data_dir=folder,
        people=(ADA, RAE),
        bot_url=address,
        mail_folder=folder / "outbox",
        tenant_id=TENANT,
        card_renderer=card_renderer,
    )
    async with server:
        yield LocalServer(address(), bot, folder / "outbox", folder)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[LocalServer]:
    async with local_server(tmp_path) as running:
        yield running
