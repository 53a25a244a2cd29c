"""Shows the mails the assistant sent in the local profile: a folder of .eml files."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from aiohttp import web

_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
_IN_NEW_TAB = '<base target="_blank">'
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Mail:
    """One sent mail, as it is shown."""

    id: str
    subject: str
    sender: str
    to: str
    at: datetime
    text: str
    html: str

    def shown(self) -> dict[str, Any]:
        """Give what the page and the tests read."""
        return {
            "id": self.id,
            "subject": self.subject,
            "from": self.sender,
            "to": self.to,
            "at": self.at.isoformat(),
            "text": self.text,
            "html": self.html,
        }


@dataclass
class Mailbox:
    """Reads the folder; each file is parsed once."""

    folder: Path
    _parsed: dict[tuple[str, int], Mail] = field(default_factory=dict)

    async def mails(self) -> list[Mail]:
        """Give all mails, newest first."""
        return await asyncio.to_thread(self._read)

    def routes(self) -> list[web.RouteDef]:
        """Give the routes under the mailbox page."""
        return [
            web.get("/local/mail.json", self.listing),
            web.get("/local/mail/{mail_id}/html", self.html),
        ]

    async def listing(self, _: web.Request) -> web.Response:
        """Give all mails as JSON, newest first."""
        return web.json_response([mail.shown() for mail in await self.mails()])

    async def html(self, request: web.Request) -> web.Response:
        """Give the HTML part of one mail, for a frame that may run nothing."""
        wanted = request.match_info["mail_id"]
        mail = next((mail for mail in await self.mails() if mail.id == wanted), None)
        if mail is None:
            raise web.HTTPNotFound
        return web.Response(
            text=_open_links_in_new_tab(mail.html),
            content_type="text/html",
            headers={"Content-Security-Policy": _MAIL_POLICY},
        )

    def _read(self) -> list[Mail]:
        if not self.folder.is_dir():
            return []
        mails = [mail for path in self.folder.glob("*.eml") if (mail := self._one(path))]
        return sorted(mails, key=lambda mail: (mail.at, mail.id), reverse=True)

    def _one(self, path: Path) -> Mail | None:
        try:
            key = (path.name, path.stat().st_mtime_ns)
            if key not in self._parsed:
                self._parsed[key] = _parse(path)
        except OSError:
            return None
        return self._parsed[key]


def _parse(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - the default policy's own class
    return Mail(
        id=path.stem,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        at=_sent_at(message, path),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _sent_at(message: EmailMessage, path: Path) -> datetime:
    try:
        sent = parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)


def _open_links_in_new_tab(html: str) -> str:
    head = _HEAD.search(html)
    at = head.end() if head else 0
    return html[:at] + _IN_NEW_TAB + html[at:]
