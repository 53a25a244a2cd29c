"""A claim for Business Applications: three roles, products, a subscription, and the channel."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Chat, inputs, prefilled, titles, under, words
from tests.conversations.story import (
    CASEY,
    FABRIKAM,
    SUBSCRIPTION,
    TENANT,
    at_contacts,
    at_customer,
    at_items,
    at_review,
    drafted,
    submitted,
)

ROLES = ("build_intent_advisor", "usage_recognition", "influenced_revenue")


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_comes_through_to_submitted(ada: Chat, role: str) -> None:
    card = await submitted(ada, role)
    assert "Fabrikam: your claim is on its way" in words(card)
    claim = await ada.product.claim()
    assert claim.status == "submitted"
    assert claim.partner_role == role
    assert claim.products == ("sales",)
    assert claim.subscription_id == SUBSCRIPTION
    assert claim.purchase_channel == "volume_licensing"
    assert claim.workloads == ()
    assert claim.opt_out_of_incentive is None
    revenue = role == "influenced_revenue"
    assert (claim.seller_name, claim.isv_solution) == (
        ("Sam Seller", "Adatum Planner") if revenue else (None, None)
    )


async def test_the_channel_is_asked_and_opting_out_is_not(ada: Chat) -> None:
    card = await at_customer(ada, "usage_recognition")
    assert "purchase_channel" in inputs(card)
    assert "opt_out_of_incentive" not in inputs(card)


async def test_products_are_asked_with_the_subscription(ada: Chat) -> None:
    card = await at_items(ada, "build_intent_advisor")
    assert [*inputs(card)] == ["products", "subscription_id"]
    told = words(card)
    assert "Step 3 of 6 · Products" in told
    assert "Which products did you work on?" in told
    assert "not the tenant ID" in told
    assert "A new one can take 7 days to appear." in told


@pytest.mark.parametrize("role", ROLES)
async def test_seller_and_isv_solution_are_asked_for_influenced_revenue_only(
    ada: Chat, role: str
) -> None:
    asked = inputs(await at_contacts(ada, role)).keys()
    assert ({"seller_name", "isv_solution"} <= asked) == (role == "influenced_revenue")


async def test_seller_and_isv_solution_are_needed_and_shown_on_the_review(ada: Chat) -> None:
    await at_contacts(ada, "influenced_revenue")
    card = await ada.press("next", **CASEY)
    assert under(card, "seller_name") == "✕ Please fill this in."
    card = await ada.answer(seller_name="Sam Seller", isv_solution="Adatum Planner")
    assert "Sam Seller" in words(card)
    assert "Adatum Planner" in words(card)


async def test_the_tenant_id_is_no_subscription_id(ada: Chat) -> None:
    await at_items(ada, "usage_recognition")
    card = await ada.answer(products="sales", subscription_id=TENANT)
    assert under(card, "subscription_id") == (
        "✕ That is the tenant ID. Ask the customer’s admin for the subscription ID."
    )
    assert prefilled(card) == {"products": "sales", "subscription_id": TENANT}
    await ada.answer(subscription_id=SUBSCRIPTION)
    assert "Who may we write to at Fabrikam?" in words(ada.shown)


async def test_a_csp_purchase_ends_kindly_with_the_answers_kept(ada: Chat) -> None:
    await at_customer(ada, "build_intent_advisor")
    card = await ada.answer(**FABRIKAM, purchase_channel="csp")
    told = words(card)
    assert "No role fits this work" in told
    assert "The customer bought through CSP, where the seller is credited" in told
    assert "Your answers are kept, and nothing was sent." in told
    assert titles(card) == ["Change my answers"]
    await ada.press("edit")
    assert "Who is the customer?" in words(ada.shown)
    assert prefilled(ada.shown)["customer_name"] == "Fabrikam"
    await ada.answer(purchase_channel="web_direct")
    assert "Which products did you work on?" in words(ada.shown)


async def test_a_csp_purchase_can_be_corrected_by_typing(ada: Chat) -> None:
    await at_customer(ada, "build_intent_advisor")
    await ada.answer(**FABRIKAM, purchase_channel="csp")
    await ada.say("next")
    assert "No role fits this work" in words(ada.shown)
    await ada.say("change")
    await ada.say("volume licensing")
    assert (await ada.product.claim()).purchase_channel == "volume_licensing"


async def test_a_channel_changed_to_csp_on_the_draft_keeps_it_from_being_submitted(
    ada: Chat,
) -> None:
    await at_review(ada, "usage_recognition")
    await ada.press("edit", {"section": "customer"})
    card = await ada.answer(purchase_channel="csp")
    assert "No role fits this work" in words(card)
    await ada.say("add customer")
    assert (await ada.product.claim()).added_at is None


async def test_the_review_shows_channel_and_subscription(ada: Chat) -> None:
    told = words(await at_review(ada, "usage_recognition"))
    assert SUBSCRIPTION in told
    assert "Volume Licensing" in told
    assert "Sales" in told
    assert "Payment" not in told


async def test_usage_recognition_is_told_to_use_the_template(ada: Chat) -> None:
    await drafted(ada, "usage_recognition")
    card = await ada.press("upload_poe")
    assert "partners report that only it passes" in words(card)
