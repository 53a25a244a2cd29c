"""Reads reports of undeliverable mail (RFC 3464) for which of our mails they are about, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import NamedTuple

from bot.mail.composer import REFERENCE

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_IDS = re.compile(r"<[^<>\s]{3,300}>")
_SHORT = re.compile(r"consent\.[\w.-]{10,60}")
_MOST_IDS = 20


class Report(NamedTuple):
    """What a report says: ids of the mail it is about, likeliest first, and the reason's code."""

    message_ids: tuple[str, ...]
    status: str


def read_report(content: bytes) -> Report | None:
    """Read a message; None where it is no report of a mail that will not arrive.

    The subject says nothing: it is in the reporter's language, and anybody can write it.
    """
    message = message_from_bytes(content, policy=compat32)
    if message.get_content_type() != "multipart/report":
        return None
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    failed = [block for block in _recipients(parts) if _text(block, "Action").lower() == "failed"]
    if not failed:
        return None
    status = _STATUS.match(_text(failed[0], "Status"))
    found = tuple(dict.fromkeys(_ids(message, parts)))
    return Report(found[:_MOST_IDS], status[0] if status else "")


def _recipients(parts: list[Message]) -> Iterator[Message]:
    """Give the report's blocks: one for the mail, then one for each recipient."""
    for part in parts:
        blocks = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(blocks, list):
            yield from (block for block in blocks if isinstance(block, Message))


def _ids(message: Message, parts: list[Message]) -> Iterator[str]:
    """Give what the mail may be known by: our own header first, which nobody on the way changes."""
    originals = [original for part in parts if (original := _original(part)) is not None]
    for original in originals:
        yield from _SHORT.findall(_text(original, REFERENCE))
    for source, name in (
        *((original, "Message-ID") for original in originals),
        (message, "In-Reply-To"),
        (message, "References"),
    ):
        yield from _IDS.findall(_text(source, name))


def _original(part: Message) -> Message | None:
    """Give the mail a report is about, or its headers alone, where this part has them."""
    kind, inside = part.get_content_type(), part.get_payload()
    if kind in ("message/rfc822", "message/global") and isinstance(inside, list):
        return inside[0] if inside and isinstance(inside[0], Message) else None
    if kind in ("text/rfc822-headers", "message/global-headers"):
        decoded = part.get_payload(decode=True)
        if isinstance(inside, list) and inside and isinstance(inside[0], Message):
            return inside[0]
        return message_from_bytes(decoded) if isinstance(decoded, bytes) else None
    return None


def _text(message: Message, name: str) -> str:
    """Give a header in one line; empty where there is none."""
    return " ".join(str(message.get(name, "")).split())
