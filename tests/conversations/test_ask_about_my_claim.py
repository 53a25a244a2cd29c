"""A question about one claim is answered from that claim first, then by the rule."""

from __future__ import annotations

import pytest

from tests.conversations.asking import ask, told
from tests.conversations.driver import RAE, Chat, prefilled, titles, words
from tests.conversations.story import at_items, drafted, submitted, with_proof

FROM_THE_CLAIM = [
    ("what is Fabrikam waiting for?", "Fabrikam: submitted, waiting for the review"),
    ("when does it become official?", "It becomes official on Wed 17 June at the earliest"),
    ("how long do I have?", "The review begins by Tue 16 June"),
    ("what is still missing?", "Nothing is missing for Fabrikam"),
    ("which files did I send?", "One file is with the claim for Fabrikam"),
    ("am I opted out?", "You did not opt out of payment for Fabrikam"),
    ("can I dispute it?", "There is nothing to dispute"),
    ("when can I see usage data?", "No usage data for Fabrikam yet"),
]


@pytest.mark.parametrize(("question", "first"), FROM_THE_CLAIM)
async def test_the_claim_comes_first_and_the_rule_after_it(
    ada: Chat, question: str, first: str
) -> None:
    await submitted(ada)
    lines = await told(ada, question)

    assert lines[:3] == ["Your claim for Fabrikam", "Claim 1001", first]
    assert lines[-1].startswith("Source:")
    assert titles(ada.shown) == ["See my Fabrikam claim"]


async def test_whether_they_answered_follows_what_happened(ada: Chat) -> None:
    await submitted(ada)
    assert (await told(ada, "did they answer yet?"))[2] == (
        "The e-mail to casey@fabrikam.example is about to leave"
    )
    await ada.product.work()
    lines = await told(ada, "did they answer yet?")
    assert lines[2].startswith("No answer from Fabrikam yet; silence until Tue 16 June")
    assert lines[3].startswith("The e-mail went to casey@fabrikam.example on Tue 9 June")


async def test_what_the_reviewer_asked_is_what_is_missing(ada: Chat) -> None:
    await submitted(ada)
    await ada.product.work()
    rae = ada.product.chat(RAE)
    await rae.say("begin 1001")
    await rae.say("ask 1001 Name the teams that were trained")

    lines = await told(ada, "What is still missing for Fabrikam?")

    assert lines[2].startswith("Your answer to the reviewer is missing, by ")
    assert lines[3] == "The reviewer asked: Name the teams that were trained."


async def test_in_the_middle_the_step_comes_again_with_everything_kept(ada: Chat) -> None:
    await at_items(ada)
    lines = await told(ada, "what is still missing?")

    assert lines[2].startswith("Still missing: Workloads, Contact")
    assert "Which workloads did you work on?" in words(ada.shown)
    await ada.press("back")
    assert prefilled(ada.shown)["customer_name"] == "Fabrikam"


async def test_a_card_in_the_middle_leads_nowhere_else(ada: Chat) -> None:
    await at_items(ada)
    assert titles(await ask(ada, "Why do you need the tenant ID?")) == []


async def test_a_draft_names_what_the_proof_lacks(ada: Chat) -> None:
    await with_proof(ada)
    lines = await told(ada, "what is still missing?")
    assert lines[2] == "Still missing: Work done, Signed on and Confirmed"

    await drafted(ada, workloads="intune")
    lines = await told(ada, "what is still missing?")
    assert lines[2].startswith("Still missing: a checked proof file, Work done")


async def test_the_claim_on_the_screen_wins_over_another_of_the_customer(ada: Chat) -> None:
    await submitted(ada)
    await drafted(ada, workloads="intune")
    assert "a draft" in (await told(ada, "what is Fabrikam waiting for?"))[2]


async def test_several_claims_of_a_customer_are_offered(ada: Chat) -> None:
    await submitted(ada)
    await drafted(ada, workloads="intune")
    await ada.say("new claim")
    await ada.answer(
        solution_area="modern_work_security", partner_role="use_or_consume", customer_name="new"
    )

    card = await ask(ada, "what is Fabrikam waiting for?")

    assert words(card).startswith("Which claim do you mean?")
    assert sorted(titles(card)) == ["Open claim 1001", "Open claim 1002"]


async def test_a_number_names_a_claim(ada: Chat) -> None:
    await submitted(ada)
    await drafted(ada, workloads="intune")
    lines = await told(ada, "what is claim 1001 waiting for?")
    assert lines[1:3] == ["Claim 1001", "Fabrikam: submitted, waiting for the review"]


async def test_nobody_hears_of_anybody_elses_claim(ada: Chat) -> None:
    await submitted(ada)
    other = ada.product.chat(("0a1b2c3d-0000-4000-8000-00000000000f", "Otto Other"))
    for question in ("what is Fabrikam waiting for?", "which files did I send for claim 1001?"):
        lines = " ".join(await told(other, question))
        assert "1001" not in lines
        assert "Signed.pdf" not in lines
        assert "Your claim" not in lines


async def test_a_name_alone_is_no_question_but_the_claim_can_be_opened(ada: Chat) -> None:
    await submitted(ada)
    card = await ask(ada, "Is Fabrikam a nice place to eat?")
    assert words(card).startswith("I don’t know that")
    assert titles(card) == ["See my Fabrikam claim"]


async def test_what_people_typed_is_inert(ada: Chat) -> None:
    await at_items(ada, customer_name="[Evil](https://evil.example)")
    lines = await told(ada, "what is still missing?")
    assert "\\[Evil\\]" in lines[0]
