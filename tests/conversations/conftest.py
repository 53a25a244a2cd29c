"""A whole assistant per test, on the embedded default, with a clock that tests move."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from driver import Chat, Connector, MovableClock, Product


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[Product]:
    made = Product(tmp_path / "var", MovableClock(), Connector())
    await made.start()
    yield made
    await made.close()


@pytest.fixture
def ada(product: Product) -> Chat:
    return product.chat()
