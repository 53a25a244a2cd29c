"""Reads what the customer filled in; as served, the form is invalid in three places."""

from __future__ import annotations

import asyncio
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl

from aiohttp import web

from bot.claims.models import Decision

MOST_BYTES = 16_384
LONGEST_NAME = 100
LONGEST_REASON = 1000
_MOST_FIELDS = 20
_PATIENCE = 10.0  # seconds for the whole body


@dataclass(frozen=True, slots=True)
class Form:
    """The answer as typed; kept when the page has to be shown again."""

    decision: str = ""
    name: str = ""
    reason: str = ""
    may: bool = False
    seal: str = ""

    @property
    def choice(self) -> Decision | None:
        """Give the decision, if one was chosen."""
        return Decision(self.decision) if self.decision in tuple(Decision) else None

    def errors(self) -> dict[str, str]:
        """Give the code of what is wrong by field, in the page's order."""
        found = {
            "decision": "" if self.choice else "error_decision",
            "name": _name_error(self.name),
            "reason": "error_reason_long" if len(self.reason) > LONGEST_REASON else "",
            "may": "" if self.may else "error_may",
        }
        return {field: code for field, code in found.items() if code}


def _name_error(name: str) -> str:
    if not any(mark.isalpha() for mark in name):
        return "error_name"
    return "error_name_long" if len(name) > LONGEST_NAME else ""


async def read_form(request: web.Request) -> Form:
    """Read a posted form, at most 16 kB. Raises `HTTPRequestEntityTooLarge`, `HTTPRequestTimeout`.

    What is not a form reads as an empty one.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            body = await _body(request)
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    if request.content_type != "application/x-www-form-urlencoded":
        return Form()
    return _parsed(body.decode("utf-8", "replace"))


async def _body(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(MOST_BYTES, len(body))
    return bytes(body)


def _parsed(text: str) -> Form:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return Form()
    values = dict(reversed(pairs))  # of a repeated field the first counts
    return Form(
        decision=values.get("decision", ""),
        name=" ".join(_clean(values.get("name", "")).split()),
        reason=_clean(values.get("reason", ""), lines=True).strip(),
        may=values.get("may") == "yes",
        seal=values.get("seal", ""),
    )


def _clean(text: str, *, lines: bool = False) -> str:
    """Take out what is not seen: control marks, and those that turn the writing direction."""
    text = text.replace("\r\n", "\n")
    return "".join(
        mark if (lines and mark == "\n") or unicodedata.category(mark) not in ("Cc", "Cf") else " "
        for mark in text
    )
