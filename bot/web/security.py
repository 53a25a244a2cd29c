"""Keeps tokens and queries out of the access log, and browsers from misreading an answer."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus

import structlog
from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

_log = structlog.get_logger("bot.web.access")
_TOKEN_PATH = re.compile(r"^/+(consent|files)/.*", re.IGNORECASE | re.DOTALL)
_TOKEN_TEXT = re.compile(r"(/(?:consent|files)/)[^\s/?#\"'<>\\]+", re.IGNORECASE)
_LOGGERS = ("aiohttp.access", "aiohttp.server", "aiohttp.web")
_NO_STORE = ("/api/v1", "/healthz", "/readyz", "/metrics")
_SCAN = frozenset({"/healthz", "/readyz", "/metrics"})
_SLOW = 2.0  # seconds: longer than Teams should wait for an answer


def masked_path(path: str) -> str:
    """Give a path without the token it may carry: `/consent/…` and `/files/…` end there."""
    return _TOKEN_PATH.sub(lambda found: f"/{found[1].lower()}/***", path)


def access_log_class() -> type[AbstractAccessLogger]:
    """Give the class for `web.run_app(access_log_class=…)`."""
    return AccessLog


class AccessLog(AbstractAccessLogger):
    """One structured line a request: never a query, an address of a person, or a token.

    A path that leads nowhere is not written at all: anybody can put anything into one. Health
    checks are written only when they fail or are slow.
    """

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Write the line; `time` is in seconds."""
        path = _known_path(request)
        if path in _SCAN and response.status < HTTPStatus.BAD_REQUEST and time < _SLOW:
            return
        _log.info(
            "request",
            method=request.method,
            path=path,
            status=response.status,
            bytes=response.body_length,
            seconds=round(time, 4),
        )


def _known_path(request: web.BaseRequest) -> str:
    match = request.match_info if isinstance(request, web.Request) else None
    if match is None or match.http_exception is not None:
        return "(none)"
    return masked_path(request.path)


class MaskLinkTokens(logging.Filter):
    """Masks the tokens of file links in what the web server itself logs; drops nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record in place and let it pass."""
        message = record.getMessage()
        masked = _TOKEN_TEXT.sub(r"\1***", message)
        if masked != message:
            record.msg, record.args = masked, None
        return True


def mask_link_tokens() -> None:
    """Put the mask on the web server's own loggers, once."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(row, MaskLinkTokens) for row in logger.filters):
            logger.addFilter(MaskLinkTokens())


def add_answer_headers(app: web.Application, *, https: bool) -> None:
    """Give the answers of API and health checks the headers every one of them needs.

    `https` says that the public address is; then browsers are told to stay with it.
    """

    async def add(request: web.Request, response: web.StreamResponse) -> None:
        if not request.path.startswith(_NO_STORE):
            return
        headers = response.headers
        headers.setdefault("Cache-Control", "no-store")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "no-referrer")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        if https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")

    app.on_response_prepare.append(add)
