"""Saving comments: whatever was entered so far is kept, nothing is sent."""

from __future__ import annotations

from tests.conversations.driver import Chat, prefilled, under, words
from tests.conversations.story import PROOF, with_proof


async def test_comments_alone_are_saved_and_nothing_is_sent(ada: Chat) -> None:
    await with_proof(ada)
    card = await ada.press("save_comments", comments="Please look at page two.")
    assert "Saved. Nothing was sent yet." in words(card)
    assert "✕" not in words(card)
    assert prefilled(card)["comments"] == "Please look at page two."
    claim = await ada.product.claim()
    assert (claim.comments, claim.status) == ("Please look at page two.", "draft")
    await ada.product.work()
    assert ada.product.mails() == []


async def test_a_half_filled_card_is_kept_too(ada: Chat) -> None:
    await with_proof(ada)
    half = {"poe_summary": PROOF["poe_summary"], "acknowledgements": "data_is_true"}
    card = await ada.press("save_comments", **half)
    assert prefilled(card) == half
    assert (await ada.product.claim()).poe_summary == PROOF["poe_summary"]
    assert (await ada.product.claim()).acknowledgements == ()


async def test_a_wrong_date_is_said_and_the_comments_are_saved(ada: Chat) -> None:
    await with_proof(ada)
    card = await ada.press("save_comments", comments="See page two.", poe_signed_on="2026-06-10")
    assert under(card, "poe_signed_on") == "✕ This date is in the future."
    assert prefilled(card)["poe_signed_on"] == "2026-06-10"
    assert (await ada.product.claim()).comments == "See page two."


async def test_comments_can_be_emptied_again(ada: Chat) -> None:
    await with_proof(ada)
    await ada.press("save_comments", comments="See page two.")
    await ada.press("save_comments", comments="")
    assert (await ada.product.claim()).comments is None


async def test_several_lines_stay_several_lines(ada: Chat) -> None:
    await with_proof(ada)
    await ada.press("save_comments", comments="First.\r\nSecond.")
    assert (await ada.product.claim()).comments == "First.\nSecond."


async def test_saved_comments_survive_a_restart_and_come_back(ada: Chat) -> None:
    await with_proof(ada)
    await ada.press("save_comments", comments="See page two.")
    await ada.product.restart()
    await ada.say("continue")
    assert prefilled(ada.shown)["comments"] == "See page two."


async def test_typed_comments_are_saved(ada: Chat) -> None:
    await with_proof(ada)
    await ada.say("comments See page two.")
    assert (await ada.product.claim()).comments == "See page two."
    assert prefilled(ada.shown)["comments"] == "See page two."
