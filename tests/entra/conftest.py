"""The running stand-in."""

from collections.abc import AsyncIterator

import pytest

from tests.clocks import seconds
from tests.entra.standin import EntraStandIn

__all__ = ["seconds"]


@pytest.fixture
async def standin(tmp_path) -> AsyncIterator[EntraStandIn]:
    running = EntraStandIn()
    await running.start(tmp_path)
    yield running
    await running.stop()
