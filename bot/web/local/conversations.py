"""What was said in each personal chat, kept in memory and told live to every open page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.web.local.people import LocalPerson

Json = dict[str, Any]
Events = asyncio.Queue[Json | None]

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(eq=False)
class Conversation:
    """One person's chat with the assistant."""

    person: LocalPerson
    installed: bool = False
    unseen: int = 0
    """Messages of the assistant that came while no page was open."""
    _entries: dict[str, Json] = field(default_factory=dict)
    _open_pages: set[Events] = field(default_factory=set)

    def history(self) -> Json:
        """Give everything said so far, as the first event of a page."""
        return {"kind": "history", "entries": list(self._entries.values())}

    def find(self, entry_id: str) -> Json | None:
        """Give the entry with this id, or None."""
        return self._entries.get(entry_id)

    def add(self, entry_id: str, by: str, at: datetime, content: Json) -> None:
        """Keep and show a new message; `by` is "bot" or "person"."""
        entry = {"id": entry_id, "by": by, "at": at.isoformat(), "note": None} | _shown(content)
        self._entries[entry_id] = entry
        self.unseen += by == "bot" and not self._open_pages
        self._tell({"kind": "message", "entry": entry})

    def update(self, entry_id: str, content: Json) -> bool:
        """Replace a message in place; False when it is not there."""
        entry = self._entries.get(entry_id)
        if entry is None:
            return False
        entry |= _shown(content) | {"note": None}
        self._tell({"kind": "update", "entry": entry})
        return True

    def replace_card(self, entry_id: str, card: Json) -> bool:
        """Replace the card of a message, as the answer to a press does."""
        return self.update(
            entry_id, {"attachments": [{"contentType": ADAPTIVE_CARD, "content": card}]}
        )

    def note(self, entry_id: str, **note: Any) -> None:
        """Put a line under a message: an answer in words, or what went wrong."""
        entry = self._entries.get(entry_id)
        if entry is not None:
            entry["note"] = note
            self._tell({"kind": "note", "id": entry_id, "note": note})

    def remove(self, entry_id: str) -> bool:
        """Take a message away; False when it is not there."""
        if self._entries.pop(entry_id, None) is None:
            return False
        self._tell({"kind": "delete", "id": entry_id})
        return True

    def typing(self) -> None:
        """Show that the assistant is busy, until its next message."""
        self._tell({"kind": "typing"})

    def waiting_elsewhere(self, counts: dict[str, int]) -> None:
        """Show for whom messages wait: numbers of unseen messages by object id."""
        self._tell({"kind": "unseen", "counts": counts})

    @contextmanager
    def page(self) -> Iterator[Events]:
        """Give one open page its stream of events while it stays open; None ends it."""
        events: Events = asyncio.Queue()
        events.put_nowait(self.history())
        self._open_pages.add(events)
        self.unseen = 0
        try:
            yield events
        finally:
            self._open_pages.discard(events)

    def close_pages(self) -> None:
        """End every open page's stream, for the shutdown."""
        for events in self._open_pages:
            events.put_nowait(None)

    def _tell(self, event: Json) -> None:
        for events in self._open_pages:
            events.put_nowait(event)


class Conversations:
    """All personal chats of the local profile, one for each person."""

    def __init__(self, people: Iterable[LocalPerson], now: Callable[[], datetime]) -> None:
        self.now = now
        self._by_id = {person.conversation_id: Conversation(person) for person in people}
        self._last_id = 0

    def __iter__(self) -> Iterator[Conversation]:
        return iter(self._by_id.values())

    def find(self, conversation_id: str) -> Conversation | None:
        """Give the chat with this id, or None."""
        return self._by_id.get(conversation_id)

    def of_person(self, key: object) -> Conversation | None:
        """Give the chat of the person with this object id or channel id, or None."""
        people = (c for c in self if key in (c.person.object_id, c.person.teams_id))
        return next(people, None)

    def tell_unseen(self) -> None:
        """Tell every open page in whose chat something waits."""
        counts = {chat.person.object_id: chat.unseen for chat in self if chat.unseen}
        for chat in self:
            chat.waiting_elsewhere(counts)

    def new_id(self) -> str:
        """Give an id as Teams does: milliseconds, never the same twice."""
        self._last_id = max(self._last_id + 1, int(self.now().timestamp() * 1000))
        return str(self._last_id)


def _shown(content: Json) -> Json:
    return {
        "text": content.get("text") or "",
        "textFormat": content.get("textFormat") or "markdown",
        "attachments": content.get("attachments") or [],
    }
