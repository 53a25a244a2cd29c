"""Writes mails into the outbox folder as the assistant does."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

NINE = datetime(2026, 6, 9, 9, 58, tzinfo=UTC)


def put_mail(
    folder: Path,
    name: str,
    subject: str,
    at: datetime | None = NINE,
    link: str = "",
    more: str = "",
) -> Path:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = '"Contoso Consulting, customer associations" <associations@contoso.example>'
    message["To"] = "Casey Customer <casey@fabrikam.example>"
    if at is not None:
        message["Date"] = format_datetime(at)
    message.set_content(f"Hello Casey,\nanswer at {link}\n")
    message.add_alternative(
        "<!doctype html><html><head><title>x</title></head><body>"
        f'<p style="margin:24px">Hello Casey,</p><a href="{link}">See the request and answer</a>'
        f"{more}</body></html>",
        subtype="html",
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.eml"
    path.write_bytes(message.as_bytes())
    return path
