"""What an admin can do to a claim from its status card or by typing, whichever claim it is."""

from __future__ import annotations

from bot.cards.moments import refusal
from bot.cards.status import status_card
from bot.claims.errors import Refused
from bot.claims.fields import FIELDS
from bot.claims.models import Claim, Status
from bot.dialogs.stage import Stage


def show_status(stage: Stage, claim: Claim) -> None:
    """Show where a claim stands; later news update this card in place."""
    stage.show(status_card(stage.scene(claim), claim), status_of=claim.id)


def show_refusal(stage: Stage, refused: Refused, claim: Claim | None = None) -> None:
    """Say why something was not done; what was typed stays where it can be repeated."""
    stage.show(refusal(stage.scene(claim), refused.problems, claim))


async def answer_action(stage: Stage, claim: Claim, answer: str) -> None:
    """Send the answer to the reviewer; repaint the card with what is missing otherwise."""
    inputs = stage.pressed.inputs if stage.pressed else {}
    raw = {name: value for name, value in inputs.items() if name in FIELDS}
    try:
        answered = await stage.desk.drafts.answer(stage.unit, claim, raw, stage.person)
        claim = answered.claim
        after = await stage.desk.submission.answer_action(stage.unit, claim, stage.person, answer)
    except Refused as refused:
        if claim.status is not Status.ACTION_REQUIRED:
            return show_refusal(stage, refused, claim)
        stage.problems, stage.typed = refused.problems, {"comments": answer}
        return show_status(stage, claim)
    stage.keep(after)
    await stage.close_live()
    return show_status(stage, after)


async def resend_consent(stage: Stage, claim: Claim) -> None:
    """Mail the customer again."""
    after = await stage.desk.submission.resend_consent(stage.unit, claim, stage.person)
    stage.keep(after)
    stage.notes.append(stage.words("flow.mailed_again", email=after.customer_contact_email or ""))
    show_status(stage, after)


async def dispute(stage: Stage, claim: Claim, why: str) -> None:
    """Dispute a rejection; repaint the card where the words for the reviewer are missing."""
    try:
        after = await stage.desk.submission.dispute(stage.unit, claim, stage.person, why)
    except Refused as refused:
        if any(row.field != "comments" for row in refused.problems):
            raise
        stage.problems = refused.problems
        return show_status(stage, claim)
    return show_status(stage, stage.keep(after))


async def do_confirmed(stage: Stage, claim: Claim, verb: str) -> None:
    """Do what was asked once more before: withdraw, discard or end an association."""
    submission = stage.desk.submission
    if verb == "discard":
        after = stage.desk.drafts.discard(stage.unit, claim, stage.person)
        stage.keep(after)
        return stage.say("discarded")
    do = submission.withdraw if verb == "withdraw" else submission.disassociate
    return show_status(stage, stage.keep(do(stage.unit, claim, stage.person)))
