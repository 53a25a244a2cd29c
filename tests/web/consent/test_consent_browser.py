"""The customer's page in a real browser: it can be read, reached and used by everybody."""

import os
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.claims.models import Status
from tests.browser.chat_page import NO_BROWSER, find_browser, running_browser
from tests.browser.contrast import texts_of_low_contrast

pytestmark = pytest.mark.browser

#: Set to a folder to look at the pages; nothing is written otherwise.
PICTURES = os.environ.get("CONSENT_PICTURES")

UNNAMED = """
() => [...document.querySelectorAll("input:not([type=hidden]), textarea, button, a, summary")]
  .filter((node) => !(node.labels?.length || node.textContent.trim()))
  .map((node) => node.outerHTML)
"""
SMALL = """
() => [...document.querySelectorAll(".choice, .tick, button, input[type=text], textarea, summary")]
  .filter((node) => node.checkVisibility())
  .map((node) => [node.outerHTML.slice(0, 60), node.getBoundingClientRect()])
  .filter(([, box]) => box.height < 44 || box.width < 44).map(([name]) => name)
"""


@pytest.fixture
async def browser():
    if find_browser() is None:
        pytest.skip(NO_BROWSER)
    async with running_browser() as started:
        yield started


EVERY_LOOK = [(900, "light"), (360, "light"), (900, "dark"), (360, "dark")]


@pytest.fixture(params=[(900, "light"), (360, "dark")], ids=str)
async def page(request, browser, site):
    """The customer's page as served, at one width and in one theme."""
    width, theme = request.param
    tab = await browser.new_page(
        viewport={"width": width, "height": 800},
        color_scheme=theme,
        device_scale_factor=2 if width == 360 else 1,
        locale="en-GB",
    )
    tab.complaints = []
    tab.on("console", lambda line: tab.complaints.append(line.text))
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.look = f"{width}-{theme}"
    await tab.goto(site.link)
    yield tab
    await tab.close()


async def check(page, name, language="en"):
    """Hold what is true of each page, and keep a picture for whoever asked for one."""
    if PICTURES:
        path = Path(PICTURES) / f"{name}-{page.look}.png"
        await page.screenshot(path=path, full_page=True)
    assert await page.locator("h1").count() == 1
    assert await page.locator("html").get_attribute("lang") == language
    assert await texts_of_low_contrast(page) == []
    assert await page.evaluate(UNNAMED) == []
    assert await page.evaluate(SMALL) == []
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(overflow) == 0
    assert await page.evaluate("getComputedStyle(document.body).fontSize") == "17px"


async def fill_in(page, answer):
    await page.get_by_label(answer).check()
    await page.get_by_label("Your full name").fill("Casey Customer")
    await page.get_by_label("I may answer for Fabrikam.").check()
    await page.get_by_role("button", name="Send my answer").click()


@pytest.mark.parametrize("page", EVERY_LOOK, indirect=True, ids=str)
async def test_the_request_is_fit_to_read_and_nothing_is_preset(page):
    await check(page, "ask")
    assert await page.locator("input:checked").count() == 0
    await expect(page.get_by_label("Your full name")).to_have_value("")
    boxes = [await page.locator(".choice").nth(index).bounding_box() for index in (0, 1)]
    assert boxes[0]["width"] == boxes[1]["width"]
    assert page.complaints == []


LANGUAGES = ["en", "de", "fr", "es", "pt-BR", "ja"]


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_fits_the_page(browser, site, language, width):
    tab = await browser.new_page(
        viewport={"width": width, "height": 800},
        device_scale_factor=2 if width == 360 else 1,
        locale=language,
    )
    tab.look = f"{language}-{width}"
    await tab.goto(site.link)
    await check(tab, "ask", language)
    await tab.locator("button").click()
    await expect(tab.get_by_role("alert")).to_be_focused()
    await check(tab, "errors", language)
    await tab.locator("#decision-decline").check()
    await tab.locator("#name").fill("Casey Customer")
    await tab.locator("#may").check()
    await tab.locator("button").click()
    await expect(tab.get_by_role("alert")).to_have_count(0)
    await check(tab, "declined", language)
    await tab.goto(f"{site.origin}/consent/gone")
    await check(tab, "dead", language)
    await tab.close()


async def test_an_incomplete_answer_moves_the_focus_to_the_summary(page, site):
    await page.get_by_label("Your full name").fill("Casey Customer")
    await page.get_by_role("button", name="Send my answer").click()
    await expect(page.get_by_role("alert")).to_be_focused()
    await expect(page.get_by_role("alert")).to_contain_text("2 things to fix")
    await check(page, "errors")
    assert (await page.title()).startswith("Error: ")
    await page.get_by_role("link", name="Choose Approve or Decline.").click()
    await expect(page.get_by_label("Approve")).to_be_focused()
    await expect(page.get_by_label("Your full name")).to_have_value("Casey Customer")
    assert (await site.world.claim(site.number)).consent.answer is None


async def test_a_decline_by_keyboard_and_then_a_change_of_mind(page, site):
    for _ in range(2):
        await page.keyboard.press("Tab")
    await expect(page.get_by_label("Approve")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Casey Customer")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, Casey.")
    await check(page, "declined")
    await expect(page.get_by_text("The partner will see")).to_be_hidden()
    assert (await site.world.claim(site.number)).status is Status.REJECTED
    await page.get_by_text("Changed your mind? Approve").click()
    await fill_in(page, "Approve")
    await expect(page.get_by_text("You approved on")).to_be_visible()


async def test_an_approval_and_the_way_back(page, site):
    await fill_in(page, "Approve")
    await expect(page.get_by_text("You can decline later with this link.")).to_be_visible()
    await check(page, "approved")
    await page.get_by_text("Changed your mind? Decline").click()
    await page.get_by_role("button", name="Send my answer").click()
    await expect(page.get_by_role("alert")).to_be_focused()
    await check(page, "change-errors")
    await fill_in(page, "Decline")
    await expect(page.get_by_text("You declined on")).to_be_visible()
    assert (await site.world.claim(site.number)).status is Status.REJECTED


async def test_a_dead_link_is_fit_to_read(page, site):
    await page.goto(f"{site.origin}/consent/gone")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "This link does not work any more."
    )
    await check(page, "dead")


async def test_the_address_goes_nowhere_with_a_link(page, site):
    async def refuse(route):
        await route.abort()

    await page.route("https://aka.ms/**", refuse)
    async with page.expect_request("https://aka.ms/**") as asked:
        await page.get_by_role("link", name="aka.ms/about-cpor").click()
    headers = await (await asked.value).all_headers()
    assert site.token not in str(headers)
    assert "referer" not in headers
