"""Submitting: what is missing is said, the customer is mailed once, nothing can change after."""

from __future__ import annotations

import email
from email import policy

from tests.conversations.driver import (
    Chat,
    actions,
    client_stops,
    inputs,
    prefilled,
    titles,
    under,
    words,
)
from tests.conversations.story import ALL_FOUR, PROOF, drafted, submitted, with_proof


async def test_everything_missing_is_said_at_once(ada: Chat) -> None:
    await with_proof(ada)
    card = await ada.press("submit_claim")
    assert "✕ 3 things to fix" in words(card)
    assert under(card, "poe_summary") == "✕ Say in a sentence what you did."
    assert under(card, "poe_signed_on") == "✕ Give the date of the customer’s signature."
    assert under(card, "acknowledgements").startswith("✕ Tick all four to submit.")
    assert (await ada.product.claim()).status == "draft"


async def test_no_client_check_stands_between_save_comments_and_its_button(ada: Chat) -> None:
    card = await with_proof(ada)
    assert client_stops(card, {}) == {}
    assert titles(card) == ["Submit claim", "Save comments", "Back"]


async def test_the_warning_names_who_is_mailed(ada: Chat) -> None:
    card = await with_proof(ada)
    assert "e-mails Casey Customer at casey@fabrikam.example at once" in words(card)
    assert "After that the claim cannot be edited; you can still withdraw it." in words(card)


async def test_the_missing_acknowledgement_is_named_and_the_rest_kept(ada: Chat) -> None:
    await with_proof(ada)
    three = ALL_FOUR.rsplit(",", 1)[0]
    card = await ada.answer("submit_claim", **{**PROOF, "acknowledgements": three})
    assert "Tick all four to submit. Missing:" in under(card, "acknowledgements")
    assert prefilled(card) == {**PROOF, "acknowledgements": three}
    assert (await ada.product.claim()).poe_summary == PROOF["poe_summary"]


async def test_acknowledgements_are_never_prefilled(ada: Chat) -> None:
    await with_proof(ada)
    await ada.press("save_comments", **PROOF)
    await ada.press("back")
    await ada.press("next")
    assert prefilled(ada.shown)["poe_signed_on"] == PROOF["poe_signed_on"]
    assert "acknowledgements" not in prefilled(ada.shown)


async def test_a_workload_not_named_in_the_files_is_pointed_out(ada: Chat) -> None:
    ada.product.look_quickly("We rolled out Teams for everybody.")
    ada.product.wait_for_files()
    await drafted(ada, workloads="teams,intune")
    card = await ada.send(("Signed.pdf", b"pdf"))
    assert "I do not find Intune in the files. A text search only" in words(card)


async def test_the_customer_is_mailed_once_and_the_card_says_when(ada: Chat) -> None:
    card = await submitted(ada)
    told = words(card)
    assert "◐ Submitted" in told
    assert "Fabrikam: your claim is on its way" in told
    assert "Nothing for you to do." in told
    assert "Tue 16 June" in told
    assert "Wed 17 June" in told
    await ada.product.work()
    (path,) = ada.product.mails()
    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert "casey@fabrikam.example" in mail["To"]
    body = mail.get_body(("plain",)).get_content()
    for seen in ("Fabrikam", "Contoso Consulting", "Teams", "Exchange Online"):
        assert seen in body
    await ada.product.work()
    assert len(ada.product.mails()) == 1


async def test_a_repeated_press_submits_once(ada: Chat) -> None:
    card = await with_proof(ada)
    action = ada.button("submit_claim", card)
    first = await ada.post(ada.press_activity(action, **PROOF))
    again = await ada.post(ada.press_activity(action, **PROOF))
    assert words(first["value"]) == words(again["value"])
    await ada.product.work()
    assert len(ada.product.mails()) == 1


async def test_after_it_no_edit_by_card_or_by_word(ada: Chat) -> None:
    card = await with_proof(ada)
    save = ada.button("save_comments", card)
    old = ada.message_id
    await ada.answer("submit_claim", **PROOF)
    assert inputs(ada.shown) == {}
    before = await ada.product.claim()
    ada.message_id = old
    await ada.post(ada.press_activity(save, comments="One more thing."))
    assert await ada.product.claim() == before
    await ada.say("change contacts")
    await ada.say("comments One more thing.")
    assert (await ada.product.claim()).comments is None
    assert [a for a in actions(ada.shown) if a.get("verb") == "submit_claim"] == []


async def test_submitted_offers_details_mail_again_and_withdrawal(ada: Chat) -> None:
    card = await submitted(ada)
    assert titles(card) == ["See details", "E-mail customer again", "Withdraw claim"]
