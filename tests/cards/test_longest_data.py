"""Cards with the longest data there can be stay in their budget, and typed markup stays inert."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from bot.cards.claims_list import claims_list
from bot.cards.contacts_step import contacts_step
from bot.cards.customer_step import customer_step
from bot.cards.decision import decision
from bot.cards.details import details
from bot.cards.items_step import items_step
from bot.cards.proof import proof, submit
from bot.cards.review_step import review_step
from bot.cards.role_step import role_step
from bot.cards.scene import Card, Scene
from bot.cards.status import status_card
from bot.cards.welcome import back
from bot.claims.models import Actor, ActorKind, Claim, Event, HistoryEntry, Request, Status
from bot.claims.ports import ClaimPage

BUDGET = 56_000


def drawn(scene: Scene, claim: Claim) -> dict[str, Callable[[], Card]]:
    page = ClaimPage(claims=(claim,) * 10, total=99)
    actor = Actor(kind=ActorKind.ADMIN, name=claim.customer_contact_name or "")
    entry = HistoryEntry(
        claim_id=1,
        at=claim.created_at,
        event=Event.ANSWER_ACTION,
        actor=actor,
        after=claim.status,
        note=claim.comments or "",
    )
    urls = {file.id: f"https://claims.example/files/{'t' * 200}" for file in claim.poe_files}
    asked = Request(
        text=(claim.comments or "") + "\n2. x" * 20,
        by="Rae",
        at=claim.created_at,
        answer_by=scene.today,
    )
    waits = claim.model_copy(update={"status": Status.ACTION_REQUIRED, "request": asked})
    review = claim.model_copy(update={"status": Status.UNDER_REVIEW})
    return {
        "role": lambda: role_step(scene, claim, [claim] * 15),
        "customer": lambda: customer_step(scene, claim),
        "items": lambda: items_step(scene, claim, verified=True),
        "contacts": lambda: contacts_step(scene, claim),
        "review": lambda: review_step(scene, claim, based_on=claim),
        "proof": lambda: proof(scene, claim),
        "submit": lambda: submit(scene, claim),
        "status": lambda: status_card(scene, claim),
        "action": lambda: status_card(scene, waits),
        "details": lambda: details(scene, claim, [entry] * 60),
        "list": lambda: claims_list(scene, page, chosen="submitted"),
        "decision": lambda: decision(scene, review, urls=urls, waiting=99),
        "welcome": lambda: back(scene, "Ada" * 20, [claim] * 10),
    }


NAMES = [
    *("role", "customer", "items", "contacts", "review", "proof", "submit", "status", "action"),
    *("details", "list", "decision", "welcome"),
]


@pytest.mark.parametrize("name", NAMES)
def test_the_longest_data_fit(name: str, longest_claim: Claim, scene: Scene) -> None:
    card = drawn(scene, longest_claim)[name]()
    assert len(json.dumps(card, ensure_ascii=False).encode("utf-16-le")) < BUDGET


@pytest.mark.parametrize("name", NAMES)
def test_what_people_typed_is_no_link_and_no_markup(
    name: str, longest_claim: Claim, scene: Scene, texts: Callable[[Card], list[str]]
) -> None:
    card = drawn(scene, longest_claim)[name]()
    for said in texts(card):
        assert not re.search(r"(?<!\\)\]\(", said)
        assert "**Gesellschaft" not in said.replace("\\*\\*", "")
        assert "http:" not in said
