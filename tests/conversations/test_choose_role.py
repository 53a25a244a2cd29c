"""Which partner role: at most three questions, the rule that decides, and never a guess."""

from __future__ import annotations

import pytest

from tests.conversations.driver import Chat, choices, inputs, prefilled, titles, words
from tests.conversations.story import at_customer

ASKED = ("solution_area", "activity", "purchase_channel")


async def ask(chat: Chat, *answers: str) -> str:
    """Answer the questions in their order and give the outcome's words."""
    await chat.say("which role")
    for answer, field in zip(answers, ASKED, strict=False):
        assert [*inputs(chat.shown)] == [field]
        await chat.answer(**{field: answer})
    return words(chat.shown)


@pytest.mark.parametrize(
    ("answers", "role"),
    [
        (("modern_work_security", "adoption_usage"), "use_or_consume"),
        (("business_applications", "adoption_usage", "web_direct"), "usage_recognition"),
        (
            ("business_applications", "influenced_purchase", "volume_licensing"),
            "build_intent_advisor",
        ),
        (
            ("business_applications", "influenced_selection", "volume_licensing"),
            "influenced_revenue",
        ),
    ],
)
async def test_each_role_is_found_and_starts_a_claim_with_it(
    ada: Chat, answers: tuple[str, ...], role: str
) -> None:
    told = await ask(ada, *answers)
    assert "your result" in told
    assert "Why this one." in told
    assert "Source: Microsoft" in told
    assert titles(ada.shown) == ["Start with this role", "Change my answers"]
    await ada.press("new_claim")
    assert "Step 1 of 6 · Role" in words(ada.shown)
    assert prefilled(ada.shown)["partner_role"] == role
    assert prefilled(ada.shown)["solution_area"] == answers[0]


async def test_the_first_question_has_four_choices_and_no_back(ada: Chat) -> None:
    card = await ada.press("choose_role") if (await ada.arrive()) else {}
    assert "Which products was the work about?" in words(card)
    areas = ["business_applications", "modern_work_security", "azure", "co_op"]
    assert sorted(choices(card, "solution_area")) == sorted(areas)
    assert titles(card) == ["Next"]


async def test_a_csp_purchase_fits_no_role_and_starts_nothing(ada: Chat) -> None:
    told = await ask(ada, "business_applications", "influenced_purchase", "csp")
    assert "No role fits this work" in told
    assert "Change the channel if it is wrong." in told
    assert titles(ada.shown) == ["Change my answers"]
    await ada.press("back")
    assert "How did the customer buy it?" in words(ada.shown)
    assert prefilled(ada.shown)["purchase_channel"] == "csp"
    await ada.answer(purchase_channel="volume_licensing")
    assert "Build intent - Advisor" in words(ada.shown)


async def test_presales_in_modern_work_fits_no_role(ada: Chat) -> None:
    told = await ask(ada, "modern_work_security", "influenced_purchase")
    assert "No role fits this work" in told
    assert "Presales alone does not fit." in told


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("co_op",), "This is a co-op claim"),
        (("azure",), "Partner Admin Link"),
        (("modern_work_security", "partner_activities"), "MCI partner activity"),
    ],
)
async def test_other_programs_are_pointed_to_and_nothing_is_started(
    ada: Chat, answers: tuple[str, ...], said: str
) -> None:
    told = await ask(ada, *answers)
    assert said in told
    assert "Open the page" in titles(ada.shown)
    await ada.say("my claims")
    assert "No claims yet." in words(ada.shown)


async def test_an_unknown_channel_names_the_role_with_its_condition_first(ada: Chat) -> None:
    told = await ask(ada, "business_applications", "adoption_usage", "unknown")
    condition = told.index("If the licences came by Volume Licensing or Web-Direct.")
    assert condition < told.index("Why this one.")
    await ada.press("new_claim")
    await ada.answer()
    assert "purchase_channel" in inputs(ada.shown)


async def test_the_choice_can_be_typed_all_the_way(ada: Chat) -> None:
    await ada.say("which role")
    await ada.say("Business Central")
    await ada.say("presales")
    await ada.say("through a reseller")
    assert "No role fits this work" in words(ada.shown)
    await ada.say("change")
    await ada.say("volume licensing")
    assert "Build intent - Advisor" in words(ada.shown)
    await ada.say("start")
    assert prefilled(ada.shown)["partner_role"] == "build_intent_advisor"


async def test_work_is_understood_in_the_persons_own_words(ada: Chat) -> None:
    await ada.say("which role")
    await ada.say("Teams")
    await ada.say("we trained their people")
    assert "Use or consume" in words(ada.shown)


async def test_back_keeps_what_was_answered(ada: Chat) -> None:
    await ask(ada, "business_applications", "adoption_usage")
    await ada.press("back")
    assert prefilled(ada.shown)["activity"] == "adoption_usage"
    await ada.say("back")
    assert prefilled(ada.shown)["solution_area"] == "business_applications"


async def test_help_me_choose_in_the_middle_of_a_claim_comes_back_to_that_claim(ada: Chat) -> None:
    await at_customer(ada)
    await ada.press("back")
    assert (await ada.product.claim()).partner_role == "use_or_consume"
    await ada.press("choose_role")
    await ada.answer(solution_area="business_applications")
    await ada.answer(activity="influenced_selection")
    await ada.answer(purchase_channel="volume_licensing")
    await ada.press("new_claim")
    assert prefilled(ada.shown)["partner_role"] == "influenced_revenue"
    await ada.answer()
    claim = await ada.product.claim()
    assert claim.partner_role == "influenced_revenue"
    assert claim.solution_area == "business_applications"


async def test_the_channel_given_in_the_choice_is_not_asked_twice(ada: Chat) -> None:
    await ask(ada, "business_applications", "adoption_usage", "web_direct")
    await ada.press("new_claim")
    await ada.answer()
    assert prefilled(ada.shown)["purchase_channel"] == "web_direct"


async def test_an_answer_not_on_the_list_is_refused_and_nothing_is_lost(ada: Chat) -> None:
    await ask(ada, "business_applications")
    await ada.press("next", activity="sold_it_twice")
    assert "This is not one of the choices." in words(ada.shown)
    await ada.answer(activity="adoption_usage")
    assert "How did the customer buy it?" in words(ada.shown)


async def test_two_kinds_of_work_are_two_claims_and_one_comes_first(ada: Chat) -> None:
    await ada.say("which role")
    await ada.say("Dynamics 365")
    await ada.say("adoption and selection")
    assert "That is two claims. Which first?" in words(ada.shown)
    assert choices(ada.shown, "activity") == ["adoption_usage", "influenced_selection"]
    await ada.answer(activity="influenced_selection")
    await ada.answer(purchase_channel="web_direct")
    assert "Influenced Revenue" in words(ada.shown)


async def test_two_areas_are_two_claims_too(ada: Chat) -> None:
    await ada.say("which role")
    await ada.say("Teams and Business Central")
    assert "That is two claims. Which first?" in words(ada.shown)
    await ada.say("back")
    assert "Which products was the work about?" in words(ada.shown)
    await ada.say("Teams and Business Central")
    await ada.say("Teams")
    assert "What did you do?" in words(ada.shown)
