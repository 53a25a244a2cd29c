"""A first claim for Modern Work and Security, card by card."""

from __future__ import annotations

from tests.conversations.driver import Chat, choices, client_stops, inputs, prefilled, titles, words
from tests.conversations.story import ALL_FOUR, CASEY, FABRIKAM, SIX, TENANT, at_customer, pdf


async def test_a_first_claim_takes_eight_cards_to_submitted(ada: Chat) -> None:
    ada.product.look_quickly()
    ada.product.wait_for_files()
    cards = [await ada.say("new claim")]
    assert "Step 1 of 6 · Role" in words(cards[-1])
    area = "modern_work_security"
    cards.append(await ada.answer(solution_area=area, partner_role="use_or_consume"))
    assert "Step 2 of 6 · Customer" in words(cards[-1])
    cards.append(await ada.answer(**FABRIKAM, opt_out_of_incentive="true"))
    assert "Step 3 of 6 · Workloads" in words(cards[-1])
    assert "✓ Tenant found for fabrikam.example" in words(cards[-1])
    assert TENANT in words(cards[-1])
    cards.append(await ada.answer(workloads=SIX))
    assert "Step 4 of 6 · Contacts" in words(cards[-1])
    cards.append(await ada.answer(**CASEY))
    assert "Step 5 of 6 · Review" in words(cards[-1])
    cards.append(await ada.press("add_customer"))
    assert "Fabrikam is a draft" in words(cards[-1])
    cards.append(await ada.press("upload_poe"))
    assert "Send the proof of execution" in words(cards[-1])
    cards.append(await ada.send(("Signed.pdf", pdf())))
    assert "Describe the proof and submit" in words(cards[-1])
    assert len(cards) == 8
    done = await ada.answer(
        "submit_claim",
        poe_summary="We trained all 300 people.",
        poe_signed_on="2026-05-28",
        acknowledgements=ALL_FOUR,
    )
    assert "Fabrikam: your claim is on its way" in words(done)
    claim = await ada.product.claim()
    assert claim.status == "submitted"
    assert claim.tenant_id == TENANT
    assert claim.opt_out_of_incentive is True
    assert set(claim.workloads) == set(SIX.split(","))
    assert claim.claim_name == "Fabrikam - Use or consume - June 2026"


async def test_the_role_card_asks_area_and_role_and_no_customer_yet(ada: Chat) -> None:
    card = await ada.say("new claim")
    assert [*inputs(card)] == ["solution_area", "partner_role"]
    assert choices(card, "solution_area") == ["modern_work_security", "business_applications"]
    assert titles(card) == ["Next", "Help me choose"]
    assert client_stops(card, {}) == {
        "solution_area": "✕ Choose an area.",
        "partner_role": "✕ Choose one role.",
    }


async def test_a_role_of_the_other_area_is_refused_with_a_sentence(ada: Chat) -> None:
    await ada.say("new claim")
    both = {"solution_area": "modern_work_security", "partner_role": "usage_recognition"}
    card = await ada.answer(**both)
    assert "✕ One thing to fix" in words(card)
    assert "belongs to the other area. Choose a role of Modern Work and Security" in words(card)
    assert prefilled(card) == both
    await ada.answer(partner_role="use_or_consume")
    assert "Who is the customer?" in words(ada.shown)


async def test_a_role_brings_its_area_along(ada: Chat) -> None:
    await ada.say("new claim")
    await ada.press("next", partner_role="use_or_consume")
    assert (await ada.product.claim()).solution_area == "modern_work_security"


async def test_the_customer_card_asks_what_this_role_needs(ada: Chat) -> None:
    card = await at_customer(ada)
    assert [*inputs(card)] == [
        "customer_name",
        "customer_domain",
        "tenant_id",
        "partner_id",
        "opt_out_of_incentive",
        "claim_name",
    ]
    assert choices(card, "partner_id") == ["4501123", "4501124"]
    assert client_stops(card, {}).keys() == {"customer_name", "partner_id"}
    assert titles(card) == ["Next", "Back"]


async def test_a_claim_name_of_ones_own_is_kept(ada: Chat) -> None:
    await at_customer(ada)
    await ada.answer(**FABRIKAM, claim_name="Spring roll-out")
    assert (await ada.product.claim()).claim_name == "Spring roll-out"
    await ada.press("back")
    assert prefilled(ada.shown)["claim_name"] == "Spring roll-out"
    await ada.answer(customer_name="Fabrikam Ltd")
    assert (await ada.product.claim()).claim_name == "Spring roll-out"


async def test_a_name_of_ours_follows_the_customer(ada: Chat) -> None:
    await at_customer(ada)
    await ada.answer(**FABRIKAM)
    await ada.press("back")
    assert prefilled(ada.shown)["claim_name"] == "Fabrikam - Use or consume - June 2026"
    await ada.answer(customer_name="Fabrikam Ltd")
    claim = await ada.product.claim()
    assert claim.claim_name == "Fabrikam Ltd - Use or consume - June 2026"


async def test_all_twenty_one_workloads_can_be_picked(ada: Chat) -> None:
    await at_customer(ada)
    card = await ada.answer(**FABRIKAM)
    everything = choices(card, "workloads")
    assert len(everything) >= 20
    assert inputs(card)["workloads"]["isMultiSelect"] is True
    await ada.answer(workloads=",".join(everything))
    assert len((await ada.product.claim()).workloads) == len(everything)


async def test_the_own_contact_is_prefilled_from_teams(ada: Chat) -> None:
    await at_customer(ada)
    await ada.answer(**FABRIKAM)
    card = await ada.answer(workloads="teams")
    assert prefilled(card) == {
        "partner_contact_name": "Ada Admin",
        "partner_contact_email": "ada@contoso.example",
    }
    assert "They get one e-mail and may decline at any time. Tell them first." in words(card)


async def test_the_review_shows_everything_and_nothing_was_sent(ada: Chat) -> None:
    await at_customer(ada)
    await ada.answer(**FABRIKAM)
    await ada.answer(workloads=SIX)
    told = words(await ada.answer(**CASEY))
    for seen in ("Use or consume", "Fabrikam · fabrikam.example", TENANT, "4501123 · Contoso"):
        assert seen in told
    for seen in ("6 chosen", "Yes, not opted out", "Casey Customer, IT director", "Ada Admin"):
        assert seen in told
    assert "Nothing has been sent to anyone." in told
    assert titles(ada.shown).count("Change") == 4
    await ada.product.work()
    assert ada.product.mails() == []


async def test_the_draft_says_that_nobody_was_told_and_what_is_next(ada: Chat) -> None:
    await at_customer(ada)
    await ada.answer(**FABRIKAM)
    await ada.answer(workloads=SIX)
    await ada.answer(**CASEY)
    card = await ada.press("add_customer")
    assert "○ Draft · Step 6 of 6 · Proof" in words(card)
    assert "Nobody has been told." in words(card)
    assert "I remind you in 7 days." in words(card)
    assert titles(card) == ["Upload PoE", "Download template", "See details", "Discard"]
    assert (await ada.product.claim()).added_at is not None
    ada.product.clock.move(days=7, minutes=1)
    await ada.product.work()
    assert "Fabrikam" in words(ada.cards()[-1][1])
    assert titles(ada.cards()[-1][1]) == ["Upload PoE"]


async def test_an_older_client_that_sends_submit_gets_the_same_in_the_same_place(ada: Chat) -> None:
    await ada.say("new claim")
    message_id, fallback = ada.message_id, ada.button("next")["fallback"]
    assert fallback["type"] == "Action.Submit"
    value = {**fallback["data"], "partner_role": "use_or_consume"}
    await ada.post(ada.activity(type="message", value=value, replyToId=message_id))
    shown = dict(ada.cards())[message_id]
    assert "Who is the customer?" in words(shown)
    assert (await ada.product.claim()).partner_role == "use_or_consume"
    ada.shown, ada.message_id = shown, message_id
    await ada.answer(**FABRIKAM)
    assert "Step 3 of 6" in words(ada.shown)
