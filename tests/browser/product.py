"""Runs the whole assistant as `make run` does, on a free port and in a folder of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

import app
from bot.claims.ports import Clock
from bot.settings import load_settings
from tests.ports import free_port


@dataclass(frozen=True)
class RunningProduct:
    """The assembled assistant and where it listens."""

    url: str
    assistant: app.Assistant


@asynccontextmanager
async def running_product(
    folder: Path, *, clock: Clock | None = None, **settings: Any
) -> AsyncIterator[RunningProduct]:
    """Run the assistant with its jobs, its data in `folder`, and the real time unless told."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    given = {"data_dir": folder, "port": port, **settings}
    assistant = await app.build(
        load_settings({}, _env_file=None, **given), address=url, clock=clock
    )
    runner = web.AppRunner(assistant.web, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        assistant.start_jobs()
        yield RunningProduct(url, assistant)
    finally:
        await runner.cleanup()
        await assistant.close()


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[RunningProduct]:
    """The whole assistant with its jobs, on the real time."""
    async with running_product(tmp_path / "var") as running:
        yield running
