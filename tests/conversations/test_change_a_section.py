"""Change on the review: one section, then the review again; what depends on it is asked anew."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversations.driver import Chat, actions, inputs, prefilled, words
from tests.conversations.story import (
    CASEY,
    OTHER_TENANT,
    SUBSCRIPTION,
    TENANT,
    at_review,
    drafted,
    submitted,
)

REVIEW = "Is everything right?"


@pytest.mark.parametrize(
    ("section", "asked", "change", "stored"),
    [
        ("customer", "Who is the customer?", {"partner_id": "4501124"}, "4501124"),
        ("workloads", "Which workloads", {"workloads": "intune"}, ("intune",)),
        ("contacts", "Who may we write to", {"customer_contact_title": "CTO"}, "CTO"),
    ],
)
async def test_each_section_goes_back_to_the_review(
    ada: Chat, section: str, asked: str, change: dict[str, str], stored: object
) -> None:
    await at_review(ada)
    before = await ada.product.claim()
    card = await ada.press("edit", {"section": section})
    assert asked in words(card)
    assert prefilled(card)
    card = await ada.answer(**change)
    assert REVIEW in words(card)
    after = await ada.product.claim()
    (field,) = change
    assert getattr(after, field) == stored
    changed = {field, "version", "changed_at"}
    assert after.model_dump(exclude=changed) == before.model_dump(exclude=changed)


async def test_back_out_of_a_change_returns_to_the_review_unchanged(ada: Chat) -> None:
    await at_review(ada)
    await ada.press("edit", {"section": "contacts"})
    await ada.press("back")
    assert REVIEW in words(ada.shown)
    assert (await ada.product.claim()).customer_contact_title == "IT director"


async def test_a_wrong_change_stays_on_its_section_and_then_returns(ada: Chat) -> None:
    await at_review(ada)
    await ada.press("edit", {"section": "contacts"})
    await ada.answer(customer_contact_email="casey@contoso.example")
    assert "This address is yours. Give one at the customer." in words(ada.shown)
    await ada.answer(customer_contact_email="casey@fabrikam.example")
    assert REVIEW in words(ada.shown)


async def test_another_role_of_the_area_asks_for_what_it_needs_in_addition(ada: Chat) -> None:
    await at_review(ada, "usage_recognition")
    card = await ada.press("edit", {"section": "role"})
    assert [*inputs(card)] == ["solution_area", "partner_role"]
    card = await ada.answer(partner_role="influenced_revenue")
    assert "Step 4 of 6 · Contacts" in words(card)
    assert prefilled(card)["customer_contact_name"] == "Casey Customer"
    await ada.answer(seller_name="Sam Seller", isv_solution="Adatum Planner")
    assert REVIEW in words(ada.shown)
    claim = await ada.product.claim()
    assert (claim.products, claim.subscription_id) == (("sales",), SUBSCRIPTION)
    assert claim.claim_name == "Fabrikam - Influenced Revenue - June 2026"


async def test_leaving_influenced_revenue_drops_seller_and_says_so(ada: Chat) -> None:
    await at_review(ada, "influenced_revenue")
    await ada.press("edit", {"section": "role"})
    card = await ada.answer(partner_role="usage_recognition")
    assert REVIEW in words(card)
    claim = await ada.product.claim()
    assert (claim.seller_name, claim.isv_solution) == (None, None)
    told = words(card)
    assert "No longer needed: Seller and ISV solution. That depends on Partner role" in told
    assert "I ask again" not in told


async def test_another_area_asks_the_items_again_and_says_which_and_why(ada: Chat) -> None:
    await at_review(ada, "usage_recognition")
    await ada.press("edit", {"section": "role"})
    area = "modern_work_security"
    card = await ada.answer(solution_area=area, partner_role="use_or_consume")
    told = words(card)
    assert "Step 3 of 6 · Workloads" in told
    assert "No longer needed: Bought through, Products and Subscription." in told
    assert "That depends on Area, which you changed." in told
    claim = await ada.product.claim()
    assert (claim.products, claim.subscription_id, claim.purchase_channel) == ((), None, None)
    assert claim.customer_contact_name == "Casey Customer"
    await ada.answer(workloads="teams")
    assert REVIEW in words(ada.shown)


async def test_another_tenant_asks_for_the_subscription_again_and_says_why(ada: Chat) -> None:
    await at_review(ada, "usage_recognition")
    await ada.press("edit", {"section": "customer"})
    other = {"customer_domain": "tailspintoys.example", "tenant_id": OTHER_TENANT}
    card = await ada.answer(**other)
    told = words(card)
    assert "Step 3 of 6 · Products" in told
    assert "I ask again for Subscription: that depends on" in told
    assert "Tenant ID, which you changed." in told
    assert prefilled(card) == {"products": "sales"}
    await ada.answer(subscription_id=SUBSCRIPTION)
    assert REVIEW in words(ada.shown)


async def test_another_domain_with_the_old_id_still_there_is_the_classic_mix_up(ada: Chat) -> None:
    await at_review(ada)
    await ada.press("edit", {"section": "customer"})
    card = await ada.answer(customer_domain="tailspintoys.example")
    assert "two different organisations" in words(card)
    assert prefilled(card)["tenant_id"] == TENANT
    await ada.press("next", {"choice": "use_found"})
    assert REVIEW in words(ada.shown)
    assert (await ada.product.claim()).tenant_id == OTHER_TENANT


async def test_change_can_be_typed(ada: Chat) -> None:
    await at_review(ada)
    await ada.say("change contacts")
    assert "Who may we write to" in words(ada.shown)
    await ada.say("title CTO")
    assert REVIEW in words(ada.shown)
    await ada.say("change workloads")
    await ada.say("Intune")
    assert REVIEW in words(ada.shown)
    claim = await ada.product.claim()
    assert (claim.customer_contact_title, claim.workloads) == ("CTO", ("intune",))


async def test_role_and_area_are_fixed_once_the_draft_exists(ada: Chat) -> None:
    await drafted(ada)
    await ada.press("open_claim", {"choice": "details"})
    sections = [a["data"].get("section") for a in _changes(ada)]
    assert sections == ["customer", "workloads", "contacts"]
    await ada.press("edit", {"section": "contacts"})
    await ada.answer(customer_contact_title="CTO")
    assert (await ada.product.claim()).customer_contact_title == "CTO"
    assert (await ada.product.claim()).added_at is not None


async def test_a_section_of_a_draft_changed_leads_back_to_the_draft(ada: Chat) -> None:
    await drafted(ada)
    await ada.press("open_claim", {"choice": "details"})
    await ada.press("edit", {"section": "workloads"})
    await ada.answer(workloads="intune")
    assert REVIEW not in words(ada.shown)
    assert "Send the proof of execution" in words(ada.shown)
    assert (await ada.product.claim()).workloads == ("intune",)


async def test_back_from_a_section_of_a_draft_leads_back_to_the_draft(ada: Chat) -> None:
    await drafted(ada)
    await ada.press("open_claim", {"choice": "details"})
    await ada.press("edit", {"section": "contacts"})
    await ada.press("back")
    assert "Add customer" not in str(ada.shown)
    assert "Send the proof of execution" in words(ada.shown)


async def test_a_typed_change_of_the_role_of_a_draft_says_why_not(ada: Chat) -> None:
    await drafted(ada)
    await ada.say("change role")
    told = words(ada.shown) + "".join(words(card) for _, card in ada.cards()[-2:])
    assert "The role cannot be changed once the draft exists." in told
    assert (await ada.product.claim()).partner_role == "use_or_consume"


async def test_nothing_of_a_submitted_claim_can_be_changed_and_it_says_why(ada: Chat) -> None:
    await submitted(ada)
    await ada.product.work()
    await ada.press("open_claim", {"choice": "details"})
    assert _changes(ada) == []
    stamp = ada.button("withdraw")["data"]
    press = {"verb": "edit", "data": {**stamp, "section": "contacts"}}
    await ada.post(ada.press_activity(press, **CASEY))
    assert "A submitted claim cannot be edited." in words(ada.shown)
    assert "Withdraw it and start again from it." in words(ada.shown)


def _changes(chat: Chat) -> list[dict[str, Any]]:
    return [action for action in actions(chat.shown) if action.get("verb") == "edit"]
