"""Servers that the doctor looks at: Entra with Graph and a mailbox, and web servers with TLS."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.assembly.entra import build_tokens, open_session
from bot.settings import load_settings
from tests.doctor.groups import Groups, Mailbox
from tests.entra.authority import server
from tests.entra.standin import EntraStandIn
from tests.mail.fake_graph import MAILBOX


@pytest.fixture
def groups():
    return Groups()


@pytest.fixture
def exchange():
    return Mailbox()


@pytest.fixture
async def standin(tmp_path, groups, exchange):
    running = EntraStandIn(routes=[*groups.routes(), *exchange.routes()])
    running.permissions.add("Mail.Send")
    groups.graph = running.graph
    await running.start(tmp_path)
    yield running
    await running.stop()


@pytest.fixture
def configured(standin, tmp_path):
    """Give the settings of a production towards the stand-in, with changes."""

    def make(**given):
        usual = {
            "profile": "production",
            "public_url": "https://claims.contoso.example",
            "data_dir": tmp_path / "var",
            "database_url": "postgresql+asyncpg://nobody@127.0.0.1:1/claims",
            "secret": "s" * 32,
            "mail": "graph",
            "mail_from": MAILBOX,
            **standin.settings,
            "admins": "0a1b2c3d-0000-4000-8000-00000000ada1",
            "partner_name": "Contoso Consulting",
            "partner_domains": "contoso.example",
        }
        return load_settings({}, _env_file=None, **(usual | given))

    return make


@pytest.fixture
async def session(configured):
    async with open_session(configured()) as opened:
        yield opened


@pytest.fixture
def heard():
    """What is logged meanwhile."""
    with capture_logs() as lines:
        yield lines


@pytest.fixture
async def tokens_of(heard):
    """Give the tokens of an app by its settings."""
    async with AsyncExitStack() as stack:
        yield lambda settings: build_tokens(settings, stack)


@asynccontextmanager
async def serving(*routes: web.AbstractRouteDef, tls: bool = True, port: int = 0):
    """Serve routes on this machine; give the address."""
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(
        runner, "127.0.0.1", port, ssl_context=server().shown() if tls else None
    ).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"{'https' if tls else 'http'}://{host}:{port}"
    finally:
        await runner.cleanup()


@pytest.fixture
def serve():
    return serving


@pytest.fixture
async def plain_session():
    async with aiohttp.ClientSession() as opened:
        yield opened
