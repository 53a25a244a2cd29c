"""Keeps mails as files, so that the product can be tried without a mail server."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from bot.claims.ports import Mail, MailDelayed
from bot.mail.composer import Composer

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class FolderMailer:
    """Writes each mail as one `.eml` file; the same mail sent again replaces its file."""

    repeatable: ClassVar[bool] = True
    folder: Path
    composer: Composer

    async def send(self, mail: Mail) -> None:
        """Write the file, whole or not at all. Raises `MailRefused`, or `MailDelayed`: disk."""
        content = bytes(self.composer.compose(mail))
        try:
            await asyncio.to_thread(_write, self.folder, file_name(mail.message_id), content)
        except OSError as error:
            raise MailDelayed(f"the folder cannot be written: {error.strerror}") from error


def file_name(message_id: str) -> str:
    """Give a mail's file name: readable, harmless, and its own."""
    readable = _UNSAFE.sub("-", message_id.partition("@")[0]).strip("-.")[:80]
    return f"{readable}-{hashlib.sha256(message_id.encode()).hexdigest()[:8]}.eml"


def _write(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(folder / name)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
