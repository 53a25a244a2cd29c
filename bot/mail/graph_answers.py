"""Reads what Graph says of a mail: what can be tried again, what cannot, and what to do about it.

Sources: "user: sendMail", "Microsoft Graph error responses", "Microsoft Graph throttling guidance".
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import structlog

from bot.claims.ports import MailDelayed, MailForbidden, MailInDoubt, MailRefused
from bot.mail.graph_calls import Answer

_log = structlog.get_logger("bot.mail")
#: Seconds to wait after "too many" where Graph does not say how long, and the most it may say.
USUAL_WAIT, LONGEST_WAIT = 60.0, 86_400.0
_HOUR = 3600.0

_NOT_ALLOWED = (
    "Graph does not let the app use this mailbox. Assign it the role with deployment/graph, check "
    "with Test-ServicePrincipalAuthorization, and allow two hours for it to count; see docs/MAIL.md"
)
_NO_MAILBOX = "Graph knows no such mailbox in Exchange Online. Check the setting MAIL_FROM"
#: What the operator can do, by Graph's error code.
_TO_DO = {
    "ErrorSendAsDenied": "The app may not send as this address. Set MAIL_FROM to the mailbox's own",
    "ErrorQuotaExceeded": "The mailbox is full. Make room in it, its Sent Items first",
    "ErrorMessageSubmissionBlocked": "Exchange Online has blocked the mailbox from sending. "
    "Unblock it in the Microsoft Defender portal, under restricted entities",
    "MailboxNotEnabledForRESTAPI": _NO_MAILBOX,
    "MailboxNotSupportedForRESTAPI": _NO_MAILBOX,
    "ErrorInvalidUser": _NO_MAILBOX,
    "ErrorNonExistentMailbox": _NO_MAILBOX,
    "ResourceNotFound": _NO_MAILBOX,
    "Request_ResourceNotFound": _NO_MAILBOX,
}
#: Codes that speak of the recipient's address and of nothing else.
_WRONG_ADDRESS = frozenset({"ErrorInvalidRecipients", "ErrorInvalidSmtpAddress"})
#: Codes of troubles that pass, whatever the status.
_PASSING = frozenset(
    {
        "ApplicationThrottled",
        "ErrorInternalServerTransientError",
        "ErrorMailboxMoveInProgress",
        "ErrorMailboxStoreUnavailable",
        "ErrorServerBusy",
        "ErrorTimeoutExpired",
    }
)
_DAILY_LIMIT = frozenset({"ErrorExceededMessageLimit", "ErrorSubmissionQuotaExceeded"})
_SEVERAL_CHOICES = range(300, 400)


def verdict(answer: Answer, now: datetime) -> MailRefused | MailDelayed:
    """Give what a bad answer means. Graph's own words may name people: only its code is kept."""
    code = error_code(answer)
    request_id = answer.headers.get("request-id", "")
    _log.warning("graph.answered", status=answer.status, code=code, request_id=request_id)
    said = f"Graph answered {answer.status} {code}".rstrip()
    if answer.status == HTTPStatus.GATEWAY_TIMEOUT:
        return MailInDoubt(said)
    wait = retry_after(answer.headers.get("Retry-After", ""), now)
    if code in _DAILY_LIMIT:
        return MailDelayed(said, wait or _HOUR)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return MailDelayed(said, USUAL_WAIT if wait is None else wait)
    if _passes(answer.status, code):
        return MailDelayed(said, wait)
    if code in _WRONG_ADDRESS:
        return MailRefused(said)
    return MailForbidden(f"{_to_do(answer.status, code)} ({said})")


def error_code(answer: Answer) -> str:
    """Give Graph's error code; empty where the answer is not in Graph's form."""
    try:
        code = json.loads(answer.body)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return code[:60] if isinstance(code, str) and code.isprintable() else ""


def retry_after(value: str, now: datetime) -> float | None:
    """Read `Retry-After`, in seconds or as a date; None where it says nothing sensible."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - now).total_seconds(), 0.0), LONGEST_WAIT)


def _passes(status: int, code: str) -> bool:
    usual = status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT)
    return usual or status >= HTTPStatus.INTERNAL_SERVER_ERROR or code in _PASSING


def _to_do(status: int, code: str) -> str:
    if code in _TO_DO:
        return _TO_DO[code]
    if status == HTTPStatus.FORBIDDEN:
        return _NOT_ALLOWED
    if status == HTTPStatus.NOT_FOUND:
        return _NO_MAILBOX
    if status in _SEVERAL_CHOICES:
        return "Graph points elsewhere. Check the setting GRAPH_URL"
    return "Graph does not take this message. Nothing can be set up against that; please report it"
