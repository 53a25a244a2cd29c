"""A browser for the tests, or a skip that says why there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from bot.web.local.page import CARD_RENDERER
from tests.browser.chat_page import NO_BROWSER, find_browser, running_browser


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless browser of its own for each test."""
    if find_browser() is None:
        pytest.skip(NO_BROWSER)
    if not CARD_RENDERER.is_file():
        pytest.skip("Microsoft's card renderer (adaptivecards.min.js) is not installed")
    async with running_browser() as started:
        yield started
