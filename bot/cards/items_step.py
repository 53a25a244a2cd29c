"""Step 3 of a claim: workloads, or products with their subscription."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import button
from bot.cards.error_box import error_summary
from bot.cards.inputs import Form
from bot.cards.kit import action_set, box, card, headline, hint, notes, progress, small, text
from bot.cards.parts import customer
from bot.cards.scene import Card, Element, Scene, Stamp
from bot.claims.errors import Code
from bot.claims.models import Claim, SolutionArea


def items_step(
    scene: Scene, claim: Claim, *, verified: bool = False, subscriptions: Sequence[str] = ()
) -> Card:
    """Ask for the items.

    `verified` shows the box for a tenant just found; `subscriptions` are free ones known.
    """
    words, form = scene.words, Form(scene, claim)
    modern = claim.solution_area is SolutionArea.MODERN_WORK_SECURITY
    group = "workloads" if modern else "products"
    items = scene.rules.catalogue.items(claim.solution_area)
    choices = [(item.id, item.name) for item in items.values()]
    return card(
        [
            progress(words("card.step", step=3, name=words(f"step.{group}")), words("card.saved")),
            headline(words(f"items_step.{group}")),
            error_summary(scene, claim, (group, "subscription_id"))
            or (_found(scene, claim) if verified else None),
            *notes(scene),
            text(words(f"items_step.{group}_sentence"), spacing="Medium"),
            *form.several(group, choices),
            *_covered(scene),
            *([] if modern else _subscription(scene, claim, subscriptions)),
            hint(words(f"items_step.{group}_hint")),
        ],
        [
            button(words, "next", "next", scene.stamp, primary=True),
            button(words, "back", "back", scene.stamp, validates=False),
        ],
        summary=words.plain(f"items_step.{group}"),
    )


def _found(scene: Scene, claim: Claim) -> Element:
    words = scene.words
    title = words("items_step.found", domain=claim.customer_domain or customer(words, claim))
    return box(
        [
            text(title, color="Good", weight="Bolder"),
            text(words("items_step.found_id", id=claim.tenant_id or ""), spacing="None"),
        ],
        "good",
    )


def _subscription(scene: Scene, claim: Claim, known: Sequence[str]) -> list[Element]:
    words = scene.words
    elements = Form(scene, claim).text("subscription_id")
    if len(known) > 1:
        ids = words.row(known)
        name = customer(words, claim)
        elements.append(small(words("items_step.known", customer=name, ids=ids)))
    return elements


def _covered(scene: Scene) -> list[Element]:
    """Offer to open the claim that holds what was chosen."""
    held = [each for each in scene.problems if each.code is Code.ALREADY_COVERED]
    ids = dict.fromkeys(each.data.get("claim") for each in held)
    numbers = [number for number in ids if isinstance(number, int)]
    return [
        action_set(
            button(
                scene.words,
                "open_number",
                "open_claim",
                Stamp(scene.stamp.nonce, number),
                validates=False,
                id=number,
            )
        )
        for number in numbers
    ]
