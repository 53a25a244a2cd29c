"""Back on every screen: one step back, with every saved answer still there."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Chat, prefilled, titles, words
from tests.conversations.story import (
    ALL_FOUR,
    TENANT,
    at_contacts,
    at_customer,
    at_items,
    at_review,
    drafted,
    with_proof,
)

SCREENS = ["Step 4 of 6", "Step 3 of 6", "Step 2 of 6", "Step 1 of 6"]


@pytest.mark.parametrize("how", ["pressed", "typed"])
async def test_all_the_way_back_and_then_forward_to_the_review(ada: Chat, how: str) -> None:
    await at_review(ada)
    before = await ada.product.claim()
    for screen in SCREENS:
        await (ada.press("back") if how == "pressed" else ada.say("back"))
        assert screen in words(ada.shown)
    await ada.answer()
    assert "Step 5 of 6" in words(ada.shown)
    after = await ada.product.claim()
    assert after.model_dump(exclude={"version", "changed_at"}) == before.model_dump(
        exclude={"version", "changed_at"}
    )


async def test_the_first_card_has_no_back(ada: Chat) -> None:
    await ada.say("new claim")
    assert "Back" not in titles(ada.shown)
    await ada.say("back")
    assert "Step 1 of 6" in words(ada.shown)


async def test_saved_answers_are_prefilled_after_back(ada: Chat) -> None:
    await at_contacts(ada)
    await ada.press("back")
    assert prefilled(ada.shown)["workloads"] == "exchange_online,teams"
    await ada.press("back")
    assert prefilled(ada.shown)["tenant_id"] == TENANT
    await ada.press("back")
    assert prefilled(ada.shown)["partner_role"] == "use_or_consume"


async def test_next_after_back_does_not_ask_again_what_is_answered(ada: Chat) -> None:
    await at_review(ada)
    for _ in range(3):
        await ada.press("back")
    assert "Step 2 of 6" in words(ada.shown)
    await ada.answer()
    assert "Is everything right?" in words(ada.shown)


async def test_back_does_not_save_what_was_half_typed_and_asks_for_nothing(ada: Chat) -> None:
    await at_items(ada)
    await ada.press("back", workloads="")
    assert "✕" not in words(ada.shown)
    assert "Who is the customer?" in words(ada.shown)


async def test_back_from_an_error_keeps_the_good_answers(ada: Chat) -> None:
    await at_customer(ada)
    await ada.press("next", customer_name="Fabrikam", customer_domain="not a domain")
    await ada.press("back")
    await ada.answer()
    assert prefilled(ada.shown)["customer_name"] == "Fabrikam"


async def test_back_from_the_submission_shows_the_files_again(ada: Chat) -> None:
    await with_proof(ada)
    await ada.press("save_comments", comments="See page two.")
    await ada.press("back")
    assert "Send the proof of execution" in words(ada.shown)
    assert "Signed.pdf" in words(ada.shown)
    await ada.press("next")
    assert prefilled(ada.shown)["comments"] == "See page two."
    assert ALL_FOUR not in str(prefilled(ada.shown))


async def test_an_old_card_pressed_again_changes_nothing_and_shows_the_current_one(
    ada: Chat,
) -> None:
    old = await at_customer(ada)
    old_id = ada.message_id
    await ada.say("Fabrikam")
    action = ada.button("next", old)
    before = await ada.product.claim()
    ada.message_id = old_id
    await ada.post(ada.press_activity(action, customer_name="Somebody else"))
    assert "Who is the customer?" in words(ada.shown)
    assert any("out of date" in words(card) for _, card in ada.cards())
    assert await ada.product.claim() == before


async def test_a_repeated_press_gets_the_same_answer(ada: Chat) -> None:
    card = await at_items(ada)
    action = ada.button("next", card)
    first = await ada.post(ada.press_activity(action, workloads="teams"))
    again = await ada.post(ada.press_activity(action, workloads="teams"))
    assert words(first["value"]) == words(again["value"])
    other = await ada.post(ada.press_activity(action, workloads="intune"))
    assert "out of date" in words(other["value"])
    assert (await ada.product.claim()).workloads == ("teams",)


async def test_back_on_the_draft_says_nothing_is_lost(ada: Chat) -> None:
    await drafted(ada)
    await ada.say("back")
    assert (await ada.product.claim()).added_at is not None
