"""Old, copied or tampered cards: the present state is shown with a sentence, nothing changes."""

import copy

import pytest

from tests.conversations.driver import ADA, RAE, words
from tests.conversations.later import drafted, everything_said, ready, submit, submitted

OTHER_TENANT = "7a6b5c4d-0000-4000-8000-00000000beef"
BEA = ("0a1b2c3d-0000-4000-8000-00000000bea0", "Bea Admin")
EVIL = ("0a1b2c3d-0000-4000-8000-0000000000e5", "Eve Elsewhere")
STALE = "This card was out of date; nothing was changed."


@pytest.fixture
async def product(start):
    settings = {
        "admins": (ADA[0], BEA[0], EVIL[0]),
        "tenant_ids": ("3b1d7a52-6c0e-4f7e-9a55-0c7f5a1e9d10", OTHER_TENANT),
    }
    return await start(settings)


async def book(product):
    """Give all claims and their history, to be compared."""
    unit = product.assistant.store.unit()
    numbers = range(1001, 1004)
    return [(await unit.claim(None, n), await unit.history(None, n)) for n in numbers]


def tampered(action, **data):
    changed = copy.deepcopy(action)
    changed["data"].update(data)
    return changed


async def begun(ada):
    """Go to the customer's step, and keep the card of the step before."""
    await ada.arrive()
    await ada.say("new claim")
    old = ada.button("next"), ada.message_id
    await ada.press(
        "next",
        solution_area="modern_work_security",
        partner_role="use_or_consume",
        customer_name="new",
    )
    return old


async def test_an_old_card_answers_with_the_present_screen(product, ada):
    old, message = await begun(ada)
    current = words(ada.shown)
    before = await book(product)
    ada.message_id = message
    stale = ada.press_activity(old, partner_role="usage_recognition", customer_name="Mallory")
    await ada.post(stale)
    said = everything_said(ada)
    assert STALE in said
    assert await book(product) == before
    assert words(ada.shown) == current
    assert "Mallory" not in said


async def test_after_the_old_card_the_current_one_works(product, ada):
    old, message = await begun(ada)
    ada.message_id = message
    await ada.post(ada.press_activity(old, partner_role="usage_recognition"))
    await ada.press(
        "next",
        customer_name="Fabrikam",
        customer_domain="fabrikam.example",
        partner_id="4501123",
    )
    assert (await book(product))[0][0].customer_name == "Fabrikam"


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "forged"},
        {"nonce": ""},
        {"claim_id": 1002},
        {"claim_id": 4711},
        {"claim_id": None, "nonce": None},
        {"revision": 999, "nonce": "forged"},
    ],
)
async def test_a_tampered_answer_changes_nothing(product, ada, change):
    await begun(ada)
    before = await book(product)
    activity = ada.press_activity(
        tampered(ada.button("next"), **change), customer_name="Mallory", partner_id="4501123"
    )
    await ada.post(activity)
    assert ada.status == 200
    assert [row[0] for row in await book(product)] == [row[0] for row in before]
    said = everything_said(ada)
    assert STALE in said or "I find no such claim." in said


@pytest.mark.parametrize(
    "data",
    [
        {"claim_id": "1001; drop table claims"},
        {"claim_id": -1},
        {"claim_id": 2**70},
        {"revision": "x"},
        {"nonce": {"$gt": ""}},
        {"claim_id": True},
    ],
)
async def test_what_no_card_of_ours_sends_is_refused_as_unreadable(product, ada, data):
    await ada.arrive()
    await ready(ada)
    before = await book(product)
    body = await ada.post(ada.press_activity(tampered(ada.button("submit_claim"), **data)))
    assert ada.status == 200
    assert body["statusCode"] == 400
    assert await book(product) == before


async def test_a_card_of_an_unknown_version_is_out_of_date(product, ada):
    await submitted(ada)
    before = await book(product)
    action = {"verb": "teleport", "data": {"schema": 99, "claim_id": 1001, "nonce": "n"}}
    await ada.post(ada.press_activity(action))
    assert STALE in everything_said(ada)
    assert "Fabrikam: your claim is on its way" in words(ada.shown)
    assert await book(product) == before


async def test_submitting_on_a_copy_of_the_card_after_the_submission(product, ada):
    await ada.arrive()
    await ready(ada)
    old, message = ada.button("submit_claim"), ada.message_id
    await submit(ada)
    before = await book(product)
    ada.message_id = message
    await ada.post(ada.press_activity(old, poe_summary="Something else, long enough."))
    assert await book(product) == before
    assert STALE in everything_said(ada)
    assert "Fabrikam: your claim is on its way" in words(ada.shown)
    await product.work()
    assert len(product.mails()) == 1


async def test_a_status_card_from_before_a_change_moves_nothing(product, ada):
    await submitted(ada)
    old, message = ada.button("withdraw"), ada.message_id
    rae = product.chat(RAE)
    await rae.say("begin 1001")
    await rae.say("approve 1001")
    before = await book(product)
    ada.message_id = message
    await ada.post(ada.press_activity(old))
    assert "The claim changed meanwhile. Nothing was done" in everything_said(ada)
    assert "Fabrikam: approved" in words(ada.shown)
    assert await book(product) == before


async def test_yes_on_a_question_that_is_not_open_any_more(product, ada):
    await submitted(ada)
    await ada.press("withdraw")
    yes, message = ada.button("withdraw"), ada.message_id
    await ada.press("back")
    before = await book(product)
    ada.message_id = message
    await ada.post(ada.press_activity(yes))
    assert [row[0] for row in await book(product)] == [row[0] for row in before]


@pytest.mark.parametrize(
    "verb",
    [
        "open_claim",
        "withdraw",
        "upload_poe",
        "download_template",
        "resend_consent",
        "discard",
        "edit",
        "new_claim",
        "dispute",
        "answer_action",
    ],
)
async def test_a_colleagues_claim_is_not_found(product, ada, verb):
    await submitted(ada)
    bea = product.chat(BEA)
    await finds_nothing(product, bea, verb)


@pytest.mark.parametrize("verb", ["open_claim", "withdraw", "approve", "begin_review", "reject"])
async def test_another_tenants_claim_is_not_found(product, ada, verb):
    await submitted(ada)
    await product.restart(reviewers=(EVIL[0],))
    eve = product.chat(EVIL)
    eve.tenant = OTHER_TENANT
    await finds_nothing(product, eve, verb)


async def finds_nothing(product, stranger, verb):
    """Press for a claim by its number alone: it is not told that there is one."""
    await stranger.arrive()
    before = await book(product)
    forged = {"verb": verb, "data": {"claim_id": 1001, "nonce": "n"}}
    await stranger.post(stranger.press_activity(forged))
    assert "I find no such claim." in everything_said(stranger)
    assert "Fabrikam" not in everything_said(stranger)
    assert await book(product) == before


async def test_a_typed_number_of_a_colleagues_claim_finds_nothing(product, ada):
    await submitted(ada)
    bea = product.chat(BEA)
    for line in ("claim 1001", "withdraw 1001", "dispute 1001 because", "claim fabrikam"):
        await bea.say(line)
        assert "Fabrikam" not in words(bea.shown)


async def test_identity_and_status_in_a_cards_data_are_not_believed(product, ada):
    await ada.arrive()
    await drafted(ada)
    bea = product.chat(BEA)
    await bea.arrive()
    forged = {"claim_id": 1001, "owner": BEA[0], "status": "approved", "aadObjectId": ADA[0]}
    await bea.post(bea.press_activity({"verb": "upload_poe", "data": forged}))
    assert "I find no such claim." in everything_said(bea)
    claim = (await book(product))[0][0]
    assert claim.owner == ADA[0]
    assert claim.status == "draft"
