"""A browser for the tests, or a skip that says why there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from bot.web.local.page import CARD_RENDERER
from tests.browser.chat_page import NO_BROWSER, ChatPage, find_browser, running_browser
from tests.browser.product import RunningProduct, product
from tests.web.local.local_server import server

__all__ = ["product", "server"]

expect.set_options(timeout=15_000)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless browser of its own for each test."""
    if find_browser() is None:
        pytest.skip(NO_BROWSER)
    if not CARD_RENDERER.is_file():
        pytest.skip("Microsoft's card renderer (adaptivecards.min.js) is not installed")
    async with running_browser() as started:
        yield started


@pytest.fixture
async def ada(browser: Browser, product: RunningProduct) -> AsyncIterator[ChatPage]:
    """The admin's open chat; nothing foreign may be asked for and nothing may go wrong silently."""
    chat = await ChatPage.in_browser(browser, product.url, timezone_id="UTC")
    await chat.open()
    await chat.wait_for_card("Hello Ada")
    yield chat
    assert (chat.errors, chat.foreign_requests) == ([], [])
    await chat.close()
