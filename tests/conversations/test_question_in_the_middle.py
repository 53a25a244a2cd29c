"""A question on any screen: answered, and the open card comes again with everything kept."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Chat, prefilled, words
from tests.conversations.story import (
    at_contacts,
    at_customer,
    at_items,
    at_review,
    drafted,
    submitted,
    with_proof,
)

QUESTION = "Can the customer say no after approval?"


async def answered(chat: Chat, question: str = QUESTION) -> str:
    """Ask, and give the words of the card that answers; the open card stands below it."""
    before = len(chat.cards())
    await chat.say(question)
    return words(chat.cards()[before][1])


@pytest.mark.parametrize(
    ("place", "again"),
    [
        (at_customer, "Who is the customer?"),
        (at_items, "Which workloads did you work on?"),
        (at_contacts, "Who may we write to at Fabrikam?"),
        (at_review, "Is everything right?"),
        (drafted, "Fabrikam is a draft"),
        (with_proof, "Describe the proof and submit"),
    ],
)
async def test_every_screen_comes_again_below_the_answer(ada: Chat, place, again: str) -> None:
    await place(ada)
    told = await answered(ada)
    assert "decline" in told
    assert "Source:" in told
    assert "checked" in told
    assert again in words(ada.shown)


async def test_a_question_on_the_first_card_before_anything_is_saved(ada: Chat) -> None:
    await ada.say("new claim")
    assert "Source:" in await answered(ada, "Where do I find the tenant ID?")
    assert "Step 1 of 6 · Role" in words(ada.shown)


async def test_a_question_in_the_guided_choice(ada: Chat) -> None:
    await ada.say("which role")
    assert "Source:" in await answered(ada)
    assert "Which products was the work about?" in words(ada.shown)


async def test_what_was_saved_is_still_there(ada: Chat) -> None:
    await at_items(ada)
    await ada.press("back")
    await answered(ada)
    assert prefilled(ada.shown)["customer_name"] == "Fabrikam"
    assert (await ada.product.claim()).customer_domain == "fabrikam.example"


async def test_a_question_is_never_taken_for_an_answer(ada: Chat) -> None:
    await at_customer(ada)
    for line in ("What is a tenant ID?", "how do I find the partner id", "who gets the e-mail?"):
        await ada.say(line)
    claim = await ada.product.claim()
    assert claim.customer_name is None
    assert "Who is the customer?" in words(ada.shown)


async def test_an_unknown_question_is_admitted_and_the_claim_is_safe(ada: Chat) -> None:
    await at_review(ada)
    told = await answered(ada, "What will the weather be tomorrow?")
    assert "Fabrikam" in told
    assert "Is everything right?" in words(ada.shown)


async def test_a_question_with_nothing_open_is_answered_alone(ada: Chat) -> None:
    await submitted(ada)
    told = await answered(ada)
    assert "decline" in told
    assert words(ada.shown) == told
