"""Questions nobody has an answer for are admitted, and kept without anything personal."""

from __future__ import annotations

from pathlib import Path

from bot.jobs.tidying import Tidying
from bot.settings import load_settings
from deployment.questions import NONE, listed
from tests.conversations.asking import ask, told
from tests.conversations.driver import Chat, words
from tests.conversations.story import at_customer

SECRETS = {
    "name": "Priscilla Quirke",
    "mail": "priscilla.quirke@blueyonder.example",
    "guid": "5e0f3a77-91c4-4c3e-a1f0-77d2c9b1e0aa",
    "phone": "+44 20 7946 0958",
    "customer": "Zephyrine Holdings",
    "url": "https://zephyrine.sharepoint.com/sites/x/Secret%20plan.pdf",
}
CANARY = (
    "Where can {name} ({mail}, {phone}) of {customer} park the car for {guid}, see {url}, please?"
)


async def kept(chat: Chat) -> list[tuple[str, str, int]]:
    assert chat.product.assistant
    rows = await chat.product.assistant.store.questions()
    return [(row.text, row.language, row.count) for row in rows]


async def test_it_is_admitted_and_counted(ada: Chat) -> None:
    for _ in range(2):
        assert (await told(ada, "Where can I park my car?"))[0] == "I don’t know that"
    await told(
        ada.product.chat(("0a1b2c3d-0000-4000-8000-00000000000f", "Otto")),
        "Where can I park my car?",
    )

    [(text, language, count)] = await kept(ada)
    assert text.startswith("where can i ")
    assert text.endswith("?")
    assert (language, count) == ("en", 3)


async def test_an_answered_question_is_not_kept(ada: Chat) -> None:
    await told(ada, "Can the customer say no after approval?")
    assert await kept(ada) == []


async def test_nothing_personal_reaches_the_database(ada: Chat) -> None:
    await ask(ada, CANARY.format(**SECRETS))
    [(text, _, _)] = await kept(ada)
    assert "…" in text

    parts = [part for secret in SECRETS.values() for part in secret.replace("/", " ").split()]
    for row in await everything(ada):
        assert not [part for part in parts if len(part) > 3 and part.casefold() in row.casefold()]


async def everything(chat: Chat) -> list[str]:
    """Give every row of every table as text."""
    assert chat.product.assistant
    tables = {
        "open_questions": "SELECT text || language || first_on || last_on FROM open_questions",
        "answered": "SELECT key || result FROM answered",
        "conversations": "SELECT data FROM conversations",
        "history": "SELECT document FROM history",
        "outbox": "SELECT payload FROM outbox",
    }

    def look(connection):  # type: ignore[no-untyped-def]
        return [str(row[0]) for sql in tables.values() for row in connection.exec_driver_sql(sql)]

    return list(await chat.product.assistant.store.database.read(look))


async def test_in_the_middle_it_is_kept_with_the_turn(ada: Chat) -> None:
    await at_customer(ada)
    await ask(ada, "Where can I park my car?")
    assert "Who is the customer?" in words(ada.shown)
    assert len(await kept(ada)) == 1


async def test_asking_over_http_counts_the_same(ada: Chat) -> None:
    await ask(ada, "Where can I park my Volvo?")
    product = ada.product
    assert product.session
    body = {"text": "where can I PARK my Bentley?"}
    url = f"{product.url}/api/v1/ask"
    async with product.session.post(url, json=body) as response:
        assert (await response.json())["id"] == "unknown"
    assert [count for _, _, count in await kept(ada)] == [2]


async def test_they_are_listed_for_the_operator(ada: Chat) -> None:
    product = ada.product
    given = {"data_dir": product.folder, "directory_url": "", **product.settings}
    settings = load_settings({}, _env_file=None, **given)
    assert await listed(settings) == [NONE]

    await ask(ada, "Wo kann ich hier parken?", "de-DE")
    product.clock.move(days=1)
    for _ in range(2):
        await ask(ada, "Where can I park my car?")

    english, german = await listed(settings)
    assert english.split()[:4] == ["2", "×", "en", "2026-06-10"]
    assert german.split()[:4] == ["1", "×", "de", "2026-06-09"]
    assert german.endswith("?")


async def test_without_a_database_there_is_none(tmp_path: Path) -> None:
    settings = load_settings({}, _env_file=None, data_dir=tmp_path / "nothing here")
    assert await listed(settings) == [NONE]


async def test_after_half_a_year_they_are_forgotten(ada: Chat) -> None:
    assert ada.product.assistant
    await ask(ada, "Where can I park my car?")
    tidying = Tidying(ada.product.assistant.store, ada.product.clock)

    ada.product.clock.move(days=180)
    await tidying.run()
    assert len(await kept(ada)) == 1

    ada.product.clock.move(days=1)
    await tidying.run()
    assert await kept(ada) == []
