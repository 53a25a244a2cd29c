"""Writes a person's claims as a table, so that they can be kept and counted outside Teams."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.claims.deadlines import next_due
from bot.claims.fields import FIELDS
from bot.claims.models import Claim, Person
from bot.claims.ports import Unit
from bot.services.book import my_claims

_PAGE = 100
_ABOUT = ("claim_id", "status", "submitted_at", "official_on", "due", "due_on", "rejection_reason")
#: Characters with which a spreadsheet takes a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def export_claims(unit: Unit, person: Person) -> bytes:
    """Give all of a person's claims as CSV (UTF-8 with its mark, for spreadsheets).

    Columns are named by the ids people script against; what a person typed cannot act as a
    formula.
    """
    return _table([_row(claim) for claim in await _all_claims(unit, person)])


async def _all_claims(unit: Unit, person: Person) -> list[Claim]:
    claims: list[Claim] = []
    while True:
        page = await my_claims(unit, person, offset=len(claims), limit=_PAGE)
        claims += page.claims
        if not page.claims or len(claims) >= page.total:
            return claims


def _table(rows: Iterable[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, (*_ABOUT, *FIELDS))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _row(claim: Claim) -> dict[str, str]:
    due = next_due(claim)
    about: dict[str, Any] = {
        "claim_id": claim.id,
        "status": "started" if claim.started else claim.status,
        "submitted_at": claim.submitted_at,
        "official_on": claim.official_on,
        "due": due.kind if due else None,
        "due_on": due.on if due else None,
        "rejection_reason": claim.rejection.reason if claim.rejection else None,
    }
    answers = {field_id: getattr(claim, field_id) for field_id in FIELDS}
    return {name: _cell(value) for name, value in (about | answers).items()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    text = str(value)
    typed = isinstance(value, str) and not isinstance(value, StrEnum)
    return f"'{text}" if typed and text.startswith(_FORMULA) else text
