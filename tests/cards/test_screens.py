"""What single screens must show: kept values, problems beside their field, the right buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.cards.buttons import button
from bot.cards.contacts_step import contacts_step
from bot.cards.customer_step import customer_step, not_verified
from bot.cards.decision import decision
from bot.cards.details import details
from bot.cards.items_step import items_step
from bot.cards.moments import confirm, refusal
from bot.cards.notices import notice
from bot.cards.proof import proof, proof_listed, submit
from bot.cards.review_step import review_step
from bot.cards.role_choice import result
from bot.cards.role_step import role_step
from bot.cards.scene import Card, Scene, Stamp
from bot.cards.status import status_card
from bot.claims.errors import Code, Problem
from bot.claims.models import Actor, ActorKind, Claim, Event, HistoryEntry, PartnerRole, Status
from bot.claims.roles import Advice, Facts

TENANT = "8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94"
Texts = Callable[[Card], list[str]]


@pytest.fixture
def claim(longest_claim: Claim) -> Claim:
    """Give a draft still being filled in, with plain data."""
    return longest_claim.model_copy(
        update={
            "status": Status.DRAFT,
            "added_at": None,
            "customer_name": "Fabrikam",
            "customer_domain": "fabrikam.example",
            "workloads": ("teams",),
            "poe_files": (),
            "consent": None,
            "poe_summary": None,
        }
    )


def inputs(card: Card) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if str(node.get("type", "")).startswith("Input."):
                found[node["id"]] = node
            for value in node.values():
                walk(value)

    walk(card["body"])
    return found


def titles(card: Card) -> list[str]:
    return [each["title"] for each in card.get("actions", [])]


def test_typed_values_are_shown_again_over_saved_and_suggested_ones(
    scene: Scene, claim: Claim
) -> None:
    here = replace(scene, typed={"customer_name": "Fabri**kam"}, suggested={"claim_name": "x"})
    fields = inputs(customer_step(here, claim.model_copy(update={"claim_name": None})))
    assert fields["customer_name"]["value"] == "Fabri**kam"
    assert fields["claim_name"]["value"] == "x"
    assert fields["customer_domain"]["value"] == "fabrikam.example"


def test_a_problem_stands_below_its_field(scene: Scene, claim: Claim) -> None:
    here = replace(scene, problems=[Problem(Code.NOT_A_DOMAIN, "customer_domain")])
    body = customer_step(here, claim)["body"]
    place = next(i for i, each in enumerate(body) if each.get("id") == "customer_domain")
    assert body[place + 1]["text"].startswith("✕ This is not a domain.")
    assert body[place + 1]["color"] == "Attention"


def test_a_mismatch_offers_the_id_that_was_found(scene: Scene, claim: Claim, texts: Texts) -> None:
    data = {"found": TENANT, "domain": "fabrikam.example"}
    here = replace(scene, problems=[Problem(Code.TENANT_MISMATCH, "tenant_id", data)])
    card = customer_step(here, claim)
    (offer,) = [each["actions"][0] for each in card["body"] if each["type"] == "ActionSet"]
    assert offer["title"] == "Use the ID ending in 0d94"
    assert offer["verb"] == "next"
    assert offer["data"]["choice"] == "use_found"
    said = " ".join(texts(card))
    assert "✕ This is not the tenant of fabrikam.example. Its tenant ID ends in 0d94." in said
    assert "belong to two different organisations. Your other answers are kept." in said


def test_a_problem_of_a_field_not_on_the_card_is_told_in_the_box(
    scene: Scene, claim: Claim, texts: Texts
) -> None:
    here = replace(scene, problems=[Problem(Code.REQUIRED, "customer_contact_email")])
    assert "Contacts · Contact’s e-mail: Type the contact’s e-mail." in texts(
        review_step(here, claim)
    )


@pytest.mark.parametrize("draw", [proof, proof_listed])
def test_a_refused_file_is_told_in_the_box(
    scene: Scene, claim: Claim, texts: Texts, draw: Callable[[Scene, Claim], Card]
) -> None:
    here = replace(scene, problems=[Problem(Code.FILE_KIND, "poe_files", {"name": "notes.zip"})])
    said = "I cannot take notes.zip: only PDF, Word, Excel, PowerPoint, PNG or JPG, up to 25 MB."
    assert said in texts(draw(here, claim))


def test_the_screen_without_a_tenant_id_asks_for_it(scene: Scene, claim: Claim) -> None:
    bare = not_verified(scene, claim.model_copy(update={"tenant_id": None}))
    assert list(inputs(bare)) == ["tenant_id"]
    assert inputs(not_verified(scene, claim)) == {}
    assert [each["data"].get("choice") for each in not_verified(scene, claim)["actions"]] == [
        "go_on",
        "try_again",
    ]


def test_the_area_is_asked_above_the_role_and_customers_only_where_known(
    scene: Scene, claim: Claim
) -> None:
    assert list(inputs(role_step(scene, None))) == ["solution_area", "partner_role"]
    known = inputs(role_step(scene, None, [claim]))
    assert list(known) == ["customer_name", "solution_area", "partner_role"]
    values = [each["value"] for each in known["customer_name"]["choices"]]
    assert values == [claim.tenant_id, "new"]


def test_acknowledgements_are_never_filled_in_beforehand(scene: Scene, claim: Claim) -> None:
    ticked = claim.model_copy(update={"acknowledgements": ("data_is_true",)})
    assert "value" not in inputs(submit(scene, ticked))["acknowledgements"]
    again = replace(scene, typed={"acknowledgements": "data_is_true,nonsense"})
    assert inputs(submit(again, ticked))["acknowledgements"]["value"] == "data_is_true"


def test_comments_can_be_saved_before_the_rest_is_filled_in(scene: Scene, claim: Claim) -> None:
    fields = inputs(submit(scene, claim))
    assert not any(each.get("isRequired") for each in fields.values())
    assert fields["poe_signed_on"]["label"].endswith(" *")
    assert "Save comments" in titles(submit(scene, claim))


def test_items_no_longer_in_the_catalogue_are_not_chosen(scene: Scene, claim: Claim) -> None:
    old = claim.model_copy(update={"workloads": ("teams", "gone")})
    assert inputs(items_step(scene, old))["workloads"]["value"] == "teams"


def test_buttons_that_leave_the_card_do_not_check_it(scene: Scene) -> None:
    back = button(scene.words, "back", "back", scene.stamp, validates=False)
    assert back["associatedInputs"] == "none"
    assert "associatedInputs" not in button(scene.words, "next", "next", scene.stamp)


def test_a_long_name_on_a_button_is_cut_but_not_its_verb(scene: Scene) -> None:
    title = button(
        scene.words, "continue_claim", "open_claim", scene.stamp, customer="Fabrikam Worldwide Ltd"
    )["title"]
    assert title == "Continue Fabrikam Worldw…"


def test_a_claims_button_names_the_claim_also_on_a_card_of_another(
    scene: Scene, claim: Claim
) -> None:
    other = replace(scene, stamp=Stamp("n", 7, 70))
    data = confirm(other, claim, "withdraw")["actions"][1]["data"]
    assert (data["claim_id"], data["revision"]) == (claim.id, claim.version)
    mine = replace(scene, stamp=Stamp("n", claim.id, 70))
    assert confirm(mine, claim, "withdraw")["actions"][1]["data"]["revision"] == 70


def test_a_role_whose_channel_is_open_says_its_condition_first(scene: Scene, texts: Texts) -> None:
    role = PartnerRole.USAGE_RECOGNITION
    advice = Advice(id=f"role:{role}", role=role, channel_open=True)
    said = texts(result(scene, advice, Facts()))
    assert said[2].startswith("**If the licences came by Volume Licensing or Web-Direct.**")


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_its_card(scene: Scene, longest_claim: Claim, status: Status) -> None:
    card = status_card(scene, longest_claim.model_copy(update={"status": status}))
    assert card["fallbackText"]


def test_reviewers_notes_stay_with_reviewers(
    scene: Scene, longest_claim: Claim, texts: Texts
) -> None:
    note = HistoryEntry(
        claim_id=1,
        at=longest_claim.created_at,
        event=Event.COMMENT,
        actor=Actor(kind=ActorKind.REVIEWER, name="Rae"),
        after=Status.UNDER_REVIEW,
        note="Looks thin.",
    )
    assert "Note: Looks thin." not in texts(details(scene, longest_claim, [note]))
    assert "Note: Looks thin." in texts(details(scene, longest_claim, [note], reviewer=True))


def test_a_refused_edit_offers_what_can_be_done_instead(scene: Scene, longest_claim: Claim) -> None:
    card = refusal(scene, [Problem(Code.NOT_EDITABLE, "tenant_id")], longest_claim)
    assert titles(card) == ["Withdraw claim", "See details"]
    held = refusal(scene, [Problem(Code.ALREADY_COVERED, data={"claim": 1017})])
    assert held["actions"][0]["data"]["claim_id"] == 1017


def ending_on(claim: Claim, day: date) -> Claim:
    return claim.model_copy(update={"subscription_ends_on": day})


def test_an_end_that_is_near_asks_for_something_and_one_that_is_far_does_not(
    scene: Scene, association: Claim, texts: Texts
) -> None:
    near = status_card(scene, ending_on(association, date(2026, 6, 30)))
    assert not [said for said in texts(near) if "Nothing for you to do" in said]
    assert titles(near)[:2] == ["Note subscription end", "Start again from this"]
    far = status_card(scene, ending_on(association, date(2027, 3, 31)))
    assert [said for said in texts(far) if "Nothing for you to do" in said]
    assert titles(far)[0] == "Usage data"


def test_what_a_reviewer_decides_is_set_apart_from_what_they_read(
    scene: Scene, association: Claim
) -> None:
    review = association.model_copy(update={"status": Status.UNDER_REVIEW})
    assert inputs(decision(scene, review))["rejection_reason"]["separator"]
    message = inputs(decision(scene, association))["review_comment"]
    assert message["separator"]
    assert message["placeholder"] == "Message, why the claim ends"


def test_the_mail_is_called_sent_once_it_is(scene: Scene, submission: Claim, texts: Texts) -> None:
    assert submission.consent
    assert "Claim submitted and customer e-mailed" in texts(status_card(scene, submission))
    unsent = submission.consent.model_copy(update={"mailed_at": None})
    waits = texts(status_card(scene, submission.model_copy(update={"consent": unsent})))
    assert "Claim submitted" in waits


def test_an_address_is_corrected_and_saved_after_the_submission(
    scene: Scene, claim: Claim, submission: Claim, texts: Texts
) -> None:
    assert "◐ Submitted" in texts(contacts_step(scene, submission))
    assert titles(contacts_step(scene, submission)) == ["Save", "Back"]
    draft = claim.model_copy(update={"submitted_at": None})
    assert titles(contacts_step(scene, draft)) == ["Next", "Back"]
    news = notice(scene, submission, "mail_bounced")
    assert titles(news) == ["Correct the address"]
