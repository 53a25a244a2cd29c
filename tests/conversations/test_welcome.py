"""Opening the chat: a greeting by what the person may do and what waits for them."""

from __future__ import annotations

from tests.conversations.driver import NOBODY, RAE, Chat, Product, titles, words
from tests.conversations.story import at_items, drafted


async def test_a_first_visit_says_what_it_is_about_and_what_to_have_to_hand(ada: Chat) -> None:
    card = await ada.arrive()
    told = words(card)
    assert told.startswith("Hello Ada. I help you claim a customer.")
    assert "every answer is saved as you go" in told
    for needed in ("web domain", "contact at the customer", "Proof of execution", "subscription"):
        assert needed in told
    assert titles(card) == ["Start a claim", "Help me choose a role", "My claims"]
    assert told.endswith("help, or ask a question in your own words.")


async def test_coming_back_offers_the_latest_claim_first_and_each_other_one(ada: Chat) -> None:
    await drafted(ada)
    await at_items(ada, customer_name="Tailspin Toys", customer_domain="tailspintoys.example")
    ada.product.clock.move(days=2)
    await ada.product.restart()
    ada.product.connector.messages.clear()
    await ada.post(ada.activity(type="installationUpdate", action="remove"))
    card = await ada.arrive()
    told = words(card)
    assert "Welcome back, Ada." in told
    assert "You have 2 unfinished claims." in told
    assert "Step 3 of 6 · saved Sun 7 June" not in told
    assert "Step 3 of 6 · saved Tue 9 June" in told
    assert "Send the proof · 2 days old" in told
    assert titles(card)[-3:] == ["Continue Tailspin Toys", "Start a claim", "My claims"]
    await ada.press("open_claim", {"claim_id": 1001}, **{})
    assert "Send the proof of execution" in words(ada.shown)


async def test_continue_on_the_greeting_leads_to_the_next_step(ada: Chat) -> None:
    await at_items(ada)
    await ada.post(ada.activity(type="installationUpdate", action="remove"))
    await ada.arrive()
    assert titles(ada.shown)[-3] == "Continue Fabrikam"
    await ada.press("open_claim", {"claim_id": 1001})
    assert "Which workloads did you work on?" in words(ada.shown)


async def test_both_activities_of_an_installation_greet_once(ada: Chat) -> None:
    await ada.arrive()
    before = len(ada.cards())
    member = {"id": "28:bot"}
    await ada.post(ada.activity(type="conversationUpdate", membersAdded=[member]))
    assert len(ada.cards()) == before == 1


async def test_who_is_no_admin_is_told_who_may_claim_and_can_ask(product: Product) -> None:
    nick = product.chat(NOBODY)
    card = await nick.arrive()
    assert "Only Incentives admins can make claims." in words(card)
    assert "Ask your Partner Center account admin for that role." in words(card)
    assert titles(card) == ["Help me choose a role"]
    await nick.say("new claim")
    assert "Only Incentives admins can make claims." in words(nick.shown)
    await nick.say("what is a tenant id?")
    assert "Source:" in words(nick.shown)


async def test_a_reviewer_is_told_how_many_claims_wait(product: Product) -> None:
    rae = product.chat(RAE)
    card = await rae.arrive()
    assert "You review customer claims." in words(card)
    assert "No claim waits at the moment." in words(card)
    assert titles(card) == ["Review queue"]


async def test_help_names_everything_that_can_be_typed(ada: Chat) -> None:
    for hello in ("help", "Hello!", "hi"):
        card = await ada.say(hello)
        for command in ("new claim", "which role", "my claims", "claim fabrikam", "continue"):
            assert f"**{command}**" in words(card)
