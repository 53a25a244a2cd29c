"""Drives the local chat page as a person would, so that whole conversations are short to write."""

from __future__ import annotations

import base64
import mimetypes
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    async_playwright,
    expect,
)

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

NO_BROWSER = "no Chromium or Chrome on this machine"

_DROP = """
async (files) => {
  const transfer = new DataTransfer();
  for (const file of files) {
    const bytes = Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
    transfer.items.add(new File([bytes], file.name, { type: file.type }));
  }
  for (const kind of ["dragover", "drop"]) {
    const options = { bubbles: true, cancelable: true, dataTransfer: transfer };
    document.getElementById("feed").dispatchEvent(new DragEvent(kind, options));
  }
}
"""


def find_browser() -> str | None:
    """Give the path of an installed browser, or None."""
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


@asynccontextmanager
async def running_browser() -> AsyncIterator[Browser]:
    """Run a headless browser; call only where `find_browser` found one."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_browser(), args=list(_FLAGS)
        )
        try:
            yield browser
        finally:
            await browser.close()


class ChatPage:
    """One tab with the chat; collects what must never happen: console errors, foreign requests."""

    def __init__(self, page: Page, base_url: str, patience: float = 15.0) -> None:
        self.page = page
        self.base_url = base_url
        self.errors: list[str] = []
        self.foreign_requests: list[str] = []
        self._patience = patience * 1000
        page.set_default_timeout(self._patience)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._on_request)

    @classmethod
    async def in_browser(cls, browser: Browser, base_url: str, **context: Any) -> ChatPage:
        """Give a new tab; `context` sets for example `viewport` or `color_scheme`."""
        settings: dict[str, Any] = {"viewport": {"width": 720, "height": 760}, "locale": "en-US"}
        opened: BrowserContext = await browser.new_context(**settings | context)
        return cls(await opened.new_page(), base_url)

    async def open(self, person: str = "") -> None:
        """Open the chat as the person with this object id (the first person if empty)."""
        query = f"?person={person}" if person else ""
        await self.page.goto(f"{self.base_url}/{query}")
        await self.page.wait_for_selector(f"body[data-ready{_equals(person)}]")

    async def switch_to(self, name: str) -> None:
        """Switch to another person through the menu in the bar."""
        await self.page.locator("#person").click()
        entry = self.page.get_by_role("menuitemradio", name=name)
        person = await entry.get_attribute("data-person") or ""
        await entry.click()
        await self.page.wait_for_selector(f"body[data-ready{_equals(person)}]")

    async def type(self, text: str) -> None:
        """Type a message and send it with Enter."""
        await self.page.fill("#text", text)
        await self.page.press("#text", "Enter")

    def messages(self) -> Locator:
        """Give all messages of both sides, oldest first."""
        return self.page.locator("#log > .message")

    def cards(self) -> Locator:
        """Give all cards, oldest first."""
        return self.page.locator("#log .card")

    def last_card(self) -> Locator:
        """Give the newest card."""
        return self.cards().last

    async def wait_for_card(self, headline: str) -> Locator:
        """Wait until the newest card with this headline (or part of it) is there, and ready."""
        card = (
            self.cards().filter(has=self.page.get_by_role("heading").filter(has_text=headline)).last
        )
        await expect(card).to_be_visible(timeout=self._patience)
        await expect(card).not_to_have_attribute("aria-busy", "true", timeout=self._patience)
        return card

    async def wait_for_text(self, text: str) -> Locator:
        """Wait until the newest message of the assistant that says this is there."""
        message = self.page.locator("#log > .message.bot").filter(has_text=text).last
        await expect(message).to_be_visible(timeout=self._patience)
        return message

    async def press(self, title: str, card: Locator | None = None) -> None:
        """Press a button by its title, on the newest card that has it."""
        inside = card or self.page.locator("#log")
        await inside.get_by_role("button", name=title, exact=True).last.click()

    async def press_in_row(self, row: str, title: str) -> None:
        """Press a button of a list row that shows this text, on the newest card."""
        rows = self.last_card().locator(".ac-columnSet").filter(has_text=row)
        buttons = rows.last.locator("button", has_text=title)
        await buttons.first.click()

    async def fill(self, input_id: str, value: str) -> None:
        """Fill a text, number or date input of the newest card that has it."""
        await self._input(input_id).fill(value)

    async def choose(self, input_id: str, value: str) -> None:
        """Choose one value of a drop-down or a group of radio buttons."""
        field = self._input(input_id)
        if await field.evaluate("(element) => element.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await self._option_in_group(field, value).check()

    async def tick(self, input_id: str, *values: str, on: bool = True) -> None:
        """Tick (or clear) a toggle, or these values of a list of boxes."""
        field = self._input(input_id)
        boxes = [self._option_in_group(field, value) for value in values]
        for box in boxes or [field.locator("input[type=checkbox]").first]:
            await box.set_checked(on)

    async def attach(self, paths: Sequence[Path], text: str = "") -> None:
        """Attach files with the paperclip and send them in one message."""
        await self.page.set_input_files("#files", [str(path) for path in paths])
        await self.type(text)

    async def drop(self, paths: Sequence[Path], text: str = "") -> None:
        """Drop files into the chat and send them in one message."""
        await self.page.evaluate(_DROP, [_as_dropped(path) for path in paths])
        await self.type(text)

    async def mails(self) -> list[dict[str, Any]]:
        """Give the mails sent so far, newest first (id, subject, from, to, at, text, html)."""
        response = await self.page.request.get(f"{self.base_url}/local/mail.json")
        mails: list[dict[str, Any]] = await response.json()
        return mails

    async def close(self) -> None:
        """Close the tab and what belongs to it."""
        await self.page.context.close()

    def _input(self, input_id: str) -> Locator:
        return self.page.locator(f'#log [data-input="{input_id}"]').last

    @staticmethod
    def _option_in_group(field: Locator, value: str) -> Locator:
        return field.locator(f'input[value="{value}"]')

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in _LOOPBACK:
            self.foreign_requests.append(request.url)


def _equals(value: str) -> str:
    return f'="{value}"' if value else ""


def _as_dropped(path: Path) -> dict[str, str]:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return {
        "name": path.name,
        "type": kind,
        "base64": base64.b64encode(path.read_bytes()).decode(),
    }
