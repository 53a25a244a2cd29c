"""One activity of one admitted person, with everything a turn needs to know of it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botbuilder.core import TurnContext

from bot.dialogs.gestures import Gesture, Pressed
from bot.teams.admission import Admitted
from bot.teams.outgoing import Route

_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Visit:
    """Who did what, the keys the result is stored under, and the way back."""

    context: TurnContext
    who: Admitted
    gesture: Gesture
    keys: tuple[str, ...]
    """Keys of the stored result; the first one also counts the messages sent."""
    route: Route
    invoked: bool
    """True where the HTTP answer carries the result (an invoke)."""

    @property
    def pressed_message(self) -> str | None:
        """Give the message whose button was pressed, if it is known."""
        return self.gesture.message_id if isinstance(self.gesture, Pressed) else None


def visit_of(
    context: TurnContext, activity: Mapping[str, Any], who: Admitted, gesture: Gesture
) -> Visit:
    """Put a visit together from a well-formed activity."""
    return Visit(
        context=context,
        who=who,
        gesture=gesture,
        keys=_keys(activity, who, gesture),
        route=route_to(activity),
        invoked=activity["type"] == "invoke",
    )


def route_to(activity: Mapping[str, Any]) -> Route:
    """Give the way back to whoever sent an activity."""
    return Route(
        service_url=activity["serviceUrl"],
        conversation_id=activity["conversation"]["id"],
        bot_id=(activity.get("recipient") or {}).get("id") or "",
        user_id=activity["from"]["id"],
        locale=activity.get("locale") or "",
        answers=activity.get("id") or "",
    )


def _keys(activity: Mapping[str, Any], who: Admitted, gesture: Gesture) -> tuple[str, ...]:
    """Teams re-sends an activity, sometimes under a new id: a press is known by its nonce too.

    The press's own key comes first, as it is the one that every delivery of it shares.
    """
    activity_id = activity.get("id") or f"unnamed-{secrets.token_hex(16)}"
    key = f"activity:{_short(who.conversation_key)}:{_short(activity_id)}"
    if not isinstance(gesture, Pressed) or not gesture.nonce:
        return (key,)
    return (f"press:{_short(who.conversation_key)}:{gesture.nonce}:{_digest(gesture)}", key)


def _digest(press: Pressed) -> str:
    """Give what tells two presses on one card apart: the button, and what was filled in."""
    parts = [press.verb, press.claim_id, press.section, press.choice, dict(press.inputs)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _short(part: str) -> str:
    """Keep keys bounded, whatever ids the channel gives."""
    if len(part) <= _LONGEST_ID:
        return part
    return hashlib.sha256(part.encode()).hexdigest()
