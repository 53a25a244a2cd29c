"""What reviewers note for themselves never reaches the partner."""

from tests.conversations.driver import words
from tests.conversations.later import events, everything_said, history, news, reviewing

NOTE = "Looks like the Tailspin template to me"


async def test_a_note_is_kept_and_shown_to_nobody_else(product, ada):
    number, rae = await reviewing(ada)
    before = await product.claim(number)
    await rae.press("comment", review_comment=NOTE)
    assert "Kept as a note; the partner does not see it." in words(rae.shown)
    assert (await events(product, number))[-1] == "comment"
    assert (await history(product, number))[-1].note == NOTE
    assert (await product.claim(number)).status is before.status
    assert await news(ada) == []
    await ada.say(f"claim {number}")
    await ada.press("open_claim", {"choice": "details"})
    assert "What happened" in words(ada.shown)
    await ada.say("my claims")
    assert NOTE not in everything_said(ada)


async def test_the_reviewer_reads_it_again(product, ada):
    number, rae = await reviewing(ada)
    await rae.press("comment", review_comment=NOTE)
    await rae.say("review")
    await rae.press("open_claim", {"claim_id": number})
    assert NOTE in words(rae.shown)


async def test_a_note_needs_words(product, ada):
    number, rae = await reviewing(ada)
    await rae.press("comment", review_comment=" ")
    assert "✕" in words(rae.shown)
    assert "comment" not in await events(product, number)


async def test_after_a_note_the_decision_is_still_to_be_made(product, ada):
    number, rae = await reviewing(ada)
    await rae.press("comment", review_comment=NOTE)
    await rae.press("approve")
    assert (await product.claim(number)).status == "approved"


async def test_a_note_can_be_typed(product, ada):
    number, rae = await reviewing(ada)
    await rae.say(f"note {number} {NOTE}")
    assert (await history(product, number))[-1].note == NOTE
