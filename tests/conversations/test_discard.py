"""Discarding: asked once, gone for good, nobody told."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Chat, titles, words
from tests.conversations.story import at_contacts, drafted, submitted, with_proof


@pytest.mark.parametrize("yes", ["press", "yes", "discard"])
async def test_a_draft_is_discarded_after_one_question(ada: Chat, yes: str) -> None:
    await drafted(ada)
    card = await ada.press("discard")
    assert "Discard the draft for Fabrikam?" in words(card)
    assert "Its answers and files are gone for good. Nobody is told." in words(card)
    assert titles(card) == ["Keep the claim", "Yes, discard it"]
    await (ada.press("discard") if yes == "press" else ada.say(yes))
    assert words(ada.shown) == "Discarded. Nobody was told."
    assert (await ada.product.claim()).status == "discarded"
    await ada.product.work()
    assert ada.product.mails() == []


@pytest.mark.parametrize("no", ["press", "no", "keep"])
async def test_thinking_better_of_it_shows_the_draft_again(ada: Chat, no: str) -> None:
    await drafted(ada)
    await ada.press("discard")
    await (ada.press("back") if no == "press" else ada.say(no))
    assert (await ada.product.claim()).status == "draft"
    assert "Fabrikam" in words(ada.shown)
    assert "Upload PoE" in titles(ada.shown)


async def test_a_number_says_which_one(ada: Chat) -> None:
    await drafted(ada, workloads="teams")
    await drafted(ada, workloads="intune")
    await ada.say("cancel")
    await ada.say("keep")
    await ada.say("discard 1001")
    await ada.say("yes")
    assert (await ada.product.claim(1001)).status == "discarded"
    assert (await ada.product.claim(1002)).status == "draft"


async def test_typed_on_the_open_draft_it_asks_first(ada: Chat) -> None:
    await with_proof(ada)
    await ada.say("discard")
    assert "Discard the draft for Fabrikam?" in words(ada.shown)


async def test_a_started_claim_asks_too(ada: Chat) -> None:
    await at_contacts(ada)
    await ada.say("discard")
    assert "Discard the draft for Fabrikam?" in words(ada.shown)
    await ada.say("yes")
    assert (await ada.product.claim()).status == "discarded"


async def test_a_submitted_claim_cannot_be_discarded(ada: Chat) -> None:
    await submitted(ada)
    await ada.say("discard 1001")
    if "Discard the draft" in words(ada.shown):
        await ada.say("yes")
    assert "That is not possible" in words(ada.shown)
    assert (await ada.product.claim()).status == "submitted"


async def test_the_files_of_a_discarded_draft_are_deleted(ada: Chat) -> None:
    await with_proof(ada)
    assert await ada.product.blobs()
    await ada.say("discard")
    await ada.say("yes")
    await ada.product.work()
    assert (await ada.product.claim()).status == "discarded"
    assert not await ada.product.blobs()
