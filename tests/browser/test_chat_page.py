"""The local chat page in a real browser: everything a person can do on it, with the echo bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.chat_page import ChatPage
from tests.web.local.local_server import ADA, RAE, LocalServer

pytestmark = pytest.mark.browser


@pytest.fixture
async def chat(browser: Browser, server: LocalServer) -> AsyncIterator[ChatPage]:
    """Ada's open chat; nothing foreign may be asked for and nothing may go wrong silently."""
    page = await ChatPage.in_browser(browser, server.url)
    await page.open(ADA.object_id)
    await page.wait_for_text("Hello Ada Admin")
    yield page
    assert page.errors == []
    assert page.foreign_requests == []
    await page.close()


async def test_a_claim_step_is_filled_and_replaced_in_place(
    chat: ChatPage, server: LocalServer
) -> None:
    await chat.type("new claim")
    card = await chat.wait_for_card("Who is it for")
    await chat.press("Next")
    await expect(card).to_contain_text("✕ Choose a customer.")
    assert [one["type"] for one in server.bot.received].count("invoke") == 0
    await chat.choose("customer_name", "northwind")
    await chat.choose("partner_role", "role_1")
    await chat.press("Next")
    review = await chat.wait_for_card("Is everything right?")
    await expect(chat.cards()).to_have_count(1)
    await expect(review).to_be_focused()
    action = server.bot.received[-1]["value"]["action"]
    assert action["verb"] == "next"
    assert action["data"]["customer_name"] == "northwind"
    assert action["data"]["partner_role"] == "role_1"
    assert action["data"]["claim_id"] == 1042


async def test_a_button_without_inputs_skips_the_checks(
    chat: ChatPage, server: LocalServer
) -> None:
    await chat.type("new claim")
    card = await chat.wait_for_card("Who is it for")
    await chat.press("Help me choose")
    note = chat.page.get_by_role("status").filter(has_text="Which products")
    await expect(note).to_be_visible()
    await expect(card.get_by_role("button", name="Help me choose")).to_be_focused()
    assert "customer_name" not in server.bot.received[-1]["value"]["action"]["data"]


async def test_every_kind_of_input_can_be_filled(chat: ChatPage, server: LocalServer) -> None:
    await chat.type("customer")
    await chat.wait_for_card("Who is the customer?")
    await chat.fill("customer_name", "Fabrikam GmbH")
    await chat.fill("poe_signed_on", "2026-05-28")
    await chat.fill("comments", "two\nlines")
    await chat.tick("opt_out_of_incentive")
    await chat.press("Next")
    await chat.wait_for_card("Is everything right?")
    data = server.bot.received[-1]["value"]["action"]["data"]
    assert data["customer_name"] == "Fabrikam GmbH"
    assert data["poe_signed_on"] == "2026-05-28"
    assert data["comments"] == "two\nlines"
    assert data["opt_out_of_incentive"] == "true"


async def test_a_card_is_still_while_its_press_is_under_way(
    chat: ChatPage, server: LocalServer
) -> None:
    await chat.type("submitted")
    card = await chat.wait_for_card("on its way")
    server.bot.hold.clear()
    await chat.press("Withdraw claim")
    await expect(card).to_have_attribute("aria-busy", "true")
    assert await card.evaluate("(element) => element.inert")
    server.bot.hold.set()
    refused = chat.page.get_by_role("alert").filter(has_text="You may not withdraw")
    await expect(refused).to_be_visible()
    await expect(card).not_to_have_attribute("aria-busy", "true")
    await expect(card.get_by_role("button", name="Withdraw claim")).to_be_focused()


async def test_a_message_that_fails_says_so(chat: ChatPage) -> None:
    await chat.type("break")
    failed = chat.page.get_by_role("alert").filter(has_text="did not get this")
    await expect(failed).to_be_visible()


async def test_shift_enter_makes_a_line_and_text_stays_text(
    chat: ChatPage, server: LocalServer
) -> None:
    await chat.page.fill("#text", "one <b>")
    await chat.page.press("#text", "Shift+Enter")
    await chat.page.keyboard.type("two")
    await chat.page.press("#text", "Enter")
    reply = await chat.wait_for_text("You said")
    await expect(reply.locator("strong")).to_have_text("one <b>two")
    assert server.bot.received[-1]["text"] == "one <b>\ntwo"
    await expect(chat.page.locator("#text")).to_be_focused()


@pytest.mark.parametrize("gesture", ["attach", "drop"])
async def test_several_files_are_sent_at_once(
    chat: ChatPage, server: LocalServer, tmp_path: Path, gesture: str
) -> None:
    paths = [tmp_path / "Fabrikam-proof.pdf", tmp_path / "Training-agenda.docx"]
    for path in paths:
        path.write_bytes(path.name.encode() * 100)
    await (chat.attach(paths) if gesture == "attach" else chat.drop(paths))
    await chat.wait_for_text("Received Fabrikam-proof.pdf, Training-agenda.docx")
    bubble = chat.page.locator(".message.person .bubble").last
    await expect(bubble.locator(".chip b")).to_have_text([path.name for path in paths])
    await expect(bubble.locator(".kind")).to_have_text(["PDF", "DOCX"])
    assert server.bot.fetched == {path.name: path.read_bytes() for path in paths}
    await expect(chat.page.locator("#pending li")).to_have_count(0)


async def test_an_offered_file_is_accepted_and_downloaded(chat: ChatPage) -> None:
    await chat.type("export")
    await chat.press("Accept")
    chip = chat.page.locator("a.chip", has_text="claims.csv")
    async with chat.page.expect_download() as download:
        await chip.click()
    path = await (await download.value).path()
    assert path.read_bytes().startswith(b"claim;status")
    await expect(chat.page.get_by_role("button", name="Accept")).to_have_count(0)


async def test_news_arrive_and_change_while_nobody_presses(
    chat: ChatPage, server: LocalServer
) -> None:
    to = server.bot.received[0]
    await server.bot.send(to, kind="typing")
    await expect(chat.page.locator("#typing")).to_be_visible()
    news = await server.bot.send(to, text="Wingtip Toys: approved")
    await chat.wait_for_text("Wingtip Toys: approved")
    await expect(chat.page.locator("#typing")).to_be_hidden()
    await server.bot.update(to, news, text="Wingtip Toys: official")
    await chat.wait_for_text("Wingtip Toys: official")
    await server.bot.delete(to, news)
    await expect(chat.messages().filter(has_text="Wingtip")).to_have_count(0)


async def test_a_reload_and_a_second_tab_show_the_same_chat(
    chat: ChatPage, browser: Browser, server: LocalServer
) -> None:
    await chat.type("review")
    await chat.wait_for_card("Is everything right?")
    await chat.page.reload()
    await chat.wait_for_card("Is everything right?")
    second = await ChatPage.in_browser(browser, server.url)
    await second.open(ADA.object_id)
    await second.type("from the other tab")
    await chat.wait_for_text("from the other tab")
    assert second.errors == []
    await second.close()


async def test_people_switch_and_keep_their_own_chats(chat: ChatPage, server: LocalServer) -> None:
    await chat.type("mine")
    await chat.wait_for_text("You said mine")
    await chat.switch_to("Rae Reviewer")
    await chat.wait_for_text("Hello Rae Reviewer")
    await expect(chat.messages()).to_have_count(1)
    await chat.type("hers")
    await chat.wait_for_text("You said hers")
    assert server.bot.received[-1]["from"]["aadObjectId"] == RAE.object_id
    await chat.switch_to("Ada Admin")
    await chat.wait_for_text("You said mine")
    await expect(chat.messages().filter(has_text="hers")).to_have_count(0)


async def test_news_for_someone_else_show_in_the_menu(chat: ChatPage, server: LocalServer) -> None:
    await chat.switch_to("Rae Reviewer")
    await chat.wait_for_text("Hello Rae Reviewer")
    to_ada = next(one for one in server.bot.received if one["from"]["name"] == ADA.name)
    await server.bot.send(to_ada, text="Fabrikam is approved")
    await expect(chat.page.locator("#person")).to_contain_text("New messages for someone else")
    await chat.page.locator("#person").click()
    entry = chat.page.get_by_role("menuitemradio", name="Ada Admin")
    await expect(entry).to_contain_text("1 new")
    await entry.click()
    await chat.wait_for_text("Fabrikam is approved")
    await expect(chat.page.locator("#person")).not_to_contain_text("New messages")


async def test_a_change_of_theme_keeps_what_was_typed(chat: ChatPage) -> None:
    root = chat.page.locator("html")
    await chat.type("customer")
    await chat.wait_for_card("Who is the customer?")
    await chat.fill("comments", "half typed")
    await expect(root).to_have_attribute("data-theme", "light")
    await chat.page.get_by_role("button", name="Change between light and dark").click()
    await expect(root).to_have_attribute("data-theme", "dark")
    await expect(chat.page.locator('[data-input="comments"]')).to_have_value("half typed")
    await chat.page.reload()
    await expect(root).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("word", ["new claim", "customer", "review", "submitted"])
async def test_a_narrow_window_needs_no_sideways_scrolling(chat: ChatPage, word: str) -> None:
    await chat.page.set_viewport_size({"width": 360, "height": 740})
    await chat.type(word)
    await expect(chat.last_card()).to_be_visible()
    wide = "() => [document.body, document.getElementById('feed'), ...document.querySelectorAll("
    wide += "'.card')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.id)"
    assert await chat.page.evaluate(wide) == []
