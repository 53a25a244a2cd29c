"""A Business Applications claim in a real browser, made by an admin and approved by a reviewer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.claim_story import (
    SUBSCRIPTION,
    add_customer,
    at_submission,
    choose_build_intent,
    name_contacts,
    name_customer,
    pick_products,
    signed_pdf,
    submit,
)

pytestmark = pytest.mark.browser


async def test_build_intent_is_claimed_reviewed_and_approved(ada: ChatPage, tmp_path: Path) -> None:
    await choose_build_intent(ada)
    await name_customer(ada, purchase_channel="volume_licensing")
    await pick_products(ada)
    review = await name_contacts(ada)
    await expect(review).to_contain_text(SUBSCRIPTION)
    await expect(review).to_contain_text("Build intent - Advisor")
    await add_customer(ada)
    await ada.press("Upload PoE")
    await ada.wait_for_card("Send the proof")
    await ada.attach([signed_pdf(tmp_path)])
    await at_submission(ada)
    await submit(ada, datetime.now(UTC).date())
    await approve(ada)
    await ada.switch_to("Ada Admin")
    await ada.wait_for_text("Fabrikam: approved")
    await expect(ada.cards().filter(has_text="✓ Approved").first).to_be_visible()


async def approve(chat: ChatPage) -> None:
    """Switch to the reviewer, take the claim from the queue and approve it."""
    await chat.switch_to("Rae Reviewer")
    await chat.wait_for_card("Hello Rae")
    await chat.type("review")
    await chat.wait_for_card("Review queue")
    await chat.press("Begin review")
    decision = await chat.wait_for_card("Contoso Consulting for Fabrikam")
    await expect(decision).to_contain_text("Fabrikam-proof.pdf")
    await chat.press("Approve")
    await chat.wait_for_text("Ada Admin has been told")
