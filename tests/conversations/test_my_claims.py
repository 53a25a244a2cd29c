"""The list: what needs you, what is under way, what is done; filter, pages, empty."""

from __future__ import annotations

from tests.conversations.driver import RAE, Chat, Product, choices, titles, words
from tests.conversations.story import at_items, drafted, submitted


async def test_an_empty_list_says_so_and_offers_a_start(ada: Chat) -> None:
    card = await ada.say("my claims")
    assert "No claims yet." in words(card)
    assert titles(card) == ["Start a claim"]


async def test_claims_stand_in_their_groups_with_what_is_next(ada: Chat) -> None:
    await submitted(ada, workloads="teams")
    await drafted(ada, workloads="intune")
    await at_items(ada)
    card = await ada.say("my claims")
    told = words(card)
    assert "3 claims, 2 need you." in told
    assert told.index("Needs you") < told.index("In progress")
    for line in ("◐ Submitted", "Review begins by Tue 16 June", "○ Draft", "○ Started"):
        assert line in told
    assert "Step 3 of 6" in told
    assert "action_required" not in told
    assert titles(card).count("Open") == 3


async def test_the_filter_narrows_it_by_press_and_by_word(ada: Chat) -> None:
    await submitted(ada, workloads="teams")
    await drafted(ada, workloads="intune")
    await ada.say("my claims")
    assert {"submitted", "draft", "approved", "discarded"} <= set(choices(ada.shown, "status"))
    await ada.press("my_claims", status="submitted")
    assert "◐ Submitted" in words(ada.shown)
    assert "○ Draft" not in words(ada.shown)
    await ada.say("my claims draft")
    assert "◐ Submitted" not in words(ada.shown)
    assert "○ Draft" in words(ada.shown)
    await ada.say("my claims approved")
    assert "No claim has this status." in words(ada.shown)


async def test_ten_a_page_and_the_rest_by_show_more(ada: Chat) -> None:
    for number in range(12):
        await at_items(ada, customer_name=f"Customer {number}")
        ada.product.clock.move(minutes=1)
    await ada.say("my claims")
    assert titles(ada.shown).count("Open") == 10
    assert "1 to 10 of 12" in words(ada.shown)
    await ada.press("my_claims", {"choice": "10"})
    assert titles(ada.shown).count("Open") == 2
    assert "11 to 12 of 12" in words(ada.shown)
    assert "Show more" not in titles(ada.shown)


async def test_discarded_claims_are_left_out_unless_asked_for(ada: Chat) -> None:
    await drafted(ada)
    await ada.press("discard")
    await ada.press("discard")
    await ada.say("my claims")
    assert "No claims yet." in words(ada.shown)
    await ada.say("my claims discarded")
    assert "– Discarded" in words(ada.shown)


async def test_nobody_sees_anothers_claims(product: Product) -> None:
    ada, rae = product.chat(), product.chat(RAE)
    await drafted(ada)
    await rae.say("my claims")
    assert "Fabrikam" not in words(rae.shown)


async def test_the_open_buttons_name_their_row(ada: Chat) -> None:
    await drafted(ada)
    await ada.say("my claims")
    assert ada.button("open_claim", claim_id=1001)["tooltip"] == "Open claim 1001, Fabrikam"
