"""The template for a proof of execution comes as a Word file, filled in from the claim."""

from __future__ import annotations

import pytest
from docx import Document
from playwright.async_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.claim_story import (
    add_customer,
    choose_modern_work,
    name_contacts,
    name_customer,
    pick_workloads,
)

pytestmark = pytest.mark.browser


async def test_an_accepted_template_is_downloaded_and_opens(ada: ChatPage) -> None:
    await choose_modern_work(ada)
    await name_customer(ada)
    await pick_workloads(ada)
    await name_contacts(ada)
    await add_customer(ada)
    await ada.press("Download template")
    await ada.press("Accept")
    chip = ada.page.locator("a.chip", has_text=".docx").last
    await expect(chip).to_be_visible()
    async with ada.page.expect_download() as download:
        await chip.click()
    path = await (await download.value).path()
    assert (await download.value).suggested_filename.endswith(".docx")
    document = Document(str(path))
    words = [paragraph.text for paragraph in document.paragraphs]
    words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    told = "\n".join(words)
    for word in ("Fabrikam", "Contoso Consulting", "Exchange Online", "Teams Phone"):
        assert word in told
