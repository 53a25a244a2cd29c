"""Stopping: asked once whether to keep or discard, by press and by word."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Chat, titles, words
from tests.conversations.story import at_contacts, at_items, drafted, with_proof


async def test_it_asks_what_to_do_with_the_answers(ada: Chat) -> None:
    await at_items(ada)
    card = await ada.say("cancel")
    assert words(card).startswith("Stop here?")
    assert "Keep: your answers wait under My claims." in words(card)
    assert titles(card) == ["Go on", "Keep for later", "Discard"]


@pytest.mark.parametrize("how", ["go on", "back", "continue"])
async def test_going_on_shows_the_same_screen(ada: Chat, how: str) -> None:
    await at_contacts(ada)
    await ada.say("stop")
    await (ada.press("back") if how == "back" else ada.say(how))
    assert "Who may we write to at Fabrikam?" in words(ada.shown)


async def test_kept_answers_wait_and_continue_finds_them(ada: Chat) -> None:
    await at_contacts(ada)
    await ada.say("cancel")
    card = await ada.press("my_claims")
    assert words(card) == "Kept. Type continue."
    await ada.say("continue")
    assert "Who may we write to at Fabrikam?" in words(ada.shown)


async def test_keeping_can_be_typed(ada: Chat) -> None:
    await at_items(ada)
    await ada.say("quit")
    await ada.say("keep")
    assert words(ada.shown) == "Kept. Type continue."
    assert (await ada.product.claim()).status == "draft"


@pytest.mark.parametrize("how", ["pressed", "typed"])
async def test_discarded_answers_are_gone_and_nobody_was_told(ada: Chat, how: str) -> None:
    await at_items(ada)
    await ada.say("cancel")
    await (ada.press("discard") if how == "pressed" else ada.say("discard"))
    assert words(ada.shown) == "Discarded. Nobody was told."
    assert (await ada.product.claim()).status == "discarded"
    await ada.product.work()
    assert ada.product.mails() == []
    await ada.say("continue")
    assert "Which workloads" not in words(ada.shown)


async def test_nothing_is_asked_where_nothing_was_entered(ada: Chat) -> None:
    await ada.say("new claim")
    await ada.say("cancel")
    assert words(ada.shown) == "Stopped. Nothing was started."
    await ada.say("my claims")
    assert "No claims yet." in words(ada.shown)


async def test_with_nothing_open_it_says_so(ada: Chat) -> None:
    await ada.say("cancel")
    assert words(ada.shown).startswith("There is nothing to stop.")


async def test_cancelling_twice_asks_again(ada: Chat) -> None:
    await at_items(ada)
    await ada.say("cancel")
    await ada.say("cancel")
    assert words(ada.shown).startswith("Stop here?")


async def test_a_question_does_not_decide(ada: Chat) -> None:
    await at_items(ada)
    await ada.say("cancel")
    await ada.say("what is a tenant id?")
    assert words(ada.shown).startswith("Stop here?")
    assert (await ada.product.claim()).status == "draft"


async def test_a_draft_can_be_left_too(ada: Chat) -> None:
    await with_proof(ada)
    await ada.say("cancel")
    await ada.say("keep")
    await ada.say("continue")
    assert "Describe the proof and submit" in words(ada.shown)


async def test_the_guided_choice_stops_without_a_question(ada: Chat) -> None:
    await ada.say("which role")
    await ada.say("cancel")
    assert words(ada.shown) == "Stopped. Nothing was started."


async def test_the_cancel_of_a_draft_asks_the_same(ada: Chat) -> None:
    await drafted(ada)
    await ada.say("cancel")
    assert words(ada.shown).startswith("Stop here?")
