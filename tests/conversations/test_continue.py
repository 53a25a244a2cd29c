"""Going on later: after a restart, with several drafts, and after an upgrade that asks for more."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from bot.claims.ports import ConversationState
from storage.tables import conversations
from tests.conversations.driver import Chat, Product, prefilled, titles, words
from tests.conversations.story import (
    CASEY,
    PROOF,
    at_contacts,
    at_customer,
    at_items,
    at_review,
    drafted,
    with_proof,
)


@pytest.mark.parametrize(
    ("place", "screen"),
    [
        (at_customer, "Who is the customer?"),
        (at_items, "Which workloads did you work on?"),
        (at_contacts, "Who may we write to at Fabrikam?"),
        (at_review, "Is everything right?"),
        (drafted, "Send the proof of execution"),
        (with_proof, "Describe the proof and submit"),
    ],
)
async def test_after_a_restart_the_claim_goes_on_where_it_stopped(
    ada: Chat, place, screen: str
) -> None:
    await place(ada)
    before = await ada.product.claim()
    await ada.product.restart()
    await ada.say("continue")
    assert screen in words(ada.shown)
    assert await ada.product.claim() == before


async def test_after_a_restart_the_card_on_the_screen_still_works(ada: Chat) -> None:
    await at_items(ada)
    await ada.product.restart()
    await ada.answer(workloads="teams")
    assert "Who may we write to at Fabrikam?" in words(ada.shown)
    assert (await ada.product.claim()).workloads == ("teams",)


async def test_after_a_restart_a_typed_answer_still_finds_its_question(ada: Chat) -> None:
    await at_items(ada)
    await ada.product.restart()
    await ada.say("Teams and Exchange")
    assert "Who may we write to at Fabrikam?" in words(ada.shown)


async def test_weeks_later_nothing_is_lost(ada: Chat) -> None:
    await at_contacts(ada)
    ada.product.clock.move(days=40)
    await ada.product.work()
    await ada.product.restart()
    await ada.say("continue")
    assert "Who may we write to at Fabrikam?" in words(ada.shown)


async def _two(ada: Chat) -> None:
    await at_items(ada)
    ada.product.clock.move(minutes=5)
    await at_items(ada, customer_name="Tailspin", customer_domain="tailspintoys.example")
    await ada.answer(workloads="teams")


async def test_of_several_the_one_in_hand_goes_on(ada: Chat) -> None:
    await _two(ada)
    await ada.say("claim fabrikam")
    await ada.say("my claims")
    await ada.say("continue")
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_each_of_several_can_be_opened_and_keeps_its_own_answers(ada: Chat) -> None:
    await _two(ada)
    await ada.say("my claims")
    assert titles(ada.shown).count("Open") == 2
    await ada.press("open_claim", {"claim_id": 1001})
    await ada.answer(workloads="intune")
    assert "Who may we write to at Fabrikam?" in words(ada.shown)
    await ada.say("claim tailspin")
    assert "Who may we write to at Tailspin?" in words(ada.shown)
    assert (await ada.product.claim(1001)).workloads == ("intune",)
    assert (await ada.product.claim(1002)).workloads == ("teams",)


async def test_an_old_card_of_one_claim_never_answers_for_the_other(ada: Chat) -> None:
    old = await at_items(ada)
    old_id = ada.message_id
    await at_customer(ada)
    action = ada.button("next", old)
    ada.message_id = old_id
    await ada.post(ada.press_activity(action, workloads="teams"))
    assert (await ada.product.claim(1001)).workloads == ()
    assert (await ada.product.claim(1002)).workloads == ()
    assert any("out of date" in words(card) for _, card in ada.cards())


async def _rewrite(product: Product, **fields: object) -> None:
    """Store the claim as an older version of the assistant left it."""
    unit = product.assistant.store.unit()
    claim = await unit.claim(None, 1001)
    unit.save(claim.model_copy(update=fields))
    await unit.commit()


async def test_a_field_required_since_an_upgrade_is_asked_before_going_on(ada: Chat) -> None:
    await at_review(ada)
    await _rewrite(ada.product, customer_contact_title=None)
    await ada.product.restart()
    await ada.say("continue")
    assert "Who may we write to at Fabrikam?" in words(ada.shown)
    assert prefilled(ada.shown)["customer_contact_name"] == "Casey Customer"
    await ada.answer(customer_contact_title="IT director")
    assert "Is everything right?" in words(ada.shown)


async def test_a_field_missing_at_add_customer_is_asked_with_its_reason(ada: Chat) -> None:
    await at_review(ada)
    await _rewrite(ada.product, partner_id=None)
    await ada.press("add_customer")
    assert "Who is the customer?" in words(ada.shown)
    assert "Choose your location." in words(ada.shown)
    await ada.answer(partner_id="4501123")
    assert "Is everything right?" in words(ada.shown)


async def test_a_draft_that_lacks_a_new_field_says_so_at_submission(ada: Chat) -> None:
    await with_proof(ada)
    await _rewrite(ada.product, customer_contact_title=None)
    card = await ada.answer("submit_claim", **PROOF)
    assert "Type the contact’s job title." in words(card)
    assert (await ada.product.claim()).status == "draft"
    await ada.say("change contacts")
    await ada.answer(customer_contact_title=CASEY["customer_contact_title"])
    assert "Describe the proof and submit" in words(ada.shown)
    assert prefilled(ada.shown)["poe_summary"] == PROOF["poe_summary"]


@pytest.mark.parametrize("screen", ["step_of_an_older_version", "", 7])
async def test_dialog_state_of_another_version_shows_the_step_that_is_next(
    ada: Chat, screen: object
) -> None:
    await at_items(ada)
    unit = ada.product.assistant.store.unit()
    found = await _conversation(ada)
    state = json.loads(found.data)
    state["stack"][0]["state"]["options"]["screen"] = screen
    unit.keep_conversation(found.model_copy(update={"data": json.dumps(state).encode()}))
    await unit.commit()
    await ada.product.restart()
    await ada.say("Teams")
    await ada.say("continue")
    assert "Step 3 of 6" in words(ada.shown) or "Step 4 of 6" in words(ada.shown)
    assert (await ada.product.claim()).customer_name == "Fabrikam"


async def test_dialog_state_of_a_dialog_that_is_gone_starts_over_and_loses_nothing(
    ada: Chat,
) -> None:
    await at_items(ada)
    unit = ada.product.assistant.store.unit()
    found = await _conversation(ada)
    state = json.loads(found.data)
    state["stack"][0]["id"] = "a_dialog_of_an_older_version"
    unit.keep_conversation(found.model_copy(update={"data": json.dumps(state).encode()}))
    await unit.commit()
    await ada.product.restart()
    await ada.answer(workloads="teams")
    await ada.say("continue")
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_with_nothing_unfinished_it_welcomes(ada: Chat) -> None:
    await ada.say("continue")
    assert "I help you claim a customer." in words(ada.shown)


async def _conversation(ada: Chat) -> ConversationState:
    """Find the stored state of this chat."""

    store = ada.product.assistant.store
    rows = await store.database.read(lambda c: c.execute(select(conversations)).mappings().all())
    return await store.unit().conversation(rows[0]["key"])
