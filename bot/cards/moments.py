"""Short cards between the screens: questions asked once, refusals, and cards that have passed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import button
from bot.cards.kit import card, headline, hint, next_box, progress, sentence, text
from bot.cards.parts import customer, stamp_for
from bot.cards.problems import problem_text
from bot.cards.scene import Card, Element, Scene, Stamp
from bot.cards.status_frame import head
from bot.claims.errors import Code, Problem
from bot.claims.models import Claim, Status

_YES = {
    "withdraw": "yes_withdraw",
    "discard": "yes_discard",
    "disassociate": "yes_disassociate",
}
#: After these the way on is to start again from the claim.
_START_AGAIN = (
    Code.NOT_EDITABLE,
    Code.DISPUTE_ONCE,
    Code.DISPUTE_TOO_LATE,
    Code.DISPUTE_NOT_POSSIBLE,
)


def cancel(scene: Scene, claim: Claim) -> Card:
    """Ask whether to keep or discard what was entered."""
    words, stamp = scene.words, stamp_for(scene, claim)
    return card(
        [
            headline(words("cancel.headline")),
            sentence(words("cancel.text")),
            hint(words("cancel.hint")),
        ],
        [
            button(words, "go_on", "back", stamp, choice="go_on", primary=True),
            button(words, "keep", "my_claims", stamp, choice="keep"),
            button(words, "discard", "discard", stamp, choice="yes"),
        ],
        summary=words.plain("cancel.headline"),
    )


def confirm(scene: Scene, claim: Claim, verb: str) -> Card:
    """Ask once before `withdraw`, `discard` or `disassociate`.

    The yes button is the same verb with `choice` "yes"; the other one is `back`.
    """
    words, stamp, name = scene.words, stamp_for(scene, claim), customer(scene.words, claim)
    return card(
        [
            headline(words(f"confirm.{verb}.headline", customer=name)),
            sentence(words(f"confirm.{verb}.text")),
            hint(words("confirm.hint")),
        ],
        [
            button(words, "keep_claim", "back", stamp),
            button(words, _YES[verb], verb, stamp, choice="yes"),
        ],
        summary=words.plain(f"confirm.{verb}.headline", customer=name),
    )


def said(scene: Scene, code: str, **values: object) -> Card:
    """Show one sentence and no button: `stale`, `continued`, `kept`, … (codes `moment.<code>`)."""
    words = scene.words
    summary = words.plain(f"moment.{code}", **values)
    return card([text(words(f"moment.{code}", **values), isSubtle=True)], summary=summary)


def refusal(scene: Scene, problems: Sequence[Problem], claim: Claim | None = None) -> Card:
    """Say why a thing was not done and what can be done instead."""
    words = scene.words
    told = [problem_text(scene, problem, claim) for problem in problems]
    top = [head(scene, claim)] if claim and not claim.started else []
    return card(
        [
            *top,
            headline(words("refusal.headline")),
            *(text(each, spacing="Small") for each in told),
        ],
        _ways_on(scene, problems, claim),
        summary=words.plain("refusal.headline"),
    )


def _ways_on(scene: Scene, problems: Sequence[Problem], claim: Claim | None) -> list[Element]:
    """Offer what can be done instead."""
    words, codes = scene.words, {problem.code for problem in problems}
    other = next((each.data.get("claim") for each in problems if each.data.get("claim")), None)
    if isinstance(other, int):
        stamp = Stamp(scene.stamp.nonce, other)
        return [button(words, "open_number", "open_claim", stamp, id=other)]
    if claim and codes & set(_START_AGAIN):
        stamp, found = stamp_for(scene, claim), []
        if claim.status in (Status.SUBMITTED, Status.UNDER_REVIEW):
            found.append(button(words, "withdraw", "withdraw", stamp))
        else:
            found.append(button(words, "start_again", "new_claim", stamp, choice="again"))
        return [*found, button(words, "see_details", "open_claim", stamp, choice="details")]
    if claim:
        return [button(words, "open_number", "open_claim", stamp_for(scene, claim), id=claim.id)]
    return []


def csp_end(scene: Scene, claim: Claim) -> Card:
    """Say kindly that no role applies to a purchase through CSP; the answers are kept."""
    words, stamp = scene.words, stamp_for(scene, claim)
    return card(
        [
            progress(words("csp_end.progress")),
            headline(words("said.no_role.csp_purchase.title")),
            sentence(words("csp_end.text")),
            next_box(words, words("which_role.change_channel")),
            hint(words("which_role.change_hint")),
        ],
        [button(words, "change_answers", "edit", stamp, section="customer", primary=True)],
        summary=words.plain("said.no_role.csp_purchase.title"),
    )
