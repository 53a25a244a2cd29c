"""Step 2 of a claim: who the customer is, and what came of looking up the tenant."""

from __future__ import annotations

from bot.cards.buttons import button
from bot.cards.error_box import error_summary
from bot.cards.inputs import Form
from bot.cards.kit import action_set, box, card, headline, hint, notes, progress, rows, text
from bot.cards.scene import Card, Element, Scene
from bot.claims.errors import Code
from bot.claims.fields import Section, fields_of
from bot.claims.models import Claim, PurchaseChannel


def customer_step(scene: Scene, claim: Claim) -> Card:
    """Ask for the customer.

    A TENANT_MISMATCH problem with data `found` offers that ID (`choice` "use_found").
    """
    words, fields = scene.words, fields_of(Section.CUSTOMER, claim)
    asked = [element for field in fields for element in _ask(scene, claim, field.id)]
    return card(
        [
            _progress(scene),
            headline(words("customer_step.headline")),
            error_summary(scene, claim, [field.id for field in fields]),
            *notes(scene),
            *asked,
            hint(words("customer_step.hint")),
        ],
        [
            button(words, "next", "next", scene.stamp, primary=True),
            button(words, "back", "back", scene.stamp, validates=False),
        ],
        summary=words.plain("customer_step.headline"),
    )


def _progress(scene: Scene) -> Element:
    words = scene.words
    line = words("card.step", step=2, name=words("step.customer"))
    return progress(line, words("card.saved"))


def _ask(scene: Scene, claim: Claim, field_id: str) -> list[Element]:
    words, form = scene.words, Form(scene, claim)
    if field_id == "tenant_id":
        return [*form.text(field_id, required=False), *_repair(scene)]
    if field_id == "claim_name":
        return form.text(field_id, required=False)
    if field_id == "partner_id" and scene.rules.locations:
        places = scene.rules.locations.items()
        choices = [
            (id_, words.plain("customer_step.location", id=id_, name=n)) for id_, n in places
        ]
        return form.choice(field_id, choices, compact=True)
    if field_id == "purchase_channel":
        return form.choice(field_id, [(c, words.plain(f"channel.{c}")) for c in PurchaseChannel])
    if field_id == "opt_out_of_incentive":
        return form.toggle(field_id)
    return form.text(field_id)


def _repair(scene: Scene) -> list[Element]:
    """Offer the ID that the directory found, where it is not the one given."""
    words = scene.words
    wrong = (each for each in scene.problems if each.code is Code.TENANT_MISMATCH)
    found = next((str(each.data["found"]) for each in wrong if each.data.get("found")), "")
    if not found:
        return []
    use = button(words, "use_found", "next", scene.stamp, choice="use_found", ending=found[-4:])
    return [action_set(use)]


def not_verified(scene: Scene, claim: Claim) -> Card:
    """Say that the directory did not answer (`choice` "go_on" or "try_again").

    Asks `tenant_id` where it is missing; then pressing Next sends it.
    """
    words, missing = scene.words, claim.tenant_id is None
    what = words("not_verified.need" if missing else "not_verified.text")
    title = text(words("not_verified.title"), color="Warning", weight="Bolder")
    again = button(words, "try_again", "next", scene.stamp, choice="try_again", validates=False)
    forward = ("next", "") if missing else ("go_on", "go_on")
    go_on = button(words, forward[0], "next", scene.stamp, choice=forward[1], primary=True)
    return card(
        [
            _progress(scene),
            headline(words("not_verified.headline")),
            box([title, text(what, spacing="Small")], "warning"),
            *_known(scene, claim),
            *(Form(scene, claim).text("tenant_id", required=True) if missing else ()),
            hint(words("not_verified.hint_need" if missing else "not_verified.hint")),
        ],
        [go_on, again],
        summary=words.plain("not_verified.headline"),
    )


def _known(scene: Scene, claim: Claim) -> list[Element]:
    words = scene.words
    pairs = (("domain", claim.customer_domain), ("tenant", claim.tenant_id))
    known = ((words(f"not_verified.{label}"), value) for label, value in pairs if value)
    return rows(known, "Medium")
