"""Whole assistants to break: in this process with a clock to move, or as a process to kill."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "conversations"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from driver import Connector  # noqa: E402
from keeping import ada, keeping, product, start  # noqa: E402
from process import Process  # noqa: E402

__all__ = ["ada", "keeping", "process", "product", "start"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("faults")


@pytest.fixture
async def process(tmp_path: Path) -> AsyncIterator[Process]:
    made = Process(tmp_path / "var", connector=Connector())
    await made.start()
    yield made
    await made.close()
