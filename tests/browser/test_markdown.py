"""The page's small Markdown shows what Teams shows, and never lets typed text become HTML."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from tests.web.local.local_server import local_server

pytestmark = pytest.mark.browser

CASES = [
    ("plain", "<p>plain</p>"),
    ("**bold** and __bold__", "<p><strong>bold</strong> and <strong>bold</strong></p>"),
    ("*it* and _it_", "<p><em>it</em> and <em>it</em></p>"),
    ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
    ("one\ntwo", "<p>one<br>two</p>"),
    ("one\r\n\r\ntwo", "<p>one</p><p>two</p>"),
    ("- a\n- **b**\n", "<ul><li>a</li><li><strong>b</strong></li></ul>"),
    ("Have:\n- a", "<p>Have:</p><ul><li>a</li></ul>"),
    ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
    ("3. c", '<ol start="3"><li>c</li></ol>'),
    (
        "[page](https://x.example/a?b=1&c=2)",
        '<p><a href="https://x.example/a?b=1&amp;c=2" target="_blank" '
        'rel="noopener noreferrer">page</a></p>',
    ),
    ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
    ("[x](data:text/html,1)", "<p>[x](data:text/html,1)</p>"),
    (r"\[Approve\](http://evil.example)", "<p>[Approve](http://evil.example)</p>"),
    (r"\*not\* \_it\_ \\ \- \. \!", "<p>*not* _it_ \\ - . !</p>"),
    (r"\- no list", "<p>- no list</p>"),
    (r"1\. no list", "<p>1. no list</p>"),
    ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
    ("**<b>**", "<p><strong>&lt;b&gt;</strong></p>"),
    (
        '[a"b](https://x.example/"onmouseover="y)',
        '<p><a href="https://x.example/&quot;onmouseover=&quot;y" target="_blank" '
        'rel="noopener noreferrer">a&quot;b</a></p>',
    ),
    ("snake_case_name and 2*3*4 = 24", "<p>snake_case_name and 2<em>3</em>4 = 24</p>"),
    ("a * b * c, 5 ** 2 ** 3", "<p>a * b * c, 5 ** 2 ** 3</p>"),
    ("◇ Fabrikam · fabrikam.example", "<p>◇ Fabrikam · fabrikam.example</p>"),
    ("", ""),
]


@pytest.fixture
async def page(browser: Browser, tmp_path: Path) -> AsyncIterator[Page]:
    async with local_server(tmp_path) as server:
        opened = await browser.new_page()
        await opened.goto(f"{server.url}/local/mail")
        yield opened
        await opened.close()


async def test_markdown_becomes_safe_html(page: Page) -> None:
    shown = await page.evaluate(
        "async (texts) => { const { markdown } = await import('/local/static/markdown.js');"
        " return texts.map(markdown); }",
        [text for text, _ in CASES],
    )
    assert dict(zip([text for text, _ in CASES], shown, strict=True)) == dict(CASES)


async def test_no_long_input_takes_long(page: Page) -> None:
    hard = ["*" * 5000, "[" * 5000, "_a" * 5000, "\\" * 5001, "[a](" * 2000, "**a " * 2000]
    shown = await page.evaluate(
        "async (texts) => { const { markdown } = await import('/local/static/markdown.js');"
        " return texts.map((text) => markdown(text).length); }",
        hard,
    )
    assert all(length > 0 for length in shown)
