"""A second claim for a customer we know: six presses, no typed ID, only what is still free."""

from __future__ import annotations

from tests.conversations.driver import Chat, choices, inputs, prefilled, words
from tests.conversations.story import (
    ALL_FOUR,
    CASEY,
    FABRIKAM,
    SUBSCRIPTION,
    TENANT,
    at_customer,
    drafted,
    pdf,
    submitted,
)

OTHER_SUBSCRIPTION = "9a4e6d1c-0f25-4c7b-b8b1-7e0d5f6a2c33"


async def test_six_presses_and_no_typed_id(ada: Chat) -> None:
    await submitted(ada, workloads="teams")
    ada.product.clock.move(days=30)
    await ada.say("hi")
    presses = [await ada.press("new_claim")]
    assert "Who is it for, and what did you do?" in words(presses[-1])
    assert choices(presses[-1], "customer_name") == [TENANT, "new"]
    assert prefilled(presses[-1]) == {
        "customer_name": TENANT,
        "solution_area": "modern_work_security",
        "partner_role": "use_or_consume",
    }
    presses.append(await ada.answer())
    assert "Step 3 of 6 · Workloads" in words(presses[-1])
    assert "workloads" not in prefilled(presses[-1])
    presses.append(await ada.answer(workloads="intune"))
    told = words(presses[-1])
    assert "Step 5 of 6 · Review" in told
    assert "Filled in from your claim of 9 June. Check it." in told
    assert "Casey Customer, IT director, casey@fabrikam.example" in told
    presses.append(await ada.press("add_customer"))
    presses.append(await ada.press("upload_poe"))
    await ada.send(("Newer.pdf", pdf(2)))
    done = {"poe_summary": "We rolled Intune out.", "poe_signed_on": "2026-07-01"}
    presses.append(await ada.answer("submit_claim", **done, acknowledgements=ALL_FOUR))
    assert "on its way" in words(presses[-1])
    assert len(presses) == 6
    claim = await ada.product.claim(1002)
    assert claim.tenant_id == TENANT
    assert claim.workloads == ("intune",)
    assert claim.based_on == 1001
    assert claim.claim_name == "Fabrikam - Use or consume - July 2026"


async def test_workloads_still_free_are_offered_and_held_ones_are_not(ada: Chat) -> None:
    await submitted(ada, workloads="teams,intune")
    await ada.say("withdraw 1001")
    await ada.say("yes")
    await drafted(ada, workloads="teams", **{})
    await ada.say("new claim")
    await ada.answer()
    assert "workloads" not in prefilled(ada.shown)


async def test_after_a_withdrawal_all_workloads_are_offered_again(ada: Chat) -> None:
    await submitted(ada, workloads="teams,intune")
    await ada.say("withdraw 1001")
    await ada.say("yes")
    await ada.say("new claim")
    await ada.answer()
    assert prefilled(ada.shown)["workloads"] == "teams,intune"


async def test_a_new_subscription_is_pasted_once(ada: Chat) -> None:
    await submitted(ada, "build_intent_advisor")
    await ada.say("new claim")
    await ada.answer()
    assert "Step 3 of 6 · Products" in words(ada.shown)
    assert prefilled(ada.shown)["products"] == "sales"
    assert SUBSCRIPTION not in str(prefilled(ada.shown))
    await ada.answer(subscription_id=OTHER_SUBSCRIPTION)
    assert "Step 5 of 6 · Review" in words(ada.shown)


async def test_another_role_takes_over_the_customer_and_not_what_belongs_to_the_role(
    ada: Chat,
) -> None:
    await submitted(ada, "influenced_revenue")
    await ada.say("new claim")
    area = "modern_work_security"
    await ada.answer(solution_area=area, partner_role="use_or_consume")
    claim = await ada.product.claim(1002)
    assert claim.tenant_id == TENANT
    assert claim.customer_contact_email == "casey@fabrikam.example"
    assert claim.partner_role == "use_or_consume"
    assert (claim.seller_name, claim.isv_solution, claim.purchase_channel) == (None, None, None)
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_from_modern_work_to_dynamics_the_channel_is_still_asked(ada: Chat) -> None:
    await submitted(ada)
    await ada.say("new claim")
    area = "business_applications"
    await ada.answer(solution_area=area, partner_role="usage_recognition")
    assert "Who is the customer?" in words(ada.shown)
    assert prefilled(ada.shown)["tenant_id"] == TENANT
    await ada.answer(purchase_channel="web_direct")
    assert "Which products did you work on?" in words(ada.shown)


async def test_another_customer_is_asked_for_in_full(ada: Chat) -> None:
    await submitted(ada)
    card = await at_customer(ada)
    assert [*prefilled(card)] == ["partner_id", "opt_out_of_incentive"]
    assert (await ada.product.claim(1002)).customer_name is None


async def test_the_last_location_is_offered(ada: Chat) -> None:
    await drafted(ada)
    card = await at_customer(ada)
    assert prefilled(card)["partner_id"] == FABRIKAM["partner_id"]


async def test_a_known_customer_can_be_chosen_by_typing_the_name(ada: Chat) -> None:
    await submitted(ada)
    await ada.say("new claim")
    await ada.say("fabrikam")
    await ada.say("use or consume")
    assert "Step 3 of 6 · Workloads" in words(ada.shown)
    assert (await ada.product.newest()).tenant_id == TENANT


async def test_back_to_step_one_keeps_the_known_customer(ada: Chat) -> None:
    await submitted(ada, workloads="teams")
    await ada.say("new claim")
    await ada.answer()
    await ada.press("back")
    assert "Who is the customer?" in words(ada.shown)
    await ada.press("back")
    assert prefilled(ada.shown)["customer_name"] == TENANT
    await ada.answer()
    assert "Step 3 of 6 · Workloads" in words(ada.shown)
    assert (await ada.product.claim(1002)).customer_name == "Fabrikam"


async def test_at_step_one_a_known_customer_can_become_another_one(ada: Chat) -> None:
    await submitted(ada, workloads="teams")
    other = {"customer_name": "Tailspin Toys", "customer_domain": "tailspintoys.example"}
    await at_customer(ada)
    await ada.answer(**other, partner_id="4501123")
    await ada.answer(workloads="teams")
    await ada.answer(**{**CASEY, "customer_contact_email": "tia@tailspintoys.example"})
    await ada.press("add_customer")
    await ada.say("new claim")
    first, second = choices(ada.shown, "customer_name")[:2]
    assert TENANT in (first, second)
    await ada.answer(customer_name=first)
    await ada.press("back")
    await ada.press("back")
    await ada.answer(customer_name=second)
    claim = await ada.product.claim(1003)
    assert claim.tenant_id == second
    known = await ada.product.claim(1001 if second == TENANT else 1002)
    assert claim.customer_contact_email == known.customer_contact_email
    assert claim.customer_name == known.customer_name


async def test_from_a_known_customer_to_a_new_one_nothing_of_the_old_one_stays(ada: Chat) -> None:
    await submitted(ada, workloads="teams")
    await ada.say("new claim")
    await ada.answer()
    await ada.press("back")
    await ada.press("back")
    await ada.answer(customer_name="new")
    assert "Who is the customer?" in words(ada.shown)
    assert {"customer_name", "customer_domain", "tenant_id"}.isdisjoint(prefilled(ada.shown))
    claim = await ada.product.claim(1002)
    assert claim.customer_contact_email is None
    assert claim.based_on is None


async def test_start_again_from_a_claim_is_filled_in_from_that_one(ada: Chat) -> None:
    await submitted(ada, workloads="teams,intune")
    await ada.say("withdraw 1001")
    card = await ada.say("yes")
    assert "withdrawn" in words(card)
    await ada.press("new_claim")
    assert "Step 1 of 6 · Role" in words(ada.shown)
    assert prefilled(ada.shown)["customer_name"] == TENANT
    await ada.answer()
    assert prefilled(ada.shown)["workloads"] == "teams,intune"
    assert (await ada.product.claim(1002)).based_on == 1001
    assert "customer_name" not in inputs(ada.shown)
