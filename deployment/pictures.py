"""Makes the pictures of the README from the running assistant.

`python deployment/pictures.py docs/pictures` walks through one claim in a real browser, on a day
that is always Tuesday 9 June 2026, so that pictures change only when the assistant does. It needs
what `make install` brings for the tests.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, ViewportSize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.local_profile import LOCAL_REVIEWER
from deployment.small_png import shrink
from tests.browser import claim_story as story
from tests.browser.chat_page import NO_BROWSER, ChatPage, find_browser, running_browser
from tests.browser.product import RunningProduct, running_product

PUBLIC_URL = "https://claims.contoso.example"
SIGNED_ON = date(2026, 5, 28)
#: Width in CSS pixels, pixels per CSS pixel, theme; the key is what a file's name ends with.
LOOKS = {"": (720, 1.25, "light"), "-dark": (720, 1.25, "dark"), "-360": (360, 2.0, "light")}

#: The list of mails takes 300 of these.
MAIL_WINDOW: ViewportSize = {"width": 1020, "height": 400}

_ALONE = """
(card) => {
  document.activeElement?.blur();
  const shown = card.closest(".message");
  for (const one of document.querySelectorAll("#log > .message")) one.hidden = one !== shown;
  const compose = document.getElementById("compose").offsetHeight;
  return document.querySelector(".bar").offsetHeight + shown.offsetHeight + 40 + compose;
}
"""
_ALL_AGAIN = """
() => { for (const one of document.querySelectorAll("#log > .message")) one.hidden = false; }
"""
_SHORT_LINKS = r"""
(html) => {
  const words = document.createTreeWalker(html, NodeFilter.SHOW_TEXT);
  for (let one = words.nextNode(); one; one = words.nextNode()) {
    one.data = one.data.replace(/(\/consent\/)[\w-]+/g, "$1…");
  }
  return html.scrollHeight;
}
"""


class PictureDay:
    """Time on the day of the pictures; it goes on only from one scene to the next."""

    def __init__(self) -> None:
        self.at = datetime(2026, 6, 9, 9, 41, tzinfo=UTC)

    def now(self) -> datetime:
        """Give the moment of the scene."""
        return self.at

    def later(self, minutes: float) -> None:
        """Go on to the next scene."""
        self.at += timedelta(minutes=minutes)


@dataclass
class Studio:
    """The running assistant, seen by one person in every look at once."""

    product: RunningProduct
    browser: Browser
    clock: PictureDay
    folder: Path
    windows: dict[str, ChatPage]
    table: Page

    @property
    def chat(self) -> ChatPage:
        """Give the window things are pressed in."""
        return self.windows[""]

    async def shoot(self, name: str, headline: str, *looks: str) -> None:
        """Take a card's picture, plain and in these other looks."""
        for look in ("", *looks):
            window = self.windows[look]
            card = await window.wait_for_card(headline)
            await self._alone(window, card)
            await self.keep(f"{name}{look}", await window.page.screenshot())
            await window.page.evaluate(_ALL_AGAIN)

    async def shoot_page(self, name: str, address: str, *looks: str) -> None:
        """Take the picture of a page from top to bottom."""
        for look in ("", *looks):
            page = (await window_of(self.browser, self.product.url, look)).page
            await page.goto(address)
            await self.keep(f"{name}{look}", await page.screenshot(full_page=True))
            await page.context.close()

    async def keep(self, name: str, png: bytes) -> None:
        """Put a picture into the folder, as small as it can be."""
        (self.folder / f"{name}.png").write_bytes(await shrink(self.table, png))

    async def _alone(self, window: ChatPage, card: Locator) -> None:
        """Make the window as high as this one card needs, and the older ones invisible."""
        await window.page.mouse.move(0, 0)
        width = await window.page.evaluate("innerWidth")
        for _ in range(2):  # the height can change the width: a scroll bar goes
            height = await card.evaluate(_ALONE)
            await window.page.set_viewport_size({"width": width, "height": height})


async def window_of(browser: Browser, url: str, look: str) -> ChatPage:
    """Open a window of this look."""
    width, scale, theme = LOOKS[look]
    size = {"width": width, "height": 900}
    return await ChatPage.in_browser(
        browser,
        url,
        viewport=size,
        device_scale_factor=scale,
        color_scheme=theme,
        timezone_id="UTC",
        reduced_motion="reduce",
    )


async def take_all(studio: Studio, drawer: Path) -> None:
    """Walk through one claim and take every picture on the way."""
    await studio.shoot("welcome", "Hello Ada")
    await choose_role(studio)
    await make_claim(studio)
    await prove_and_submit(studio, drawer)
    await look_at_mail(studio)
    await review(studio)


async def choose_role(studio: Studio) -> None:
    """Let the assistant find a role, and show its result."""
    chat = studio.chat
    await chat.type("which role")
    await chat.wait_for_card("Which products")
    await chat.choose("solution_area", "business_applications")
    await chat.press("Next")
    await chat.wait_for_card("What did you do")
    await chat.choose("activity", "adoption_usage")
    await chat.press("Next")
    await chat.wait_for_card("How did the customer")
    await chat.choose("purchase_channel", "volume_licensing")
    await chat.press("Next")
    await studio.shoot("role", "Usage recognition")


async def make_claim(studio: Studio) -> None:
    """Fill a claim in, show its review, and make the draft."""
    await story.choose_modern_work(studio.chat)
    await story.name_customer(studio.chat)
    await story.pick_workloads(studio.chat)
    await story.name_contacts(studio.chat)
    await studio.shoot("review", "Is everything right", "-dark", "-360")
    await story.add_customer(studio.chat)


async def prove_and_submit(studio: Studio, drawer: Path) -> None:
    """Send two files, show them in the list, and submit."""
    chat = studio.chat
    studio.clock.later(minutes=12)
    await chat.press("Upload PoE")
    await chat.wait_for_card("Send the proof")
    await chat.attach([story.signed_pdf(drawer), story.agenda_docx(drawer)])
    await story.at_submission(chat)
    await chat.press("Back")
    await studio.shoot("proof", "Send the proof")
    await chat.press("Continue")
    await chat.wait_for_card("Describe the proof")
    studio.clock.later(minutes=5)
    await story.submit(chat, SIGNED_ON)
    await studio.shoot("submitted", "on its way", "-dark", "-360")


async def look_at_mail(studio: Studio) -> None:
    """Show the mail to the customer, and the page its link opens."""
    page = (await window_of(studio.browser, studio.product.url, "")).page
    await page.set_viewport_size(MAIL_WINDOW)
    await page.goto(f"{studio.product.url}/local/mail")
    mail = page.frame_locator("#mail iframe").locator("html")
    link = mail.locator('a[href*="/consent/"]').first
    address = await link.get_attribute("href") or ""
    height = await mail.evaluate(_SHORT_LINKS)
    top = await page.locator("#mail iframe").evaluate("(one) => one.getBoundingClientRect().top")
    await page.set_viewport_size({"width": MAIL_WINDOW["width"], "height": int(top + height)})
    await studio.keep("mail", await page.locator("#mail").screenshot())
    await page.context.close()
    here = address.replace(PUBLIC_URL, studio.product.url)
    await studio.shoot_page("customer-page", here, "-360")


async def review(studio: Studio) -> None:
    """Show what a reviewer decides by."""
    rae = await window_of(studio.browser, studio.product.url, "")
    studio.clock.later(minutes=60)
    await rae.open(LOCAL_REVIEWER)
    await rae.type("review")
    await rae.wait_for_card("Review queue")
    await rae.press("Begin review")
    studio.windows[""] = rae
    await studio.shoot("decision", "Contoso Consulting for Fabrikam")


async def make_pictures(folder: Path) -> None:
    """Run the assistant on data of its own and put every picture into `folder`."""
    clock = PictureDay()
    async with AsyncExitStack() as stack:
        drawer = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        running = running_product(drawer / "var", clock=clock, public_url=PUBLIC_URL)
        product = await stack.enter_async_context(running)
        browser = await stack.enter_async_context(running_browser())
        windows = {look: await window_of(browser, product.url, look) for look in LOOKS}
        for window in windows.values():
            await window.open()
            await window.wait_for_card("Hello Ada")
        table = await browser.new_page()
        await take_all(Studio(product, browser, clock, folder, windows, table), drawer)


def main() -> None:
    """Read from the command line where the pictures go, and make them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    if find_browser() is None:
        raise SystemExit(NO_BROWSER)
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(make_pictures(folder))


if __name__ == "__main__":
    main()
