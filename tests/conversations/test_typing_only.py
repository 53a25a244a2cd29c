"""Typing instead of pressing: every screen takes bare answers, and takes nothing else for one."""

from __future__ import annotations

import pytest

from tests.conversations.asking import say
from tests.conversations.driver import Chat, prefilled, titles, words
from tests.conversations.story import SUBSCRIPTION, pdf


@pytest.fixture
def typist(ada: Chat) -> Chat:
    ada.product.look_quickly()
    ada.product.wait_for_files()
    return ada


async def test_dynamics_from_new_claim_to_submitted_with_bare_answers(typist: Chat) -> None:
    await say(typist, "new claim", "RevRec")
    await say(typist, "Fabrikam", "fabrikam.example", "volume licensing")
    assert "Step 3 of 6 · Products" in await say(typist, "4501124")
    await say(typist, "Sales and Power BI")
    assert "Step 4 of 6" in await say(typist, SUBSCRIPTION)
    await say(typist, "Casey Customer", "IT director", "casey@fabrikam.example")
    assert "Step 5 of 6" in await say(typist, "Sam Seller", "Adatum Planner")
    await say(typist, "add customer", "upload")
    await typist.send(("Signed.pdf", pdf()))
    await say(typist, "We influenced the choice of Sales and Power BI.", "signed 2026-05-28")
    assert "on its way" in await say(typist, "confirm all", "submit")
    claim = await typist.product.claim()
    assert claim.partner_role == "influenced_revenue"
    assert claim.partner_id == "4501124"
    assert claim.purchase_channel == "volume_licensing"
    assert set(claim.products) == {"sales", "power_bi"}
    assert claim.subscription_id == SUBSCRIPTION
    assert (claim.customer_contact_name, claim.customer_contact_title) == (
        "Casey Customer",
        "IT director",
    )
    assert (claim.seller_name, claim.isv_solution) == ("Sam Seller", "Adatum Planner")


async def test_an_area_typed_alone_is_kept_until_the_role_comes(typist: Chat) -> None:
    told = await say(typist, "new claim", "Business Applications")
    assert "Step 1 of 6" in told
    assert prefilled(typist.shown) == {"solution_area": "business_applications"}
    assert "Choose one role." in await say(typist, "next")
    assert "Step 2 of 6" in await say(typist, "usage recognition")


async def test_opting_out_can_be_typed(typist: Chat) -> None:
    await say(typist, "new claim", "use or consume", "opt out")
    assert (await typist.product.claim()).opt_out_of_incentive is True
    await say(typist, "do not opt out")
    assert (await typist.product.claim()).opt_out_of_incentive is False


async def test_each_typed_answer_shows_what_is_still_needed(typist: Chat) -> None:
    told = await say(typist, "new claim", "use or consume", "Fabrikam")
    assert "Who is the customer?" in told
    assert (await typist.product.claim()).customer_name == "Fabrikam"


async def test_the_card_before_shrinks_when_an_answer_is_typed(typist: Chat) -> None:
    await say(typist, "new claim", "use or consume")
    old, new = typist.cards()[-2:]
    assert words(old[1]) == "Continued below."
    assert titles(new[1]) == ["Next", "Back"]


async def test_a_wrong_typed_answer_is_said_at_its_field_and_nothing_is_lost(typist: Chat) -> None:
    await say(typist, "new claim", "use or consume", "Fabrikam")
    told = await say(typist, "tenant 12345")
    assert "This is not a tenant ID." in told
    assert (await typist.product.claim()).customer_name == "Fabrikam"
    assert "Step 3" in await say(typist, "fabrikam.example", "4501123")


async def test_a_typed_workload_that_is_unknown_is_named(typist: Chat) -> None:
    await say(typist, "new claim", "use or consume", "Fabrikam", "fabrikam.example", "4501123")
    told = await say(typist, "Teams and Windows 365")
    assert "Windows 365 cannot be claimed here. Pick from the list." in told


async def test_submit_typed_too_early_says_what_is_missing(typist: Chat) -> None:
    await say(typist, "new claim", "use or consume", "Fabrikam", "fabrikam.example", "4501123")
    await say(typist, "Teams", "Casey", "IT director", "casey@fabrikam.example", "add customer")
    told = await say(typist, "upload", "submit")
    assert "No proof yet. Attach the signed document here with the paperclip." in told
    await typist.send(("Signed.pdf", pdf()))
    told = await say(typist, "submit")
    assert "Say in a sentence what you did." in told
    assert "Give the date of the customer’s signature." in told
    assert "Tick all four to submit." in told
    assert (await typist.product.claim()).status == "draft"


async def test_a_known_customer_by_typing_takes_the_prefilled_answers(typist: Chat) -> None:
    await say(typist, "new claim", "use or consume", "Fabrikam", "fabrikam.example", "4501123")
    await say(typist, "Teams", "Casey", "IT director", "casey@fabrikam.example", "add customer")
    await say(typist, "new claim", "next")
    assert "Step 3 of 6" in words(typist.shown)
    assert "Step 5 of 6" in await say(typist, "Intune")


async def test_going_on_by_typing_next_takes_what_is_prefilled(typist: Chat) -> None:
    await say(typist, "new claim", "use or consume", "Fabrikam", "fabrikam.example", "4501123")
    await say(typist, "Teams")
    told = await say(typist, "next")
    assert "Type the contact’s name." in told
    assert (await typist.product.claim()).partner_contact_name == "Ada Admin"


@pytest.mark.parametrize("name", ["Ask Partners Ltd", "Change Healthcare", "Note Systems"])
async def test_a_name_that_begins_like_a_command_is_still_a_name(typist: Chat, name: str) -> None:
    await say(typist, "new claim", "use or consume", name)
    assert (await typist.product.claim()).customer_name == name


@pytest.mark.parametrize("word", ["yes", "submit", "continue", "keep", "ok"])
async def test_a_word_for_a_button_is_never_taken_for_a_name(typist: Chat, word: str) -> None:
    await say(typist, "new claim", "use or consume", word)
    assert (await typist.product.claim()).customer_name is None
    assert "Who is the customer?" in words(typist.shown)
