"""A claim is taken back: asked once, told to nobody who need not know, and started again."""

import pytest

from bot.claims.models import RejectionReason, Status
from tests.conversations.driver import prefilled, words
from tests.conversations.later import (
    answer_page,
    approved,
    asked,
    events,
    link_in,
    news,
    rejected,
    reviewing,
    submitted,
    verbs,
)


async def test_it_is_asked_once_before(product, ada):
    number = await submitted(ada)
    await ada.press("withdraw")
    assert "Withdraw the claim for Fabrikam?" in words(ada.shown)
    assert (await product.claim(number)).status is Status.SUBMITTED
    await ada.press("back")
    assert (await product.claim(number)).status is Status.SUBMITTED
    assert "Fabrikam: your claim is on its way" in words(ada.shown)


async def test_yes_closes_the_claim_for_good(product, ada):
    number = await submitted(ada)
    await ada.press("withdraw")
    await ada.press("withdraw")
    claim = await product.claim(number)
    assert claim.status is Status.REJECTED
    assert claim.rejection.reason is RejectionReason.PARTNER_REQUEST
    assert claim.rejection.dispute_by is None
    assert "Fabrikam: withdrawn" in words(ada.shown)
    assert "dispute" not in verbs(ada.shown)
    await ada.say(f"dispute {number} I changed my mind")
    assert "cannot be disputed" in words(ada.shown)
    assert (await events(product, number))[-1] == "withdraw"


@pytest.mark.parametrize(("answer", "status"), [("yes", "rejected"), ("no", "submitted")])
async def test_it_works_by_typing(product, ada, answer, status):
    number = await submitted(ada)
    await ada.say(f"withdraw {number}")
    await ada.say(answer)
    assert (await product.claim(number)).status == status


async def test_anything_else_is_no_yes(product, ada):
    number = await submitted(ada)
    await ada.say(f"withdraw {number}")
    await ada.say("what happens then?")
    assert (await product.claim(number)).status is Status.SUBMITTED
    assert "Withdraw the claim for Fabrikam?" in words(ada.shown)


@pytest.mark.parametrize("begin", [reviewing, asked])
async def test_it_works_while_a_reviewer_has_it(product, ada, begin):
    number, rae = await begin(ada)
    await ada.say(f"withdraw {number}")
    await ada.say("yes")
    assert (await product.claim(number)).status is Status.REJECTED
    await rae.say("review")
    assert "No claim waits." in words(rae.shown)


@pytest.mark.parametrize("begin", [approved, rejected])
async def test_what_is_decided_cannot_be_withdrawn(product, ada, begin):
    number, _ = await begin(ada)
    before = await product.claim(number)
    await ada.say(f"withdraw {number}")
    await ada.say("yes")
    assert await product.claim(number) == before


async def test_a_new_claim_starts_from_it_filled_in(product, ada):
    number = await submitted(ada)
    await ada.say(f"withdraw {number}")
    await ada.say("yes")
    await ada.press("new_claim")
    again = await product.claim(number + 1)
    assert again.based_on == number
    assert again.tenant_id == (await product.claim(number)).tenant_id
    assert again.poe_files == ()
    assert again.acknowledgements == ()
    assert prefilled(ada.shown)["partner_role"] == "use_or_consume"
    await ada.press("next")
    if "add_customer" not in verbs(ada.shown):
        await ada.press("next")
    await ada.press("add_customer")
    made = await product.claim(number + 1)
    assert made.added_at
    assert set(made.workloads) == {"exchange_online", "teams"}
    assert made.customer_contact_email == "casey@fabrikam.example"


async def test_the_customers_link_stays_harmless_after_it(product, ada):
    number = await submitted(ada)
    await ada.say(f"withdraw {number}")
    await ada.say("yes")
    status, _ = await answer_page(product, link_in(product.mails()[0]), "decline")
    assert status == 200
    claim = await product.claim(number)
    assert claim.rejection.reason is RejectionReason.PARTNER_REQUEST
    await news(ada)
