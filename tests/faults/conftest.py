"""Whole assistants to break: in this process with a clock to move, or as a process to kill."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.driver import Connector
from tests.conversations.keeping import ada, keeping, product, start
from tests.faults.process import Process
from tests.observing.log_lines import logs

__all__ = ["ada", "keeping", "logs", "process", "product", "start"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("faults")


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[Process]:
    async with Process(tmp_path / "var", connector=Connector()) as running:
        yield running
