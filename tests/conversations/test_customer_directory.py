"""The customer's directory: found, mixed up, unknown, silent, and well again by itself."""

from __future__ import annotations

import pytest

from tests.conversations.driver import (
    LOCAL_TENANT,
    Chat,
    Product,
    prefilled,
    titles,
    under,
    words,
)
from tests.conversations.keeping import Start
from tests.conversations.story import (
    CASEY,
    FABRIKAM,
    OTHER_TENANT,
    PROOF,
    TENANT,
    at_customer,
    at_items,
    drafted,
    pdf,
)


@pytest.fixture
async def product(start: Start) -> Product:
    return await start({"directory_url": "fake"})


async def test_a_domain_alone_finds_the_tenant(ada: Chat) -> None:
    card = await at_items(ada)
    assert "✓ Tenant found for fabrikam.example" in words(card)
    assert f"Tenant ID {TENANT}" in words(card)
    claim = await ada.product.claim()
    assert (claim.tenant_id, claim.directory.result) == (TENANT, "matched")
    assert ada.product.connector.lookups == ["fabrikam.example"]


async def test_a_domain_pasted_as_the_tenant_id_is_understood(ada: Chat) -> None:
    await at_customer(ada)
    await ada.answer(customer_name="Fabrikam", partner_id="4501123", tenant_id="fabrikam.example")
    assert (await ada.product.claim()).tenant_id == TENANT


@pytest.mark.parametrize("pasted", ["https://www.fabrikam.example/about", "casey@Fabrikam.example"])
async def test_an_address_or_an_e_mail_stands_for_its_domain(ada: Chat, pasted: str) -> None:
    await at_items(ada, customer_domain=pasted)
    assert (await ada.product.claim()).customer_domain == "fabrikam.example"


async def test_a_mismatch_is_said_and_the_found_id_is_one_press_away(ada: Chat) -> None:
    await at_customer(ada)
    card = await ada.answer(**FABRIKAM, tenant_id=OTHER_TENANT, claim_name="Mine")
    told = words(card)
    assert "✕ One thing to fix" in told
    assert "belong to two different organisations" in told
    wrong = "✕ This is not the tenant of fabrikam.example. Its tenant ID ends in 0d94."
    assert under(card, "tenant_id") == wrong
    assert "Use the ID ending in 0d94" in titles(card)
    assert prefilled(card)["tenant_id"] == OTHER_TENANT
    assert prefilled(card)["claim_name"] == "Mine"
    await ada.press("next", {"choice": "use_found"})
    assert "Which workloads did you work on?" in words(ada.shown)
    claim = await ada.product.claim()
    assert (claim.tenant_id, claim.claim_name) == (TENANT, "Mine")


async def test_a_mismatch_can_be_put_right_by_typing(ada: Chat) -> None:
    await at_customer(ada)
    for line in ("Fabrikam", f"tenant {OTHER_TENANT}", "domain fabrikam.example"):
        await ada.say(line)
    assert "This is not the tenant of fabrikam.example." in words(ada.shown)
    await ada.say(f"tenant {TENANT}")
    await ada.say("4501123")
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_an_unknown_domain_is_said_at_the_domain(ada: Chat) -> None:
    await at_customer(ada)
    card = await ada.answer(**{**FABRIKAM, "customer_domain": "fabrikma.example"})
    assert "Microsoft has no directory for fabrikma.example." in words(card)
    assert under(card, "customer_domain").startswith("✕ Not found. Check the spelling")
    assert prefilled(card)["customer_domain"] == "fabrikma.example"
    await ada.say("tenant fabrikam.example")
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_an_unknown_domain_with_a_typed_id_goes_on_unverified(ada: Chat) -> None:
    domain = "fabrikma.example"
    card = await at_items(ada, customer_domain=domain, tenant_id=OTHER_TENANT)
    assert "Which workloads did you work on?" in words(card)
    assert "✓ Tenant found" not in words(card)
    assert (await ada.product.claim()).directory.result == "not_found"


async def test_no_domain_at_all_needs_the_tenant_id(ada: Chat) -> None:
    await at_customer(ada)
    card = await ada.answer(customer_name="Fabrikam", partner_id="4501123")
    assert under(card, "tenant_id") == "✕ I need the tenant ID, or a domain to look it up."
    await ada.answer(tenant_id=TENANT)
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_down_with_an_id_goes_on_and_is_checked_later_by_itself(ada: Chat) -> None:
    ada.product.connector.directory_down = True
    await at_customer(ada)
    card = await ada.answer(**FABRIKAM, tenant_id=TENANT)
    told = words(card)
    assert "I could not check the tenant ID" in told
    assert "◇ Not verified yet" in told
    assert "I try again by myself, and once more before you submit." in told
    assert "✕" not in told
    assert titles(card) == ["Go on", "Try again"]
    await ada.press("next", {"choice": "go_on"})
    assert "Which workloads did you work on?" in words(ada.shown)
    ada.product.connector.directory_down = False
    ada.product.clock.move(minutes=6)
    await ada.product.work()
    assert (await ada.product.claim()).directory.result == "matched"
    assert "fabrikam" in words(ada.cards()[-1][1]).lower()


async def test_down_with_a_domain_only_asks_for_the_id(ada: Chat) -> None:
    ada.product.connector.directory_down = True
    await at_customer(ada)
    card = await ada.answer(**FABRIKAM)
    assert "I need the tenant ID. Type it, or try again in a few minutes" in words(card)
    assert titles(card) == ["Next", "Try again"]
    assert (await ada.product.claim()).customer_name == "Fabrikam"
    await ada.answer(tenant_id=TENANT)
    assert "Which workloads did you work on?" in words(ada.shown)
    assert (await ada.product.claim()).tenant_id == TENANT


async def test_a_wrong_id_on_the_silent_card_is_refused_there(ada: Chat) -> None:
    ada.product.connector.directory_down = True
    await at_customer(ada)
    await ada.answer(**FABRIKAM)
    await ada.answer(tenant_id="12345")
    assert "This is not a tenant ID." in words(ada.shown)
    assert (await ada.product.claim()).customer_name == "Fabrikam"


async def test_trying_again_while_still_down_stays_and_then_finds_it(ada: Chat) -> None:
    ada.product.connector.directory_down = True
    await at_customer(ada)
    await ada.answer(**FABRIKAM)
    await ada.press("next", {"choice": "try_again"})
    assert "I could not check the tenant ID" in words(ada.shown)
    ada.product.connector.directory_down = False
    await ada.say("try again")
    assert "Which workloads did you work on?" in words(ada.shown)
    assert (await ada.product.claim()).tenant_id == TENANT


async def test_going_on_can_be_typed(ada: Chat) -> None:
    ada.product.connector.directory_down = True
    await at_customer(ada)
    await ada.answer(**FABRIKAM, tenant_id=TENANT)
    await ada.say("go on")
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_the_review_says_not_verified_and_when_it_was_tried(ada: Chat) -> None:
    ada.product.connector.directory_down = True
    await at_customer(ada)
    await ada.answer(**FABRIKAM, tenant_id=TENANT)
    await ada.press("next", {"choice": "go_on"})
    await ada.answer(workloads="teams")
    told = words(await ada.answer(**CASEY))
    assert "◇ Tenant ID not verified yet" in told
    assert "did not answer at 09:41" in told


async def _unverified_draft_with_proof(ada: Chat, tenant: str) -> None:
    ada.product.connector.directory_down = True
    ada.product.look_quickly()
    ada.product.wait_for_files()
    await at_customer(ada)
    await ada.answer(**FABRIKAM, tenant_id=tenant)
    await ada.say("go on")
    for line in ("Teams", "Casey", "IT director", "casey@fabrikam.example", "add customer"):
        await ada.say(line)
    await ada.send(("Signed.pdf", pdf()))


async def test_it_is_checked_again_before_submitting(ada: Chat) -> None:
    await _unverified_draft_with_proof(ada, TENANT)
    ada.product.connector.directory_down = False
    await ada.answer("submit_claim", **PROOF)
    claim = await ada.product.claim()
    assert (claim.status, claim.directory.result) == ("submitted", "matched")


async def test_a_mismatch_found_before_submitting_stops_it(ada: Chat) -> None:
    await _unverified_draft_with_proof(ada, OTHER_TENANT)
    ada.product.connector.directory_down = False
    card = await ada.answer("submit_claim", **PROOF)
    assert "This is not the tenant of fabrikam.example." in words(card)
    assert prefilled(card)["poe_summary"] == PROOF["poe_summary"]
    assert (await ada.product.claim()).status == "draft"
    await ada.say("change customer")
    await ada.press("next", tenant_id="")
    assert (await ada.product.claim()).tenant_id == TENANT


async def test_a_directory_still_down_does_not_stop_the_submission(ada: Chat) -> None:
    await _unverified_draft_with_proof(ada, TENANT)
    await ada.answer("submit_claim", **PROOF)
    claim = await ada.product.claim()
    assert (claim.status, claim.directory.result) == ("submitted", "unavailable")


async def test_a_mismatch_found_later_is_told(ada: Chat) -> None:
    ada.product.connector.directory_down = True
    await at_customer(ada)
    await ada.answer(**FABRIKAM, tenant_id=OTHER_TENANT)
    await ada.say("go on")
    ada.product.connector.directory_down = False
    ada.product.clock.move(minutes=6)
    await ada.product.work()
    news = ada.cards()[-1][1]
    assert titles(news) == ["Change"]
    ada.shown, ada.message_id = news, ada.cards()[-1][0]
    await ada.press("edit")
    assert "Who is the customer?" in words(ada.shown)


async def test_the_partners_own_directory_is_refused(ada: Chat) -> None:
    await at_customer(ada)
    card = await ada.answer(**FABRIKAM, tenant_id=LOCAL_TENANT)
    assert under(card, "tenant_id").startswith("✕ This is Contoso Consulting’s own directory.")
    ada.product.connector.tenants["contoso.example"] = LOCAL_TENANT
    card = await ada.answer(tenant_id="", customer_domain="contoso.example")
    assert "This is Contoso Consulting’s own directory." in words(card)
    assert (await ada.product.claim()).tenant_id is None


async def test_a_confirmed_pair_is_not_asked_again(ada: Chat) -> None:
    await drafted(ada)
    assert ada.product.connector.lookups == ["fabrikam.example"]
