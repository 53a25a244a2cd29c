"""What keeps an approved association alive: newer proof with its date, the subscription's end."""

from __future__ import annotations

from bot.cards.buttons import button
from bot.cards.error_box import error_summary
from bot.cards.inputs import Form
from bot.cards.kit import box, card, headline, hint, notes, sentence, text
from bot.cards.parts import customer
from bot.cards.proof_files import file_rows
from bot.cards.scene import Card, Element, Scene
from bot.cards.status_frame import head, press
from bot.claims.deadlines import proof_due, subscription_due
from bot.claims.evidence import newer_files
from bot.claims.models import Claim, SolutionArea
from bot.claims.proof import good_until


def newer_proof(scene: Scene, claim: Claim) -> Card:
    """Ask for newer proof; once a file is there, for the day on which the customer signed it."""
    words, files = scene.words, newer_files(claim)
    values = {"customer": customer(words, claim)}
    good = good_until(claim.poe_signed_on)
    return card(
        [
            head(scene, claim),
            headline(words("renewal.proof.headline", **values)),
            error_summary(scene, claim, ("poe_signed_on",)),
            *notes(scene),
            sentence(words("renewal.proof.good", day=words.date_long(good))) if good else None,
            *file_rows(scene, claim.model_copy(update={"poe_files": files})),
            text(words("renewal.proof.when"), spacing="Medium")
            if files
            else sentence(words("renewal.proof.send")),
            *(_signed_on(scene, claim) if files else ()),
            hint(words("renewal.proof.hint" if files else "renewal.proof.hint_send")),
        ],
        _buttons(scene, claim, save=bool(files)),
        summary=words.plain("renewal.proof.headline", **values),
    )


def _signed_on(scene: Scene, claim: Claim) -> list[Element]:
    """Ask for the new day; the old one is not filled in, as it cannot be the answer."""
    undated = claim.model_copy(update={"poe_signed_on": None})
    return Form(scene, undated).date("poe_signed_on", latest=scene.today)


def _buttons(scene: Scene, claim: Claim, *, save: bool) -> list[Element]:
    words, stamp = scene.words, scene.stamp
    found = [button(words, "back", "back", stamp, validates=False)]
    if save:
        return [button(words, "save", "next", stamp, primary=True), *found]
    return [press(scene, claim, "download_template"), *found]


def subscription_end(scene: Scene, claim: Claim) -> Card:
    """Ask for the subscription's last day, which may stay empty."""
    words = scene.words
    values = {"customer": customer(words, claim)}
    ahead = scene.rules.periods.renewal_reminder
    return card(
        [
            head(scene, claim),
            headline(words("renewal.subscription.headline", **values)),
            error_summary(scene, claim, ("subscription_ends_on",)),
            *notes(scene),
            sentence(words("renewal.subscription.sentence", count=ahead)),
            *Form(scene, claim).date("subscription_ends_on", earliest=scene.today),
            hint(words("renewal.subscription.hint")),
        ],
        [
            button(words, "save", "next", scene.stamp, primary=True),
            button(words, "back", "back", scene.stamp, validates=False),
        ],
        summary=words.plain("renewal.subscription.headline", **values),
    )


def renewal_lines(scene: Scene, claim: Claim) -> list[Element]:
    """Say on an approved claim's card what has to be renewed, and what is known of its end."""
    return [*_proof_line(scene, claim), *_subscription_line(scene, claim)]


def _proof_line(scene: Scene, claim: Claim) -> list[Element]:
    words, day = scene.words, proof_due(claim, scene.today, scene.rules.periods)
    if day is None:
        return []
    code = "renewal.proof.late" if day < scene.today else "renewal.proof.soon"
    return [box([text(words(code, day=words.date_long(day)))], "warning")]


def _subscription_line(scene: Scene, claim: Claim) -> list[Element]:
    words, last = scene.words, claim.subscription_ends_on
    if claim.solution_area is not SolutionArea.BUSINESS_APPLICATIONS:
        return []
    if last is None:
        return [sentence(words("renewal.subscription.unknown"))]
    day = words.date_long(last)
    if subscription_due(claim, scene.today, scene.rules.periods):
        return [box([text(words("renewal.subscription.soon", day=day))], "warning")]
    return [sentence(words("renewal.subscription.ends", day=day))]
