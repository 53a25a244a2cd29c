"""Status cards of claims on their way: submitted, under review, disputed, approved."""

from __future__ import annotations

from bot.cards.kit import next_box, sentence
from bot.cards.scene import Card, Element, Scene
from bot.cards.status_frame import frame, press, see_details
from bot.cards.timeline import timeline
from bot.claims.models import Claim, DeadlineKind, Decision
from bot.claims.proof import good_until
from bot.text.markdown import Markdown


def _consent(scene: Scene, claim: Claim) -> Markdown | None:
    """Say where the customer's side stands."""
    words, consent = scene.words, claim.consent
    if consent is None:
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
    words, told = scene.words, _consent(scene, claim)
    return frame(
        scene,
        claim,
        "state.submitted.headline",
        [
            sentence(told) if told else None,
            *timeline(scene, claim),
            next_box(words, words("state.nothing")),
        ],
        _open_buttons(scene, claim),
        typed="state.hint_open",
    )


def _open_buttons(scene: Scene, claim: Claim) -> list[Element]:
    return [
        see_details(scene, claim),
        press(scene, claim, "resend_consent"),
        press(scene, claim, "withdraw"),
    ]


def under_review(scene: Scene, claim: Claim) -> Card:
    """Say that a reviewer decides, and by when."""
    words, told = scene.words, _consent(scene, claim)
    due = claim.deadline(DeadlineKind.DECISION)
    decide = words("state.under_review.sentence", day=words.date(due.on)) if due else None
    return frame(
        scene,
        claim,
        "state.under_review.headline",
        [
            sentence(decide) if decide else None,
            sentence(told) if told else None,
            *timeline(scene, claim),
            next_box(words, words("state.nothing")),
        ],
        _open_buttons(scene, claim),
        typed="state.hint_open",
    )


def disputed(scene: Scene, claim: Claim) -> Card:
    """Say that the dispute is with the reviewer."""
    words, due = scene.words, claim.deadline(DeadlineKind.DECISION)
    when = words("state.disputed.sentence", day=words.date(due.on)) if due else None
    return frame(
        scene,
        claim,
        "state.disputed.headline",
        [
            sentence(when) if when else None,
            *timeline(scene, claim),
            next_box(words, words("state.nothing")),
        ],
        [see_details(scene, claim)],
    )


def approved(scene: Scene, claim: Claim) -> Card:
    """Say from when the association is official, and until when its proof is good."""
    words, day = scene.words, claim.official_on
    official = day is not None and day <= scene.today
    title = "state.approved.headline" if official else "state.approved.waiting_headline"
    code = "state.approved.waiting"
    if official:
        agreed = claim.consent and claim.consent.answer
        code = "state.approved.sentence_agreed" if agreed else "state.approved.sentence"
    name = words.plain("state.approved.reviewer")
    told = words(code, name=name, day=words.date_full(day)) if day else None
    good = good_until(claim.poe_signed_on)
    rest = (
        words("state.approved.next", day=words.date_long(good))
        if good
        else words("state.approved.next_plain")
    )
    buttons = [press(scene, claim, "usage")] if official else []
    return frame(
        scene,
        claim,
        title,
        [sentence(told) if told else None, next_box(words, rest)],
        [
            *buttons,
            see_details(scene, claim),
            press(scene, claim, "add_newer_poe", "add_poe"),
        ],
        typed="state.approved.hint" if official else "state.hint",
    )
