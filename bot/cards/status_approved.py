"""The status card of an approved claim: from when it counts, and what keeps it alive."""

from __future__ import annotations

from bot.cards.kit import next_box, sentence
from bot.cards.mail_fate import failed, failed_box, failed_buttons
from bot.cards.renewal import renewal_lines
from bot.cards.scene import Card, Element, Scene
from bot.cards.status_frame import frame, press, see_details
from bot.claims.deadlines import proof_due, renewal_due, subscription_due
from bot.claims.fields import Section
from bot.claims.models import Claim, SolutionArea
from bot.claims.proof import good_until

_MOST_BUTTONS = 4


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
    return frame(
        scene,
        claim,
        title,
        [
            sentence(told) if told else None,
            *failed_box(scene, claim),
            *renewal_lines(scene, claim),
            _good_until(scene, claim),
        ],
        _approved_buttons(scene, claim, official=official),
        typed="state.approved.hint" if official else "state.hint",
    )


def _good_until(scene: Scene, claim: Claim) -> Element | None:
    """Say that there is nothing to do, where that is so, and for how long."""
    words, good = scene.words, good_until(claim.poe_signed_on)
    if failed(claim) or renewal_due(claim, scene.today, scene.rules.periods):
        return None
    if good is None:
        return next_box(words, words("state.approved.next_plain"))
    return next_box(words, words("state.approved.next", day=words.date_long(good)))


def _approved_buttons(scene: Scene, claim: Claim, *, official: bool) -> list[Element]:
    """Make four buttons at most; what is due comes before looking things up."""
    first = failed_buttons(scene, claim) or _due_buttons(scene, claim)
    rest = [press(scene, claim, "usage")] if official else []
    rest += [see_details(scene, claim), _newer(scene, claim)]
    if claim.solution_area is SolutionArea.BUSINESS_APPLICATIONS:
        rest.append(_note_end(scene, claim))
    there = {each["verb"] for each in first}
    return [*first, *(each for each in rest if each["verb"] not in there)][:_MOST_BUTTONS]


def _due_buttons(scene: Scene, claim: Claim) -> list[Element]:
    """Make the buttons of what ends soon, the nearer of the two first."""
    proof = proof_due(claim, scene.today, scene.rules.periods)
    ends = subscription_due(claim, scene.today, scene.rules.periods)
    if proof and ends:
        nearer = proof <= ends
        both = [_newer(scene, claim, primary=nearer), _note_end(scene, claim, primary=not nearer)]
        return both if nearer else both[::-1]
    if ends:
        again = press(scene, claim, "start_again", "new_claim", choice="again")
        return [_note_end(scene, claim, primary=True), again]
    return [_newer(scene, claim, primary=True)] if proof else []


def _newer(scene: Scene, claim: Claim, *, primary: bool = False) -> Element:
    return press(scene, claim, "add_newer_poe", "add_poe", primary=primary)


def _note_end(scene: Scene, claim: Claim, *, primary: bool = False) -> Element:
    return press(scene, claim, "note_end", "edit", section=str(Section.RENEWAL), primary=primary)
