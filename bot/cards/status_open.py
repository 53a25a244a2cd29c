"""Status cards of claims on their way: submitted, under review, disputed."""

from __future__ import annotations

from bot.cards.kit import next_box, sentence
from bot.cards.mail_fate import failed, failed_box, failed_buttons
from bot.cards.scene import Card, Element, Scene
from bot.cards.status_frame import frame, press, see_details
from bot.cards.timeline import timeline
from bot.claims.models import Claim, DeadlineKind, Decision
from bot.text.markdown import Markdown


def _consent(scene: Scene, claim: Claim) -> Markdown | None:
    """Say where the customer's side stands."""
    words, consent = scene.words, claim.consent
    if consent is None or failed(claim):
        return None
    contact = claim.customer_contact_name or consent.email
    if consent.answer and consent.answer.decision is Decision.APPROVE:
        day = words.date(words.day_of(consent.answer.at))
        return words("state.agreed", contact=consent.answer.name or contact, day=day)
    day = words.date(consent.notice_ends)
    if consent.notice_ends < scene.today:
        return words("state.silent", day=day)
    return words("state.mailed" if consent.mailed_at else "state.mailing", contact=contact, day=day)


def submitted(scene: Scene, claim: Claim) -> Card:
    """Say that the claim is on its way and that there is nothing to do."""
    return frame(
        scene,
        claim,
        "state.submitted.headline",
        _on_its_way(scene, claim, _consent(scene, claim)),
        _open_buttons(scene, claim),
        typed="state.hint_open",
    )


def under_review(scene: Scene, claim: Claim) -> Card:
    """Say that a reviewer decides, and by when."""
    due = _decision_due(scene, claim, "state.under_review.sentence")
    return frame(
        scene,
        claim,
        "state.under_review.headline",
        _on_its_way(scene, claim, due, _consent(scene, claim)),
        _open_buttons(scene, claim),
        typed="state.hint_open",
    )


def disputed(scene: Scene, claim: Claim) -> Card:
    """Say that the dispute is with the reviewer."""
    return frame(
        scene,
        claim,
        "state.disputed.headline",
        _on_its_way(scene, claim, _decision_due(scene, claim, "state.disputed.sentence")),
        [*failed_buttons(scene, claim), see_details(scene, claim)],
    )


def _on_its_way(scene: Scene, claim: Claim, *told: Markdown | None) -> list[Element | None]:
    """Draw what is told, a mail that failed, the way so far, and that there is nothing to do."""
    nothing = None if failed(claim) else next_box(scene.words, scene.words("state.nothing"))
    return [
        *(sentence(line) for line in told if line),
        *failed_box(scene, claim),
        *timeline(scene, claim),
        nothing,
    ]


def _decision_due(scene: Scene, claim: Claim, code: str) -> Markdown | None:
    """Say by when a reviewer decides, in the words of this code."""
    due = claim.deadline(DeadlineKind.DECISION)
    return scene.words(code, day=scene.words.date(due.on)) if due else None


def _open_buttons(scene: Scene, claim: Claim) -> list[Element]:
    mail = failed_buttons(scene, claim) or [press(scene, claim, "resend_consent")]
    details, withdraw = see_details(scene, claim), press(scene, claim, "withdraw")
    return [*mail, details, withdraw] if failed(claim) else [details, *mail, withdraw]
