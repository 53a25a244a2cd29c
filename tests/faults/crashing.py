"""Runs `app.py` so that it dies without warning where a file in its data folder says.

The file `crash-at` names the place; it is removed first, so that the next start lives.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import app
from bot.jobs.mailing import Mailing
from bot.mail.folder import FolderMailer
from bot.services.intake import Intake
from bot.teams.delivery import Delivery
from bot.teams.news import News
from storage.store import SqlStore
from storage.unit import SqlUnit

FOLDER = Path(os.environ["CPOR_DATA_DIR"])
Method = Callable[..., Awaitable[Any]]


def die_at(place: str) -> None:
    """Die here, if this is the place."""
    note = FOLDER / "crash-at"
    if note.is_file() and note.read_text() == place:
        note.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def dying(owner: type, name: str, before: str = "", after: str = "") -> None:
    """Let a method die before or after it has done its work."""
    original: Method = getattr(owner, name)

    async def instead(*args: Any, **kwargs: Any) -> Any:
        die_at(before)
        result = await original(*args, **kwargs)
        die_at(after)
        return result

    setattr(owner, name, instead)


dying(SqlUnit, "commit", before="before the commit", after="after the commit")
dying(Delivery, "deliver", before="before the reply", after="after the reply")
dying(FolderMailer, "send", before="before the mail", after="after the mail")
dying(Mailing, "_note_sent", after="after the mail is noted")
dying(News, "_send", before="before the notice", after="after the notice")
dying(SqlStore, "delivered", after="after the row is done")
Intake.__init__.__defaults__ = (60.0,)  # type: ignore[misc]

if __name__ == "__main__":
    sys.exit(app.main())
