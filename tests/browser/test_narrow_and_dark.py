"""A phone's width and the dark theme: no screen needs sideways scrolling, and all can be read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.chat_page import ChatPage
from tests.browser.claim_story import (
    add_customer,
    at_submission,
    choose_modern_work,
    name_contacts,
    name_customer,
    pick_workloads,
    signed_pdf,
    submit,
)
from tests.browser.contrast import texts_of_low_contrast
from tests.browser.product import RunningProduct

pytestmark = pytest.mark.browser

_TOO_WIDE = """
() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page");
  for (const card of document.querySelectorAll(".card, main > :not(#log)")) {
    const right = Math.min(card.getBoundingClientRect().right, innerWidth);
    for (const one of card.querySelectorAll("*")) {
      const box = one.getBoundingClientRect();
      if (box.width && box.right > right + 0.5) found.push(`${one.className}: ${one.textContent}`);
    }
  }
  return found;
}
"""


@pytest.fixture
async def phone(browser: Browser, product: RunningProduct) -> AsyncIterator[ChatPage]:
    """Ada's chat on a small dark screen."""
    size = {"width": 360, "height": 740}
    chat = await ChatPage.in_browser(
        browser, product.url, viewport=size, color_scheme="dark", timezone_id="UTC"
    )
    await chat.open()
    await chat.wait_for_card("Hello Ada")
    yield chat
    assert (chat.errors, chat.foreign_requests) == ([], [])
    await chat.close()


async def looks_right(chat: ChatPage) -> None:
    """Check what is on the screen now."""
    assert await chat.page.evaluate(_TOO_WIDE) == []
    assert await texts_of_low_contrast(chat.page) == []


async def test_a_claim_fits_a_small_dark_screen(phone: ChatPage, tmp_path: Path) -> None:
    await looks_right(phone)
    await choose_modern_work(phone)
    await phone.wait_for_card("Who is the customer")
    await looks_right(phone)
    await name_customer(phone)
    await phone.wait_for_card("Which workloads")
    await looks_right(phone)
    await pick_workloads(phone)
    await name_contacts(phone)
    await looks_right(phone)
    await add_customer(phone)
    await phone.press("Upload PoE")
    await phone.wait_for_card("Send the proof")
    await phone.attach([signed_pdf(tmp_path)])
    await at_submission(phone)
    await looks_right(phone)
    await submit(phone, datetime.now(UTC).date())
    await phone.type("my claims")
    await phone.wait_for_card("My claims")
    await looks_right(phone)


async def test_mailbox_and_customer_page_fit_it_too(
    phone: ChatPage, product: RunningProduct, tmp_path: Path
) -> None:
    await choose_modern_work(phone)
    await name_customer(phone)
    await pick_workloads(phone)
    await name_contacts(phone)
    await add_customer(phone)
    await phone.press("Upload PoE")
    await phone.attach([signed_pdf(tmp_path)])
    await at_submission(phone)
    await submit(phone, datetime.now(UTC).date())
    await phone.page.goto(f"{product.url}/local/mail")
    link = phone.page.frame_locator("#mail iframe").locator('a[href*="/consent/"]').first
    address = await link.get_attribute("href") or ""
    await looks_right(phone)
    await phone.page.goto(address)
    await looks_right(phone)
