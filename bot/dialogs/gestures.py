"""What a person can do in the chat, read from the channel once, so that no dialog sees a wire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.claims.models import Frozen
from bot.claims.ports import SentFile, UploadTarget


class Typed(Frozen):
    """A message of plain text (Markdown and mentions removed by the seam)."""

    text: str


class Pressed(Frozen):
    """A pressed card button, whether it came as Action.Execute or as its Action.Submit fallback."""

    verb: str
    claim_id: int | None = None
    revision: int | None = None
    nonce: str = ""
    section: str = ""
    choice: str = ""
    """Which of several buttons with the same verb was pressed (for example "try_again")."""
    inputs: Mapping[str, Any] = {}
    """The card's inputs and any other data; keys are field ids; values are as typed."""
    message_id: str | None = None
    """The message that carries the card (`replyToId`)."""


class Sent(Frozen):
    """Files sent to the chat, perhaps with a line of text."""

    files: tuple[SentFile, ...]
    text: str = ""


class Arrived(Frozen):
    """The assistant was installed, or the person opened the chat for the first time."""


class FileConsent(Frozen):
    """The person's answer to an offered file."""

    accepted: bool
    context: Mapping[str, Any] = {}
    target: UploadTarget | None = None
    message_id: str | None = None


Gesture = Typed | Pressed | Sent | Arrived | FileConsent
