"""From a reply to the JSON that leaves, as plain dicts: no card is walked leaf by leaf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from botbuilder.schema import Activity
from msrest.serialization import Model

from bot.claims.ports import UploadTarget
from bot.dialogs.turn import Reply

CARD = "application/vnd.microsoft.card.adaptive"
FILE_OFFER = "application/vnd.microsoft.teams.card.file.consent"
FILE_INFO = "application/vnd.microsoft.teams.card.file.info"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a message of ours goes, and as whose answer to what."""

    service_url: str
    conversation_id: str
    bot_id: str = ""
    user_id: str = ""
    locale: str = ""
    answers: str = ""
    """Id of the activity that is answered; empty for a message of our own initiative."""


def message(route: Route, reply: Reply) -> dict[str, Any]:
    """Write a reply as a Bot Framework message activity."""
    activity: dict[str, Any] = {"type": "message", **_addressing(route)}
    if reply.text:
        activity["text"] = reply.text
    if reply.summary:
        activity["summary"] = reply.summary
    attachments = _attachments(reply)
    if attachments:
        activity["attachments"] = attachments
    return activity


def typing(route: Route) -> dict[str, Any]:
    """Write the activity that shows the typing indicator."""
    return {"type": "typing", **_addressing(route)}


def _addressing(route: Route) -> dict[str, Any]:
    parts = {
        "channelId": "msteams",
        "serviceUrl": route.service_url,
        "conversation": {"id": route.conversation_id},
        "from": {"id": route.bot_id} if route.bot_id else None,
        "recipient": {"id": route.user_id} if route.user_id else None,
        "locale": route.locale,
        "replyToId": route.answers,
    }
    return {name: part for name, part in parts.items() if part}


def _attachments(reply: Reply) -> list[dict[str, Any]]:
    found = []
    if reply.card is not None:
        found.append({"contentType": CARD, "content": reply.card})
    if reply.offer is not None:
        found.append(_offer(reply.offer))
    if reply.delivered is not None:
        found.append(_delivered(reply.delivered))
    return found


def _offer(offer: Mapping[str, Any]) -> dict[str, Any]:
    context = offer.get("context", {})
    return {
        "contentType": FILE_OFFER,
        "name": offer["name"],
        "content": {
            "description": offer.get("description", ""),
            "sizeInBytes": offer["size"],
            "acceptContext": context,
            "declineContext": context,
        },
    }


def _delivered(target: UploadTarget) -> dict[str, Any]:
    return {
        "contentType": FILE_INFO,
        "contentUrl": target.content_url,
        "name": target.name,
        "content": {"uniqueId": target.unique_id, "fileType": target.file_type},
    }


def to_wire(activity: Activity | Mapping[str, Any]) -> Any:
    """Turn an SDK activity into JSON values, or pass a dict through as it is.

    Only the SDK's own models are walked; what lies in them as dicts (cards) stays untouched.
    """
    if isinstance(activity, Model):
        return _model_to_wire(activity)
    if isinstance(activity, list):
        return [to_wire(item) for item in activity]
    if isinstance(activity, Enum):
        return activity.value
    return activity.isoformat() if isinstance(activity, datetime | date) else activity


def _model_to_wire(model: Any) -> dict[str, Any]:
    wire = {
        place["key"]: to_wire(value)
        for name, place in model._attribute_map.items()
        if (value := getattr(model, name, None)) is not None
    }
    return {**(model.additional_properties or {}), **wire}
