"""Step 1 of a claim: the area, the role, and a customer already known."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import button
from bot.cards.error_box import error_summary
from bot.cards.inputs import Form
from bot.cards.kit import card, headline, hint, notes, progress, sentence
from bot.cards.scene import Card, Element, Scene
from bot.claims.models import Claim, SolutionArea
from bot.claims.roles import roles

AREAS = (SolutionArea.MODERN_WORK_SECURITY, SolutionArea.BUSINESS_APPLICATIONS)
NEW = "new"


def role_step(scene: Scene, claim: Claim | None, customers: Sequence[Claim] = ()) -> Card:
    """Ask for area, role and customer.

    `customers` are the newest claims per known customer; "new" is the value for another.
    """
    words, form = scene.words, Form(scene, claim)
    tail = "" if customers else "_first"
    areas = [(each, words.plain(f"role_step.area.{each}")) for each in AREAS]
    choices = [(each, words.plain(f"role_step.role.{each}")) for each in roles()]
    name = words(f"role_step.headline{tail}")
    return card(
        [
            progress(words("card.step", step=1, name=words("step.role"))),
            headline(name),
            error_summary(scene, claim, ("solution_area", "partner_role", "customer_name")),
            *notes(scene),
            sentence(words("role_step.sentence")),
            *(_customers(scene, claim, customers) if customers else ()),
            *form.choice("solution_area", areas),
            *form.choice("partner_role", choices),
            hint(words(f"role_step.hint{tail}")),
        ],
        [
            button(words, "next", "next", scene.stamp, primary=True),
            button(words, "help_me_choose", "choose_role", scene.stamp, validates=False),
        ],
        summary=words.plain(f"role_step.headline{tail}"),
    )


def _customers(scene: Scene, claim: Claim | None, customers: Sequence[Claim]) -> list[Element]:
    words = scene.words
    choices = [(each.tenant_id or "", _title(scene, each)) for each in customers]
    choices.append((NEW, words.plain("role_step.new")))
    elements = Form(scene, claim).choice("customer_name", choices, compact=True)
    chosen = scene.typed.get("customer_name", claim and claim.tenant_id)
    known = {value for value, _ in choices}
    elements[0]["value"] = chosen if chosen in known else _default(claim, choices)
    return elements


def _default(claim: Claim | None, choices: Sequence[tuple[str, str]]) -> str:
    return NEW if claim and claim.customer_name else choices[0][0]


def _title(scene: Scene, claim: Claim) -> str:
    month = scene.words.month(scene.words.day_of(claim.created_at))
    return scene.words.plain("role_step.known", customer=claim.customer_name or "", month=month)
