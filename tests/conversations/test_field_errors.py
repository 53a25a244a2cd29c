"""Every rule of a field: refused by a clear sentence at the field, with all values kept."""

from __future__ import annotations

import pytest

from tests.conversations.driver import LOCAL_TENANT, Chat, prefilled, under, words
from tests.conversations.story import (
    CASEY,
    FABRIKAM,
    PROOF,
    SUBSCRIPTION,
    at_contacts,
    at_customer,
    at_items,
    with_proof,
)

NIL = "00000000-0000-0000-0000-000000000000"
GOOD = {**FABRIKAM, "claim_name": "Spring roll-out"}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("customer_name", "", "Type the customer’s name."),
        ("customer_name", "x" * 101, "This is too long: 100 characters are the most."),
        ("customer_name", "two\nlines", "Please keep this on one line."),
        ("claim_name", "x" * 101, "This is too long: 100 characters are the most."),
        ("claim_name", "two\nlines", "Please keep this on one line."),
        ("customer_domain", "not a domain", "This is not a domain."),
        ("tenant_id", "12345", "This is not a tenant ID."),
        ("tenant_id", NIL, "This ID is all zeros"),
        ("tenant_id", LOCAL_TENANT, "This is Contoso Consulting’s own directory."),
        ("partner_id", "", "Choose your location."),
        ("partner_id", "12a", "A Partner ID has digits only."),
        ("partner_id", "9999999", "This is none of your locations."),
    ],
)
async def test_the_customer_card(ada: Chat, field: str, value: str, said: str) -> None:
    await at_customer(ada)
    card = await ada.press("next", **{**GOOD, field: value})
    assert words(card).startswith("Step 2 of 6")
    assert "✕ One thing to fix" in words(card)
    assert under(card, field).startswith(f"✕ {said}")
    kept = {name: given for name, given in GOOD.items() if name != field}
    shown = prefilled(card)
    assert {name: shown.get(name) for name in kept} == kept
    assert getattr(await ada.product.claim(), field) is None or field == "claim_name"
    await ada.answer(**{field: GOOD.get(field, "")})
    assert "Step 3 of 6" in words(ada.shown)


async def test_three_things_wrong_are_all_said_at_once(ada: Chat) -> None:
    await at_customer(ada)
    wrong = {"customer_name": "", "partner_id": "12a", "customer_domain": "not a domain"}
    card = await ada.press("next", **wrong)
    assert "✕ 4 things to fix" in words(card) or "✕ 3 things to fix" in words(card)
    for field in wrong:
        assert under(card, field)


async def test_the_channel_is_needed_for_business_applications(ada: Chat) -> None:
    await at_customer(ada, "usage_recognition")
    card = await ada.press("next", **GOOD)
    assert under(card, "purchase_channel") == "✕ Choose how the licences were bought."
    card = await ada.press("next", purchase_channel="lottery")
    assert under(card, "purchase_channel").startswith("✕ This is not one of the choices.")


@pytest.mark.parametrize(
    ("value", "said"),
    [("", "Pick at least one workload."), ("windows_365", "cannot be claimed here.")],
)
async def test_workloads(ada: Chat, value: str, said: str) -> None:
    await at_items(ada)
    card = await ada.press("next", workloads=value)
    assert said in under(card, "workloads")


async def test_a_product_is_no_workload(ada: Chat) -> None:
    await at_items(ada)
    card = await ada.press("next", workloads="teams,sales")
    assert "cannot be claimed here." in under(card, "workloads")
    assert (await ada.product.claim()).workloads == ()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("products", "", "Pick at least one product."),
        ("products", "teams", "cannot be claimed here."),
        ("subscription_id", "", "Type the subscription ID."),
        ("subscription_id", "12345", "This is not a subscription ID."),
        ("subscription_id", NIL, "This ID is all zeros"),
    ],
)
async def test_products_and_subscription(ada: Chat, field: str, value: str, said: str) -> None:
    await at_items(ada, "usage_recognition")
    good = {"products": "sales", "subscription_id": SUBSCRIPTION}
    card = await ada.press("next", **{**good, field: value})
    assert said in under(card, field)
    (other,) = good.keys() - {field}
    assert prefilled(card)[other] == good[other]


async def test_the_subscription_id_is_no_tenant_id(ada: Chat) -> None:
    await at_items(ada, "usage_recognition")
    await ada.answer(products="sales", subscription_id=SUBSCRIPTION)
    await ada.say("change customer")
    card = await ada.press("next", tenant_id=SUBSCRIPTION)
    assert under(card, "tenant_id").startswith("✕ This is the subscription ID.")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("customer_contact_name", "", "Type the contact’s name."),
        ("customer_contact_name", "x" * 101, "This is too long"),
        ("customer_contact_title", "", "Type the contact’s job title."),
        ("customer_contact_email", "", "Type the contact’s e-mail."),
        ("customer_contact_email", "casey", "This is not an e-mail address."),
        ("customer_contact_email", "casey@contoso.example", "This address is yours."),
        ("customer_contact_email", "casey@mail.contoso.example", "This address is yours."),
        ("partner_contact_name", "", "Please fill this in."),
        ("partner_contact_email", "ada at contoso", "This is not an e-mail address."),
    ],
)
async def test_the_contacts(ada: Chat, field: str, value: str, said: str) -> None:
    await at_contacts(ada)
    card = await ada.press("next", **{**CASEY, field: value})
    assert "✕ One thing to fix" in words(card)
    assert under(card, field).startswith(f"✕ {said}")
    kept = {name: given for name, given in CASEY.items() if name != field}
    assert {name: prefilled(card)[name] for name in kept} == kept


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("poe_summary", "", "Say in a sentence what you did."),
        ("poe_summary", "Done.", "A few more words, please"),
        ("poe_summary", "x " * 1001, "This is too long: 2000 characters are the most."),
        ("poe_signed_on", "", "Give the date of the customer’s signature."),
        ("poe_signed_on", "28 May", "This is not a date."),
        ("poe_signed_on", "2026-06-10", "This date is in the future."),
        ("poe_signed_on", "2025-06-08", "Older than 12 months. Ask for a fresh signature."),
        ("acknowledgements", "", "Tick all four to submit."),
        ("acknowledgements", "data_is_true,customer_signed", "Tick all four to submit."),
    ],
)
async def test_the_submission(ada: Chat, field: str, value: str, said: str) -> None:
    await with_proof(ada)
    card = await ada.press("submit_claim", **{**PROOF, field: value})
    assert "✕ One thing to fix" in words(card)
    assert under(card, field).startswith(f"✕ {said}")
    kept = {name: given for name, given in PROOF.items() if name != field}
    assert {name: prefilled(card)[name] for name in kept} == kept
    assert (await ada.product.claim()).status == "draft"
    await ada.answer("submit_claim", **PROOF)
    assert (await ada.product.claim()).status == "submitted"


@pytest.mark.parametrize("day", ["2026-06-09", "2025-06-09"])
async def test_the_first_and_the_last_good_day(ada: Chat, day: str) -> None:
    await with_proof(ada)
    await ada.answer("submit_claim", **{**PROOF, "poe_signed_on": day})
    assert str((await ada.product.claim()).poe_signed_on) == day
