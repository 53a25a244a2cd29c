""" "Download template": offers the filled proof template through Teams' file consent."""

from __future__ import annotations

from bot.claims.evidence import clean_name
from bot.claims.models import Claim
from bot.claims.ports import FetchFailed
from bot.dialogs.gestures import FileConsent
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Reply
from bot.services.access import own_claim


async def offer_template(stage: Stage, claim: Claim) -> None:
    """Offer the template; nothing is written before the person accepts."""
    content = await stage.desk.template(claim)
    offer = {
        "name": template_name(claim),
        "description": stage.words.plain("flow.template", customer=claim.customer_name or ""),
        "size": len(content),
        "context": {"template_of": claim.id},
    }
    stage.turn.replies.append(Reply(offer=offer))


def template_name(claim: Claim) -> str:
    """Give the file's name, safe for any file system."""
    return clean_name(f"{claim.customer_name} - proof of execution - claim {claim.id}.docx")


async def deliver_template(stage: Stage, consent: FileConsent) -> None:
    """Put the template where the person allowed it, or say that nothing was saved."""
    if not consent.accepted or consent.target is None:
        return stage.say("template_declined")
    claim_id = consent.context.get("template_of")
    claim = await own_claim(
        stage.unit, stage.person, claim_id if isinstance(claim_id, int) else None
    )
    await stage.turn.busy()
    try:
        await stage.desk.exchange.put(consent.target, await stage.desk.template(claim))
    except FetchFailed:
        return stage.say("template_failed")
    stage.turn.replies.append(Reply(delivered=consent.target))
    return None
