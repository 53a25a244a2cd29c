"""What is said of one claim has words in every language, whatever has happened to the claim."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from bot.cards.answers import did_you_mean, unknown
from bot.cards.own_facts import own_lines, which_claim
from bot.claims.models import Claim, DirectoryCheck, PartnerRole, RejectionReason, Status
from bot.services.own_answers import TOPICS, own_answer
from bot.text.words import FOLDER, Words

LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if (path / "own.toml").is_file())
#: On a phone a headline of more than this is a paragraph.
LONGEST_HEADLINE = 130


def _samples() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cards", Path(__file__).parent / "conftest.py")
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


SAMPLES = _samples()


def _claims() -> list[Claim]:
    make = SAMPLES
    return [
        make.make_claim(),
        make.make_claim(partner_role=None, solution_area=None, tenant_id=None, customer_name=None),
        make.make_draft(),
        make.make_draft(poe_files=(), poe_signed_on=None, opt_out_of_incentive=True),
        make.make_business(),
        make.make_business(partner_role=PartnerRole.INFLUENCED_REVENUE),
        make.make_submitted(),
        make.make_submitted(status=Status.UNDER_REVIEW),
        make.make_submitted(status=Status.DISPUTED),
        make.make_submitted(consent=None, directory=DirectoryCheck()),
        make.make_action(),
        *(make.make_rejected(reason) for reason in RejectionReason),
        make.make_rejected(RejectionReason.POE_MISSING, status=Status.REJECTED_FINAL),
        make.make_approved(),
        make.make_approved(status=Status.EXPIRED),
        make.make_approved(status=Status.DISCARDED),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_every_answer_has_words(topic: str, language: str) -> None:
    scene = SAMPLES.make_scene(words=Words(language, today=SAMPLES.make_scene().today))
    for claim in _claims():
        facts = own_answer(topic, claim, scene.today, scene.rules)
        lines = own_lines(scene, claim, facts)
        assert len(lines) == len(facts)
        assert all("{" not in line for line in lines)
        if topic != "help:required_information":
            assert all(len(line) <= LONGEST_HEADLINE for line in lines[:1])


def test_several_near_questions_are_offered_as_several_and_one_as_one() -> None:
    scene = SAMPLES.make_scene()
    two = did_you_mean(scene, ["help:poe", "help:edit"])
    one = did_you_mean(scene, ["help:poe"])
    assert two["fallbackText"] == "Did you mean one of these?"
    assert one["fallbackText"] == "Did you mean this?"
    assert [action["title"] for action in one["actions"]] == ["What counts as proof?"]


def test_of_many_claims_three_are_offered() -> None:
    claims = [SAMPLES.make_submitted(id=number) for number in range(1001, 1006)]
    card = which_claim(SAMPLES.make_scene(), claims)
    assert [action["data"]["claim_id"] for action in card["actions"]] == [1001, 1002, 1003]


def test_an_unknown_question_that_names_a_customer_leads_to_the_claim() -> None:
    claim = SAMPLES.make_submitted()
    [button] = unknown(SAMPLES.make_scene(), named=claim)["actions"]
    assert (button["verb"], button["data"]["claim_id"]) == ("open_claim", claim.id)
