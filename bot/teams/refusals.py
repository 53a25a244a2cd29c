"""What the connector's refusals mean: try later, wait for the person, or give up."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

RETRIED = frozenset({412, 429, 502, 503, 504})
"""Statuses worth another try (Microsoft: "Retry after throttling or transient errors")."""


class SendFailed(Exception):
    """Base of the refusals: the HTTP status (0: no answer) and the connector's own code."""

    def __init__(self, status: int = 0, code: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code
        self.retry_after = retry_after
        """Seconds after which another try makes sense, where somebody said so."""


class SendLater(SendFailed):
    """Raised where a later try may succeed."""


class SendParked(SendFailed):
    """Raised where the person blocked or removed the assistant: wait until they are back."""


class SendRefused(SendFailed):
    """Raised where no later try can succeed."""


class ForeignService(SendRefused):
    """Raised where a service URL is not the Bot Framework's: nothing is ever sent there."""


def refusal(status: int, headers: Mapping[str, str], body: Any) -> SendFailed:
    """Turn a refusing answer of the connector into what it means for the sender."""
    code = _code(body)
    if status in RETRIED:
        return SendLater(status, code, _seconds(headers.get("Retry-After", "")))
    if status == HTTPStatus.UNAUTHORIZED:
        return SendLater(status, code)
    if status == HTTPStatus.FORBIDDEN:
        return SendParked(status, code)
    return SendRefused(status, code)


def _code(body: Any) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code[:80] if isinstance(code, str) else ""


def _seconds(value: str) -> float | None:
    """Read `Retry-After` in seconds; the rarer date form is left to the sender's own back-off."""
    return min(float(value), 3600.0) if value.isascii() and value.isdigit() else None
