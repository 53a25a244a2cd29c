"""Looks into the mailbox for reports of mails that did not arrive, and marks them as read.

Only unread messages of the inbox that Exchange itself classes as such a report are opened. Reports
of mails that are not ours stay unread, for whoever else works with the mailbox.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NoReturn
from urllib.parse import quote

import structlog

from bot.claims.ports import Clock, MailDelayed, Returned
from bot.mail.graph_answers import verdict
from bot.mail.graph_calls import Answer, GraphMailbox
from bot.mail.reports import read_report

_log = structlog.get_logger("bot.mail")
#: The message class is no property of Graph's own; it is asked for by its MAPI name.
_CLASS = "String 0x001A"
_REPORT_BEGINS, _REPORT_ENDS = "report.ipm.", ".ndr"
_PAGE, _MOST_PAGES = 50, 20
_MOST_OF_A_LIST, _MOST_OF_A_REPORT = 2_000_000, 1_000_000
#: A report comes within days; older ones were seen, or nobody waits for them any more.
_LOOKS_BACK = timedelta(days=7)
_MOST_STRANGERS = 10_000


class GraphReturnedMail:
    """Implements `ReturnedMail` on one mailbox; needs the permission Mail.ReadWrite there."""

    def __init__(self, mailbox: GraphMailbox, clock: Clock) -> None:
        self._mailbox, self._clock = mailbox, clock
        self._left: dict[str, None] = {}

    async def waiting(self) -> list[Returned]:
        """Give the unread reports. Raises `MailDelayed` or `MailForbidden`."""
        reports = [await self._read(box_id) for box_id in await self._unread()]
        return [report for report in reports if report]

    async def done(self, returned: Returned) -> None:
        """Mark a report as read. Raises `MailDelayed` or `MailForbidden`."""
        answer = await self._mailbox.call(
            "PATCH",
            self._mailbox.address(f"messages/{quote(returned.box_id, safe='')}"),
            content=json.dumps({"isRead": True}).encode(),
        )
        if not (answer.good or _is_gone(answer)):
            self._refuse(answer)

    def leave(self, returned: Returned) -> None:
        """Leave a report unread and do not open it again, as far as this process remembers."""
        self._leave(returned.box_id)

    async def _unread(self) -> list[str]:
        """List the reports; addresses of further pages are Graph's, so they are looked at first."""
        address, found = self._first_page(), list[str]()
        for _ in range(_MOST_PAGES):
            answer = await self._get(address, _MOST_OF_A_LIST)
            page = _object(answer)
            found += (box_id for box_id in _reports_of(page) if box_id not in self._left)
            address = str(page.get("@odata.nextLink") or "")
            if not address or not self._mailbox.is_ours(address):
                return found
        _log.warning("mail.inbox_crowded", pages=_MOST_PAGES)
        return found

    def _first_page(self) -> str:
        since = (self._clock.now() - _LOOKS_BACK).strftime("%Y-%m-%dT%H:%M:%SZ")
        query = {
            "$select": "id",
            "$top": str(_PAGE),
            "$filter": f"receivedDateTime ge {since} and isRead eq false",
            "$expand": f"singleValueExtendedProperties($filter=id eq '{_CLASS}')",
        }
        return self._mailbox.address("mailFolders/inbox/messages", query)

    async def _read(self, box_id: str) -> Returned | None:
        """Open one report; None where it is none that could be about us, or is gone."""
        address = self._mailbox.address(f"messages/{quote(box_id, safe='')}/$value")
        answer = await self._mailbox.call("GET", address, most=_MOST_OF_A_REPORT)
        if _is_gone(answer):
            return None
        if not answer.good:
            self._refuse(answer)
        report = read_report(answer.body)
        if report is None or not report.message_ids:
            self._leave(box_id)
            return None
        return Returned(box_id=box_id, message_ids=report.message_ids, status=report.status)

    async def _get(self, address: str, most: int) -> Answer:
        answer = await self._mailbox.call("GET", address, most=most)
        if not answer.good:
            self._refuse(answer)
        return answer

    def _refuse(self, answer: Answer) -> NoReturn:
        raise verdict(answer, self._clock.now())

    def _leave(self, box_id: str) -> None:
        if len(self._left) >= _MOST_STRANGERS:
            self._left.clear()
        self._left[box_id] = None


def _object(answer: Answer) -> Mapping[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError as error:
        raise MailDelayed("Graph's list cannot be read") from error
    return found if isinstance(found, dict) else {}


def _reports_of(page: Mapping[str, Any]) -> Iterator[str]:
    for item in page.get("value") or ():
        kinds = (each.get("value", "") for each in item.get("singleValueExtendedProperties") or ())
        if any(_is_report(str(kind).lower()) for kind in kinds):
            yield str(item["id"])


def _is_report(kind: str) -> bool:
    return kind.startswith(_REPORT_BEGINS) and kind.endswith(_REPORT_ENDS)


def _is_gone(answer: Answer) -> bool:
    """Say whether somebody has deleted the message meanwhile."""
    return answer.status == 404 and b"ErrorItemNotFound" in answer.body  # noqa: PLR2004
