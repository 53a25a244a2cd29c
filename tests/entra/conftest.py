"""The running stand-in."""

from collections.abc import AsyncIterator

import pytest

from tests.entra.standin import EntraStandIn


@pytest.fixture
async def standin(tmp_path) -> AsyncIterator[EntraStandIn]:
    running = EntraStandIn()
    await running.start(tmp_path)
    yield running
    await running.stop()
