"""One live claim per workload of a tenant, and per subscription."""

from __future__ import annotations

from tests.conversations.driver import Chat, prefilled, titles, under, words
from tests.conversations.story import (
    CASEY,
    FABRIKAM,
    SUBSCRIPTION,
    at_customer,
    at_items,
    drafted,
    submitted,
)


async def test_a_workload_held_by_another_claim_is_refused_and_that_claim_shown(ada: Chat) -> None:
    await drafted(ada, workloads="teams,intune")
    await at_items(ada)
    card = await ada.answer(workloads="teams,exchange_online")
    assert under(card, "workloads") == (
        "✕ Claim 1001 already covers Teams. Take it out here, or open that claim."
    )
    assert "Two claims cannot hold the same thing." in words(card)
    assert "Open claim 1001" in titles(card)
    assert prefilled(card)["workloads"] == "teams,exchange_online"
    await ada.answer(workloads="exchange_online")
    assert "Who may we write to at Fabrikam?" in words(ada.shown)


async def test_the_other_claim_opens_by_press_and_this_one_goes_on(ada: Chat) -> None:
    await submitted(ada, workloads="teams")
    await at_items(ada)
    await ada.answer(workloads="teams")
    await ada.press("open_claim", {"claim_id": 1001})
    assert "on its way" in words(ada.shown)
    await ada.say("claim 1002")
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_a_subscription_held_by_another_claim_is_refused(ada: Chat) -> None:
    await drafted(ada, "usage_recognition")
    await at_items(ada, "build_intent_advisor")
    card = await ada.answer(products="finance", subscription_id=SUBSCRIPTION)
    assert "Claim 1001 already covers this subscription." in under(card, "subscription_id")
    assert "Open claim 1001" in titles(card)


async def test_the_same_workload_of_another_tenant_is_free(ada: Chat) -> None:
    await drafted(ada, workloads="teams")
    await at_items(ada, customer_name="Tailspin", customer_domain="tailspintoys.example")
    await ada.answer(workloads="teams")
    assert "Who may we write to at Tailspin?" in words(ada.shown)


async def test_two_that_are_not_added_yet_do_not_block_each_other_until_one_is(ada: Chat) -> None:
    await at_items(ada)
    await ada.answer(workloads="teams")
    await ada.answer(**CASEY)
    await at_items(ada)
    await ada.answer(workloads="teams")
    await ada.answer(**CASEY)
    await ada.press("add_customer")
    assert "Fabrikam is a draft" in words(ada.shown)
    await ada.say("claim 1001")
    assert "Is everything right?" in words(ada.shown)
    await ada.press("add_customer")
    assert "Claim 1002 already covers" in words(ada.shown)
    assert (await ada.product.claim(1001)).added_at is None


async def test_a_discarded_draft_frees_what_it_held(ada: Chat) -> None:
    await drafted(ada, workloads="teams")
    await ada.press("discard")
    await ada.press("discard")
    await at_items(ada)
    await ada.answer(workloads="teams")
    assert "Who may we write to at Fabrikam?" in words(ada.shown)


async def test_a_withdrawn_claim_frees_what_it_held(ada: Chat) -> None:
    await submitted(ada, workloads="teams")
    await ada.say("withdraw 1001")
    await ada.say("yes")
    await at_items(ada)
    await ada.answer(workloads="teams")
    assert "Who may we write to at Fabrikam?" in words(ada.shown)


async def test_typed_workloads_are_checked_too(ada: Chat) -> None:
    await drafted(ada, workloads="teams")
    await at_items(ada)
    await ada.say("Teams")
    assert "Claim 1001 already covers Teams." in words(ada.shown)


async def test_a_change_of_the_tenant_to_one_with_a_claim_is_refused(ada: Chat) -> None:
    await drafted(ada, workloads="teams")
    await at_customer(ada)
    await ada.answer(
        **{**FABRIKAM, "customer_name": "Tailspin", "customer_domain": "tailspintoys.example"}
    )
    await ada.answer(workloads="teams")
    await ada.answer(**CASEY)
    await ada.press("edit", {"section": "customer"})
    card = await ada.answer(tenant_id="", customer_domain="fabrikam.example")
    assert "Claim 1001 already covers Teams." in words(card)
    assert "Which workloads did you work on?" in words(card)
    await ada.say("add customer")
    assert (await ada.product.claim(1002)).added_at is None
    await ada.say("Intune")
    assert "Is everything right?" in words(ada.shown)
