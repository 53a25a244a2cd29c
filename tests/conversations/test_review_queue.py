"""What waits for a reviewer, and who may see it."""

from tests.conversations.driver import NOBODY, RAE, words
from tests.conversations.later import drafted, news, ready, reviewing, submit, submitted, verbs


async def test_a_submitted_claim_waits_in_the_queue(product, ada):
    number = await submitted(ada)
    rae = product.chat(RAE)
    await rae.arrive()
    assert "1 claim" in words(rae.shown)
    await rae.say("review")
    assert "1 claim waits." in words(rae.shown)
    assert "Fabrikam" in words(rae.shown)
    assert rae.button("begin_review", claim_id=number)


async def test_drafts_are_not_a_reviewers_business(product, ada):
    await ada.arrive()
    await drafted(ada)
    rae = product.chat(RAE)
    await rae.say("review")
    assert "No claim waits." in words(rae.shown)
    await rae.say("claim 1001")
    assert "I find no such claim." in words(rae.shown)


async def test_the_oldest_submission_comes_first(product, ada):
    await submitted(ada)
    product.clock.move(hours=3)
    await ready(ada, customer="Tailspintoys")
    await submit(ada)
    rae = product.chat(RAE)
    await rae.say("review")
    said = words(rae.shown)
    assert "2 claims wait. Oldest first." in said
    assert said.index("Fabrikam") < said.index("Tailspintoys")


async def test_the_queue_can_be_narrowed_to_a_status(product, ada):
    _, rae = await reviewing(ada)
    await rae.say("review")
    await rae.press("review", status="submitted")
    assert "No claim waits." in words(rae.shown)
    await rae.press("review", status="under_review")
    assert "Fabrikam" in words(rae.shown)


async def test_a_claim_is_opened_for_its_decision(product, ada):
    number, rae = await reviewing(ada)
    await rae.say("review")
    await rae.press("open_claim", {"claim_id": number})
    assert "Contoso Consulting for Fabrikam" in words(rae.shown)
    assert {"approve", "request_info", "reject", "comment"} <= set(verbs(rae.shown))


async def test_only_reviewers_see_the_queue(product, ada):
    await submitted(ada)
    await ada.say("review")
    assert "Only reviewers can do that" in words(ada.shown)
    nick = product.chat(NOBODY)
    await nick.say("review")
    assert "Only reviewers can do that" in words(nick.shown)
    assert "Fabrikam" not in words(nick.shown)


async def test_after_a_decision_the_reviewer_sees_what_waits_next(product, ada):
    _, rae = await reviewing(ada)
    await ready(ada, customer="Tailspintoys")
    await submit(ada)
    await rae.say("approve 1001")
    assert "1 claim waits." in words(rae.shown)
    await rae.press("review")
    assert "Tailspintoys" in words(rae.shown)


async def test_after_the_last_decision_no_claim_waits(product, ada):
    _, rae = await reviewing(ada)
    await rae.press("approve")
    assert "No claim waits." in words(rae.shown)
    await news(ada)


async def test_the_reviewer_is_told_what_comes_in(product, ada):
    rae = product.chat(RAE)
    await rae.arrive()
    await submitted(ada)
    await product.work()
    seen = [row for row in product.connector.messages.values() if row["cid"] == rae.cid]
    assert len(seen) == 2, "the greeting, and one message about the claim"
    assert "submitted a claim for Fabrikam" in seen[-1]["summary"]
