"""One turn of the conversation: who did what, the transaction it happens in, and what leaves.

Nothing is sent while a turn runs. Replies are collected here, stored with the change they belong
to in one transaction, and sent after it; a redelivered activity gets the stored replies.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.claims.models import Frozen, Person
from bot.claims.ports import Unit, UploadTarget
from bot.dialogs.gestures import Gesture

Card = dict[str, Any]
#: What a dialog is begun with, plain JSON: the claim's id, the screen's name, and the like.
Options = dict[str, Any]


class Reply(Frozen):
    """One message to send, or (with `replaces`) one earlier message to change."""

    text: str = ""
    card: Card | None = None
    summary: str = ""
    """What a notification or an old client shows for a card."""
    replaces: str | None = None
    """Id of the message to change in place instead of sending a new one."""
    status_of: int | None = None
    """Claim whose status this message shows; later news update it in place."""
    live: bool = False
    """True for the one card that takes an answer."""
    offer: dict[str, Any] | None = None
    """A file to offer: {"name", "description", "size", "context"} (Teams' file consent)."""
    delivered: UploadTarget | None = None
    """A file that was put where the person allowed it (Teams' file info card)."""


class Turn:
    """What the seam hands to the dialogs, and what it takes back."""

    def __init__(
        self,
        *,
        person: Person,
        gesture: Gesture,
        unit: Unit,
        state: dict[str, Any],
        key: str,
        busy: Callable[[], Awaitable[None]],
    ) -> None:
        self.person = person
        self.gesture = gesture
        self.unit = unit
        self.state = state
        """The conversation's plain-JSON state; change it in place."""
        self.key = key
        """Key under which this turn's result will be stored."""
        self.busy = busy
        """Shows the typing indicator at once; call before slow work."""
        self.in_place: Reply | None = None
        """What replaces the pressed card (only for a press)."""
        self.replies: list[Reply] = []

    def result(self) -> dict[str, Any]:
        """Give everything that leaves as plain JSON, to be stored and sent."""
        return {
            "in_place": self.in_place.model_dump(exclude_defaults=True) if self.in_place else None,
            "replies": [reply.model_dump(exclude_defaults=True) for reply in self.replies],
        }
