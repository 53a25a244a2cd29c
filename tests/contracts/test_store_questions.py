"""Questions nothing was known about are counted, never who asked, and forgotten after a while."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.claims.errors import Conflict


async def ask(store, text, language="en"):
    unit = store.unit()
    unit.note_question(text, language)
    await unit.commit()


async def asked(store):
    return [(row.text, row.language, row.count) for row in await store.questions()]


async def test_there_are_none_at_first(store):
    assert await store.questions() == []


async def test_the_same_words_are_one_row_and_are_counted(store, clock):
    await ask(store, "who pays for …?")
    clock.move(days=2)
    await ask(store, "who pays for …?")

    [row] = await store.questions()
    assert (row.text, row.language, row.count) == ("who pays for …?", "en", 2)
    assert (row.first_on, row.last_on) == (date(2026, 3, 2), date(2026, 3, 4))


async def test_a_clock_that_lags_behind_never_moves_the_last_day_back(store, clock):
    await ask(store, "why?")
    clock.move(days=-1)
    await ask(store, "why?")

    assert (await store.questions())[0].last_on == date(2026, 3, 2)


async def test_the_most_frequent_comes_first_and_languages_are_apart(store):
    await ask(store, "¿…?", "es")
    for _ in range(3):
        await ask(store, "契約は…?", "ja")
    await ask(store, "¿…?", "pt")
    await ask(store, "¿…?", "pt")

    assert await asked(store) == [("契約は…?", "ja", 3), ("¿…?", "pt", 2), ("¿…?", "es", 1)]
    assert len(await store.questions(limit=2)) == 2


async def test_many_at_once_are_all_counted(store, replica):
    replicas = [store, await replica()]

    await asyncio.gather(*(ask(replicas[number % 2], "when?") for number in range(20)))

    assert await asked(store) == [("when?", "en", 20)]


async def test_a_turn_that_lost_its_race_counts_nothing(store):
    unit = store.unit()
    unit.remember("press:1", {})
    await unit.commit()
    late = store.unit()
    late.remember("press:1", {})
    late.note_question("when?", "en")
    with pytest.raises(Conflict):
        await late.commit()

    assert await store.questions() == []


async def test_they_are_forgotten_by_the_day_they_were_last_asked(store, clock):
    await ask(store, "old")
    await ask(store, "kept")
    clock.move(days=10)
    await ask(store, "kept")

    assert await store.forget_questions((clock.now() - timedelta(days=5)).date()) == 1
    assert await asked(store) == [("kept", "en", 2)]
