"""Status cards of claims that ended: rejected, declined, discarded, expired."""

from __future__ import annotations

from datetime import date

from bot.cards.inputs import Form
from bot.cards.kit import box, next_box, sentence, text
from bot.cards.parts import reason_words
from bot.cards.scene import Card, Element, Scene
from bot.cards.status_action import relabelled
from bot.cards.status_frame import frame, lines_of, press, see_details
from bot.claims.models import ActorKind, Claim, Rejection, RejectionReason, Status
from bot.claims.status import disputable


def _again(scene: Scene, claim: Claim) -> Element:
    return press(scene, claim, "start_again", "new_claim", choice="again")


def _closed(scene: Scene, claim: Claim) -> date:
    ended = claim.rejection or claim.expiry
    at = ended.at if ended else claim.changed_at
    return scene.words.day_of(at)


def declined(scene: Scene, claim: Claim) -> Card:
    """Say that the customer declined, what follows, and what can be done."""
    words, rejection = scene.words, claim.rejection
    moment = words.moment(rejection.at if rejection else claim.changed_at)
    return frame(
        scene,
        claim,
        "state.declined.headline",
        [
            sentence(words("state.declined.sentence", moment=moment)),
            _quote(words("state.declined.reason"), rejection.comment if rejection else ""),
            next_box(words, words("state.declined.next")),
        ],
        [_again(scene, claim), see_details(scene, claim)],
    )


def _quote(title: str, said: str) -> Element | None:
    """Draw what somebody wrote, line by line."""
    lines = lines_of(said)
    if not lines:
        return None
    quoted = (text(line, spacing="Small") for line in lines)
    return box([text(title, weight="Bolder"), *quoted], "warning")


def rejected(scene: Scene, claim: Claim) -> Card:
    """Say why the claim was rejected, and whether and until when it can be disputed."""
    words, rejection = scene.words, claim.rejection
    if rejection is None:
        return frame(scene, claim, "state.rejected_final.headline", [], [_again(scene, claim)])
    title, told = _told(scene, claim, rejection)
    can_dispute = disputable(claim, scene.today)
    last = words.date(rejection.dispute_by) if rejection.dispute_by else ""
    rest = words("state.rejected.dispute", day=last) if can_dispute else None
    body = [
        sentence(told),
        _reviewer_said(scene, rejection),
        *(_dispute_box(scene, claim) if can_dispute else ()),
        next_box(words, rest or words("state.rejected.closed")),
    ]
    buttons = [_again(scene, claim), see_details(scene, claim)]
    if can_dispute:
        buttons = [
            press(scene, claim, "dispute", validates=True, primary=True),
            press(scene, claim, "add_poe"),
            *buttons,
        ]
    typed = "state.rejected.hint_dispute" if can_dispute else "state.hint"
    day = words.date(_closed(scene, claim))
    return frame(scene, claim, title, body, buttons, typed=typed, day=day)


def _told(scene: Scene, claim: Claim, rejection: Rejection) -> tuple[str, str]:
    """Choose headline and sentence by who ended the claim and why."""
    words, day = scene.words, scene.words.date(_closed(scene, claim))
    final = claim.status is Status.REJECTED_FINAL
    if rejection.reason is RejectionReason.PARTNER_REQUEST:
        if final and rejection.by is ActorKind.ADMIN:
            return "state.rejected_final.ended_headline", words(
                "state.rejected_final.ended", day=day
            )
        if rejection.by is ActorKind.ADMIN:
            return "state.rejected.withdrawn_headline", words("state.rejected.withdrawn", day=day)
        return "state.rejected.request_headline", words("state.rejected.request", day=day)
    if rejection.reason is RejectionReason.NO_PARTNER_RESPONSE:
        return "state.rejected.lapsed_headline", words("state.rejected.lapsed", day=day)
    why = words("state.rejected.why", reason=reason_words(words, rejection.reason))
    title = "state.rejected_final.headline" if final else "state.rejected.headline"
    return title, why


def _reviewer_said(scene: Scene, rejection: Rejection) -> Element | None:
    if rejection.by is not ActorKind.REVIEWER:
        return None
    named = "state.rejected.said" if rejection.name else "state.rejected.said_plain"
    return _quote(scene.words(named, name=rejection.name), rejection.comment)


def _dispute_box(scene: Scene, claim: Claim) -> list[Element]:
    elements = Form(scene, claim).text("comments", required=True, multiline=True)
    return relabelled(scene, elements, "state.rejected.dispute")


def expired(scene: Scene, claim: Claim) -> Card:
    """Say that the claim ended with its subscription, and in whose words."""
    told = claim.expiry
    named = "state.rejected.said" if told and told.name else "state.rejected.said_plain"
    said = _quote(scene.words(named, name=told.name if told else ""), told.comment if told else "")
    return _ended(scene, claim, "expired", said)


def discarded(scene: Scene, claim: Claim) -> Card:
    """Say that the draft was dropped."""
    return _ended(scene, claim, "discarded")


def _ended(scene: Scene, claim: Claim, code: str, said: Element | None = None) -> Card:
    words, day = scene.words, scene.words.date(_closed(scene, claim))
    return frame(
        scene,
        claim,
        f"state.{code}.headline",
        [
            sentence(words(f"state.{code}.sentence", day=day)),
            said,
            next_box(words, words(f"state.{code}.next")),
        ],
        [_again(scene, claim), see_details(scene, claim)],
    )
