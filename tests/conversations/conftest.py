"""Takes the whole assistant from its one place, with a clock that tests move."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Chat
from tests.conversations.keeping import ada, keeping, product, start
from tests.conversations.story import drafted
from tests.entra.standin import standin

__all__ = ["ada", "keeping", "product", "standin", "start"]


@pytest.fixture
async def drafting(ada: Chat) -> Chat:
    """A chat with a draft whose files are asked for; files are believed unless a test says more."""
    ada.product.look_quickly()
    ada.product.wait_for_files()
    await drafted(ada)
    await ada.press("upload_poe")
    return ada
