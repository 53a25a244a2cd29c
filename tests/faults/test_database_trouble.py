"""The database is locked, full or read-only: a sentence, and nothing half written."""

import sqlite3
from contextlib import closing

import pytest

from bot.claims.models import Status
from tests.conversations.driver import words
from tests.conversations.keeping import ON_EMBEDDED
from tests.conversations.later import answer_page, history, link_in, ready, submit, submitted

#: SQLite's own troubles, made from inside its file.
pytestmark = ON_EMBEDDED


def opened(product):
    return closing(sqlite3.connect(product.folder / "claims.db", isolation_level=None))


def refusing(product, table):
    """Let a table take no row any more, as a full disk does in the middle of a transaction."""
    with opened(product) as database:
        database.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON {table} "
            "BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
        )


def mended(product):
    with opened(product) as database:
        database.execute("DROP TRIGGER full")


TABLES = ["history", "outbox", "answered", "consent_links"]


@pytest.mark.parametrize("table", TABLES)
async def test_a_full_disk_in_the_middle_of_a_submission(product, ada, table):
    await ada.arrive()
    number = await ready(ada)
    before, told = await product.claim(number), await history(product, number)
    refusing(product, table)
    await submit(ada)
    assert "Something went wrong on my side." in ada.said
    assert await product.claim(number) == before
    assert await history(product, number) == told
    mended(product)
    await product.work()
    assert product.mails() == []
    await submit(ada)
    await product.work()
    assert (await product.claim(number)).status is Status.SUBMITTED
    assert len(product.mails()) == 1


async def test_a_database_somebody_else_has_locked(product, ada):
    await ada.arrive()
    number = await ready(ada)
    before = await product.claim(number)
    with opened(product) as database:
        database.execute("BEGIN EXCLUSIVE")
        await submit(ada)
        assert "Something went wrong on my side." in ada.said
        database.execute("ROLLBACK")
    assert await product.claim(number) == before
    await submit(ada)
    assert "◐ Submitted" in words(ada.shown)


async def test_the_customer_is_told_to_come_back_and_can(product, ada):
    number = await submitted(ada)
    link = link_in(product.mails()[0])
    refusing(product, "history")
    status, page = await answer_page(product, link, "decline")
    assert status == 503
    assert "You declined" not in page
    assert (await product.claim(number)).consent.answer is None
    mended(product)
    status, page = await answer_page(product, link, "decline")
    assert (status, "You declined" in page) == (200, True)


async def test_a_sent_reply_that_cannot_be_noted_is_a_reply_all_the_same(product, ada):
    await ada.arrive()
    with opened(product) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON answered "
            "BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
        )
    await ada.say("my claims")
    assert ada.status == 200
    assert "No claims yet." in words(ada.shown)


async def test_readiness_says_whether_the_database_fits(product, ada):
    await ada.arrive()
    assert await readiness(product) == 200
    with opened(product) as database:
        database.execute("UPDATE alembic_version SET version_num = 'of another time'")
    assert await readiness(product) == 503


async def readiness(product):
    async with product.session.get(product.url + "/readyz") as response:
        return response.status
