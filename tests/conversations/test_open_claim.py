"""Opening a claim by number, by name, by press; details; and what is not one's own."""

from __future__ import annotations

import pytest

from tests.conversations.driver import NOBODY, Chat, Product, titles, words
from tests.conversations.story import at_contacts, at_items, drafted, submitted, with_proof


@pytest.mark.parametrize(
    "typed", ["claim 1001", "claim #1001", "claim fabrikam", "open claim 1001"]
)
async def test_by_number_or_name(ada: Chat, typed: str) -> None:
    await drafted(ada)
    await ada.say("my claims")
    await ada.say(typed)
    assert "Send the proof of execution" in words(ada.shown)


async def test_a_started_claim_opens_at_its_next_step(ada: Chat) -> None:
    await at_contacts(ada)
    await ada.say("claim fabrikam")
    assert "Who may we write to at Fabrikam?" in words(ada.shown)


async def test_several_that_fit_are_listed_to_choose(ada: Chat) -> None:
    await drafted(ada, workloads="teams")
    await at_items(ada)
    await ada.say("claim fabrikam")
    assert "Which claim do you mean?" in words(ada.shown)
    assert titles(ada.shown).count("Open") == 2


async def test_the_details_show_everything_and_what_happened(ada: Chat) -> None:
    await with_proof(ada)
    await ada.press("save_comments", comments="See page two.", poe_summary="We trained them all.")
    await ada.say("cancel")
    await ada.say("keep")
    await ada.say("my claims")
    await drafted(ada, workloads="intune")
    await ada.press("open_claim", {"choice": "details"})
    told = words(ada.shown)
    assert "Intune" in told
    assert "What happened" in told
    assert "Ada Admin" in told


async def test_the_details_of_a_submitted_claim_can_be_read_and_not_changed(ada: Chat) -> None:
    await submitted(ada)
    await ada.press("open_claim", {"choice": "details"})
    told = words(ada.shown)
    for seen in (
        "Signed.pdf",
        "We trained all 300 people",
        "casey@fabrikam.example",
        "28 May 2026",
    ):
        assert seen in told
    assert "Change" not in titles(ada.shown)


async def test_what_does_not_exist_and_what_is_anothers_look_the_same(product: Product) -> None:
    ada, nick = product.chat(), product.chat(NOBODY)
    await drafted(ada)
    for typed in ("claim 1001", "claim fabrikam", "claim 9999"):
        await nick.say(typed)
        assert "I find no such claim." in words(nick.shown)
        assert "Fabrikam" not in words(nick.shown)


async def test_a_forged_press_on_anothers_claim_finds_nothing(product: Product) -> None:
    ada, nick = product.chat(), product.chat(NOBODY)
    await drafted(ada)
    action = ada.button("open_claim", choice="details")
    await nick.post(nick.press_activity(action))
    assert "I find no such claim." in words(nick.shown)
