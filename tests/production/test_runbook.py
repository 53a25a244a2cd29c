"""What the runbook promises and lets operators type, tried on the real thing."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.claims.models import Status
from bot.settings import PREFIX, Settings
from storage import open_store
from tests.clocks import MovableClock
from tests.conversations.driver import Connector, Product
from tests.conversations.later import answer_page, link_in, news, submitted

ROOT = Path(__file__).parents[2]
RUNBOOK = (ROOT / "docs/RUNBOOK.md").read_text(encoding="utf-8")


@pytest.fixture
async def product(tmp_path):
    settings = {"secret": "a" * 40}
    async with Product(tmp_path / "var", MovableClock(), Connector(), settings) as running:
        yield running


async def test_a_new_secret_leaves_the_links_that_were_mailed(product):
    ada = product.chat()
    number = await submitted(ada)
    await product.restart(secret="b" * 40)
    _, page = await answer_page(product, link_in(product.mails()[0]), "decline", "Not us")
    assert "You declined" in page
    assert (await product.claim(number)).status is Status.REJECTED


async def test_after_a_new_secret_a_mail_sent_again_ends_the_old_link(product):
    ada = product.chat()
    number = await submitted(ada)
    await product.restart(secret="b" * 40)
    await ada.say(f"claim {number}")
    await ada.press("resend_consent")
    await news(ada)
    old, new = (link_in(path) for path in product.mails())
    _, dead = await answer_page(product, old, "decline", "Not us")
    assert "You declined" not in dead
    _, page = await answer_page(product, new, "decline", "Not us")
    assert "You declined" in page


def statements():
    return [block.strip() for block in re.findall(r"```sql\n(.*?)```", RUNBOOK, re.DOTALL)]


@pytest.fixture
def database_url(postgres_url):
    return postgres_url()


@pytest.mark.postgres
async def test_its_statements_find_and_free_what_was_set_aside(database_url):
    listed, freed = statements()
    store = await open_store(database_url, migrate=False)
    put = (
        "INSERT INTO outbox (id, key, kind, org, claim_id, payload, attempts, created_at,"
        " not_before, parked_at, error) VALUES (4711, 'forget:x', 'forget', 'contoso', 1001,"
        " '{}', 9, now(), now(), now(), 'BlobStoreDown')"
    )
    try:
        await store.database.write(lambda c: c.execute(text(put)).rowcount)
        rows = await store.database.read(lambda c: c.execute(text(listed)).mappings().all())
        assert [(row["id"], row["error"]) for row in rows] == [(4711, "BlobStoreDown")]
        assert await store.database.write(lambda c: c.execute(text(freed)).rowcount) == 1
        assert await store.parked() == []
    finally:
        await store.close()


def test_it_names_settings_that_exist():
    named = set(re.findall(rf"\b{PREFIX}([A-Z_]+)", RUNBOOK))
    assert named <= {name.upper() for name in Settings.model_fields}


def test_it_names_events_that_are_logged():
    said = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    table = RUNBOOK.partition("## What the log says")[2]
    events = re.findall(r"`(\w+\.\w+)`", table)
    assert len(events) > 10
    assert [event for event in events if f'"{event}"' not in said] == []
