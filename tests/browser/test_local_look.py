"""The local pages can be read in both themes, and the mailbox opens what was sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.chat_page import ChatPage
from tests.browser.contrast import texts_of_low_contrast
from tests.web.local.local_server import ADA, LocalServer, local_server
from tests.web.local.mails import put_mail

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_has_contrast(browser: Browser, server: LocalServer, scheme: str) -> None:
    chat = await ChatPage.in_browser(browser, server.url, color_scheme=scheme)
    await chat.open(ADA.object_id)
    await chat.type("colours")
    await expect(chat.last_card()).to_contain_text("Attention on accent")
    await chat.type("new claim")
    await chat.wait_for_card("Who is it for")
    await chat.press("Next")
    await chat.type("submitted")
    await chat.wait_for_card("on its way")
    await chat.press("Withdraw claim")
    await expect(chat.page.get_by_role("alert").filter(has_text="not withdraw")).to_be_visible()
    await chat.page.locator("#person").click()
    assert await texts_of_low_contrast(chat.page) == []
    await chat.page.goto(f"{server.url}/local/mail")
    put_mail(server.mail_folder, "one", "Please check")
    await expect(chat.page.locator("#list a")).to_have_count(1)
    assert await texts_of_low_contrast(chat.page) == []
    assert (chat.errors, chat.foreign_requests) == ([], [])
    await chat.close()


async def test_mails_appear_by_themselves_and_their_links_open(
    browser: Browser, server: LocalServer
) -> None:
    chat = await ChatPage.in_browser(browser, server.url)
    page = chat.page
    await page.goto(f"{server.url}/local/mail")
    await expect(page.locator("#mail")).to_contain_text("No mails yet")
    put_mail(server.mail_folder, "one", "Please check: Fabrikam", link=f"{server.url}/?person=0b0b")
    await expect(page.get_by_role("heading", name="Please check: Fabrikam")).to_be_visible()
    link = page.frame_locator("#mail iframe").get_by_role("link", name="See the request")
    async with page.context.expect_page() as opened:
        await link.click()
    tab = await opened.value
    await expect(tab.locator(".message.bot")).to_contain_text("Hello Rae Reviewer")
    await page.get_by_role("tab", name="Plain text").click()
    await expect(page.locator("#mail pre")).to_contain_text("answer at")
    assert [mail["subject"] for mail in await chat.mails()] == ["Please check: Fabrikam"]
    assert (chat.errors, chat.foreign_requests) == ([], [])
    await chat.close()


async def test_a_mail_runs_and_loads_nothing(browser: Browser, server: LocalServer) -> None:
    harm = "<script>top.document.title = 'ran'</script><img src='http://tracker.example/1.png'>"
    put_mail(server.mail_folder, "one", "Harmful", more=harm)
    chat = await ChatPage.in_browser(browser, server.url)
    await chat.page.goto(f"{server.url}/local/mail")
    link = chat.page.frame_locator("#mail iframe").get_by_role("link", name="See the request")
    await expect(link).to_be_visible()
    assert await chat.page.title() == "Mailbox · CPOR Claims Assistant"
    assert any("Blocked script execution" in error for error in chat.errors)
    assert any("tracker.example" in error and "violates" in error for error in chat.errors)
    await chat.close()


async def test_a_missing_card_renderer_is_named(browser: Browser, tmp_path: Path) -> None:
    async with local_server(tmp_path, card_renderer=tmp_path / "missing.js") as server:
        chat = await ChatPage.in_browser(browser, server.url)
        await chat.page.goto(server.url)
        await expect(chat.page.locator("main")).to_contain_text("make install")
        assert chat.errors == []
        await chat.close()
