"""A whole Modern Work claim in a real browser, up to the customer who declines it by mail."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.chat_page import ChatPage
from tests.browser.claim_story import (
    SIX_WORKLOADS,
    add_customer,
    agenda_docx,
    at_submission,
    choose_modern_work,
    name_contacts,
    name_customer,
    pick_workloads,
    signed_pdf,
    submit,
)
from tests.browser.product import RunningProduct

pytestmark = pytest.mark.browser


async def test_six_workloads_two_proofs_and_a_customer_who_declines(
    ada: ChatPage, browser: Browser, product: RunningProduct, tmp_path: Path
) -> None:
    await choose_modern_work(ada)
    await name_customer(ada)
    await pick_workloads(ada)
    review = await name_contacts(ada)
    await expect(review).to_contain_text("6 chosen")
    await add_customer(ada)
    await send_two_proofs(ada, tmp_path)
    status = await submit(ada, datetime.now(UTC).date())
    await expect(status).to_contain_text("◐ Submitted")
    message = await message_id(ada)
    await answer(browser, await link_in_the_mailbox(ada, product), "decline")
    news = await ada.wait_for_text("the customer declined, and the claim is closed")
    assert await news.get_attribute("data-id") != message
    changed = ada.page.locator(f'[data-id="{message}"]')
    await expect(changed).to_contain_text("We work with another partner now.")
    await expect(changed).not_to_contain_text("your claim is on its way")
    claim = await product.assistant.store.unit().claim(None, 1001)
    assert claim
    assert set(claim.workloads) == set(SIX_WORKLOADS)
    assert {file.name for file in claim.poe_files} == {"Fabrikam-proof.pdf", "Training-agenda.docx"}


async def send_two_proofs(chat: ChatPage, folder: Path) -> None:
    """Attach one file with the paperclip and drop the other into the chat."""
    await chat.press("Upload PoE")
    await chat.wait_for_card("Send the proof")
    await chat.attach([signed_pdf(folder)])
    await at_submission(chat)
    await chat.drop([agenda_docx(folder)])
    listed = chat.cards().filter(has_text="Training-agenda.docx").last
    await expect(listed).to_contain_text(
        re.compile(r"agenda\.docx\s*\d+ KB · checked [\d:]+ · safe")
    )


async def message_id(chat: ChatPage) -> str:
    """Give the id of the message with the newest status card."""
    shown = chat.page.locator("#log > .message", has_text="your claim is on its way").last
    return await shown.get_attribute("data-id") or ""


async def link_in_the_mailbox(chat: ChatPage, product: RunningProduct) -> str:
    """Open the mailbox in a second tab and give the address of the mail's one button."""
    mailbox = await chat.page.context.new_page()
    await mailbox.goto(f"{product.url}/local/mail")
    subject = mailbox.get_by_role("heading", name="Please check: Contoso Consulting asks")
    await expect(subject).to_be_visible()
    link = mailbox.frame_locator("#mail iframe").locator('a[href*="/consent/"]').first
    address = await link.get_attribute("href") or ""
    await mailbox.close()
    return address


async def answer(browser: Browser, link: str, decision: str) -> None:
    """Answer as the customer does, in a browser that runs no script."""
    context = await browser.new_context(java_script_enabled=False, locale="en-US")
    page = await context.new_page()
    await page.goto(link)
    await fill_in(page, decision)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you, Casey")
    await context.close()


async def fill_in(page: Page, decision: str) -> None:
    await page.check(f"#decision-{decision}")
    await page.fill("#name", "Casey Customer")
    await page.fill("#reason", "We work with another partner now.")
    await page.check("#may")
    await page.get_by_role("button").click()
