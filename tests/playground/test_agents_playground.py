"""The whole way of a claim in a chat client nobody here wrote, up to news that come by themselves.

The Agents Playground draws cards with the parts Teams itself is made of, presses buttons with its
own code, and answers as the channel does. It cannot attach files: the proof comes as an activity of
its "Mock an Activity" menu.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from bot.local_profile import LOCAL_REVIEWER
from tests.browser.chat_page import NO_BROWSER, ChatPage, find_browser, running_browser
from tests.browser.claim_story import SUMMARY, signed_pdf
from tests.browser.product import RunningProduct
from tests.playground.playground import PERSONAL_CHAT, missing, running_playground
from tests.ports import free_port

pytestmark = [
    pytest.mark.playground,
    pytest.mark.browser,
    pytest.mark.skipif(bool(missing()), reason=missing() or "-"),
    pytest.mark.skipif(find_browser() is None, reason=NO_BROWSER),
]
SIZE: ViewportSize = {"width": 1200, "height": 1000}
expect.set_options(timeout=20_000)
DOWNLOAD_INFO = "application/vnd.microsoft.teams.file.download.info"


class Playground:
    """Its window, used by what a person reads on it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def card(self, headline: str) -> Locator:
        """Give the newest card that says this."""
        return self.page.locator(".ac-adaptiveCard").filter(has_text=headline).last

    async def press(self, title: str) -> None:
        """Press the newest button of this title."""
        await self.page.get_by_role("button", name=title, exact=True).last.click()

    async def pick(self, *values: str) -> None:
        """Check radio buttons by their value."""
        for value in values:
            await self.page.locator(f'input[value="{value}"]').last.check()

    async def tick(self, *titles: str) -> None:
        """Tick boxes by their words, which their names end with."""
        for title in titles:
            name = re.compile(rf"(^|\W){re.escape(title)}$")
            await self.page.get_by_role("checkbox", name=name).last.check()

    async def fill(self, hint: str, text: str) -> None:
        """Fill the newest field whose hint begins with this."""
        await self.page.locator(f'[placeholder^="{hint}"]').last.fill(text)

    async def pick_from_list(self, hint: str, title: str) -> None:
        """Open the newest drop-down whose hint begins with this and pick a line."""
        await self.page.locator(f'[placeholder^="{hint}"]').last.click()
        await self.page.get_by_role("option").filter(has_text=title).click()

    async def pick_day(self, hint: str, day: date) -> None:
        """Pick a day of this month in the newest calendar whose hint begins with this."""
        await self.page.locator(f'[placeholder^="{hint}"]').last.click()
        await self.page.get_by_label(f"{day.day}, {day:%B}, {day.year}", exact=True).click()

    async def mock(self, **parts: Any) -> None:
        """Send an activity of one's own, from the template it offers."""
        api = f"{self.url}/_internal/v1/customActivities"
        query = f"conversationId={PERSONAL_CHAT}"
        template = await self.page.request.get(f"{api}/template?{query}")
        sent = await self.page.request.post(api, data=await template.json() | parts)
        assert sent.ok


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with running_browser() as started:
        yield started


@pytest.fixture
async def alex(
    browser: Browser, product: RunningProduct, tmp_path: Path
) -> AsyncIterator[Playground]:
    """Alex's window of the Playground; Alex has the admin's object id."""
    async with running_playground(tmp_path / "playground", product.url, free_port()) as url:
        context = await browser.new_context(viewport=SIZE, timezone_id="UTC", locale="en-US")
        page = await context.new_page()
        page.set_default_timeout(20_000)
        await page.goto(url)
        yield Playground(page, url)
        await context.close()


async def test_a_claim_is_made_and_its_news_arrive(
    alex: Playground, browser: Browser, product: RunningProduct, tmp_path: Path
) -> None:
    await expect(alex.card("Hello Alex.")).to_be_visible()
    await make_draft(alex)
    await send_proof(alex, product, tmp_path)
    await submit(alex)
    await begin_review(browser, product)
    news = alex.card("the review has begun")
    await expect(news).to_be_visible()
    repainted = alex.page.locator(".ac-adaptiveCard").filter(has_text="● Under review")
    await expect(repainted.first).to_be_visible()
    claim = await product.assistant.store.unit().claim(None, 1001)
    assert claim
    assert claim.status == "under_review"
    assert [file.name for file in claim.poe_files] == ["Fabrikam-proof.pdf"]
    assert set(claim.workloads) == {"teams", "exchange_online"}


async def make_draft(alex: Playground) -> None:
    await alex.press("Start a claim")
    await alex.pick("modern_work_security", "use_or_consume")
    await alex.press("Next")
    await alex.fill("Customer,", "Fabrikam")
    await alex.fill("Domain", "fabrikam.example")
    await alex.pick_from_list("Partner ID", "Contoso Seattle")
    await alex.press("Next")
    await alex.tick("Teams", "Exchange Online")
    await alex.press("Next")
    await alex.fill("Contact, first", "Casey Customer")
    await alex.fill("Job title", "IT director")
    await alex.fill("E-mail at the customer", "casey@fabrikam.example")
    await alex.press("Next")
    await expect(alex.card("Is everything right?")).to_contain_text("casey@fabrikam.example")
    await alex.press("Add customer")
    await expect(alex.card("Fabrikam is a draft")).to_be_visible()


async def send_proof(alex: Playground, product: RunningProduct, folder: Path) -> None:
    """Send a proof file the way Teams describes one."""
    await alex.press("Upload PoE")
    await expect(alex.card("Send the proof")).to_be_visible()
    proof = signed_pdf(folder)
    content: FilePayload = {
        "name": proof.name,
        "mimeType": "application/pdf",
        "buffer": proof.read_bytes(),
    }
    answer = await alex.page.request.post(f"{product.url}/local/files", multipart={"file": content})
    file_id = (await answer.json())["files"][0]["id"]
    address = f"{product.url}/local/files/{file_id}"
    info = {"downloadUrl": address, "uniqueId": file_id, "fileType": "pdf"}
    attachment = {"contentType": DOWNLOAD_INFO, "name": proof.name, "content": info}
    await alex.mock(type="message", text="", attachments=[attachment])
    ready, late = alex.card("Describe the proof"), alex.card("all files are checked")
    await expect(ready.or_(late).last).to_be_visible()
    if await late.count():
        await alex.press("Continue")
    await expect(ready).to_be_visible()


async def submit(alex: Playground) -> None:
    await alex.fill("What you did", SUMMARY)
    await alex.pick_day("Date of the customer", datetime.now(UTC).date())
    for box in await alex.card("Describe the proof").get_by_role("checkbox").all():
        await box.check()
    await alex.press("Submit claim")
    await expect(alex.card("your claim is on its way")).to_be_visible()


async def begin_review(browser: Browser, product: RunningProduct) -> None:
    """Have the reviewer begin, on the assistant's own chat page."""
    rae = await ChatPage.in_browser(browser, product.url)
    await rae.open(LOCAL_REVIEWER)
    await rae.type("review")
    await rae.wait_for_card("Review queue")
    await rae.press("Begin review")
    await rae.wait_for_card("Contoso Consulting for Fabrikam")
    await rae.close()
