"""A command in the middle of a claim: it is done, and the claim waits with what was entered."""

from __future__ import annotations

from tests.conversations.driver import Chat, words
from tests.conversations.story import at_items


async def test_new_claim_in_the_middle_keeps_the_first_one(ada: Chat) -> None:
    await at_items(ada)
    await ada.say("new claim")
    assert "Step 1 of 6" in words(ada.shown)
    await ada.say("my claims")
    assert "Fabrikam" in words(ada.shown)
    assert "○ Started" in words(ada.shown)


async def test_the_list_in_the_middle_leaves_the_claim_to_continue(ada: Chat) -> None:
    await at_items(ada)
    await ada.say("my claims")
    assert "My claims" in words(ada.shown)
    await ada.say("continue")
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_help_in_the_middle_shows_the_open_card_again(ada: Chat) -> None:
    await at_items(ada)
    await ada.say("help")
    assert "Which workloads did you work on?" in words(ada.shown)
