"""Files the assistant gives: offered through Teams' file consent, put where the person allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.claims.models import Claim
from bot.claims.ports import FetchFailed
from bot.dialogs.gestures import FileConsent
from bot.dialogs.stage import Stage
from bot.dialogs.turn import Reply
from bot.services.export import export_claims


async def offer_template(stage: Stage, claim: Claim) -> None:
    """Offer the proof template of a claim; nothing is written before the person accepts."""
    description = stage.words.plain("flow.template", customer=claim.customer_name or "")
    await _offer(stage, description, {"template_of": claim.id})


async def offer_export(stage: Stage) -> None:
    """Offer the person's claims as a table."""
    await _offer(stage, stage.words.plain("flow.export"), {"export": "claims"})


async def _offer(stage: Stage, description: str, context: dict[str, Any]) -> None:
    name, content = await _file(stage, context)
    offer = {
        "name": name,
        "description": description,
        "size": len(content),
        "context": context,
    }
    stage.turn.replies.append(Reply(offer=offer))


async def _file(stage: Stage, context: Mapping[str, Any]) -> tuple[str, bytes]:
    """Name and write the file that a context means, for this person only."""
    if context.get("export") == "claims":
        table = await export_claims(stage.unit, stage.person)
        return f"Claims {stage.today.isoformat()}.csv", table
    claim_id = context.get("template_of")
    claim = await stage.own(claim_id if isinstance(claim_id, int) else None)
    return await stage.desk.template(claim)


async def deliver_file(stage: Stage, consent: FileConsent) -> None:
    """Put the file where the person allowed it, or say that nothing was saved."""
    if not consent.accepted or consent.target is None:
        return stage.say("template_declined")
    await stage.turn.busy()
    _, content = await _file(stage, consent.context)
    try:
        await stage.desk.exchange.put(consent.target, content)
    except FetchFailed:
        return stage.say("template_failed")
    stage.turn.replies.append(Reply(delivered=consent.target))
    return None
