"""Keeps tokens and queries out of the access log, and browsers from misreading an answer."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

_log = structlog.get_logger("bot.web.access")
_NO_STORE = ("/api/v1", "/healthz", "/readyz", "/metrics")
#: Where a request keeps its reference; its line is written by another task.
REFERENCE = web.RequestKey("reference", str)
#: Routes that machines ask all day.
SCANS = frozenset({"/healthz", "/readyz", "/metrics"})
_SLOW = 2.0  # seconds: longer than Teams should wait for an answer


def route_of(request: web.BaseRequest) -> str:
    """Give a request's route with names in place of what they stand for, or "(none)".

    A path that leads nowhere is never repeated: anybody can put anything into one. One that leads
    somewhere may carry a token.
    """
    match = request.match_info if isinstance(request, web.Request) else None
    if match is None or match.http_exception is not None or match.route.resource is None:
        return "(none)"
    return match.route.resource.canonical


def access_log_class() -> type[AbstractAccessLogger]:
    """Give the class for `web.run_app(access_log_class=…)`."""
    return AccessLog


class AccessLog(AbstractAccessLogger):
    """One structured line a request: never a path, a query, an address of a person, or a token.

    Health checks are written only when they fail or are slow.
    """

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Write the line; `time` is in seconds."""
        route = route_of(request)
        if route in SCANS and response.status < HTTPStatus.BAD_REQUEST and time < _SLOW:
            return
        _log.info(
            "request",
            method=request.method,
            route=route,
            status=response.status,
            bytes=response.body_length,
            seconds=round(time, 4),
            **({"reference": request[REFERENCE]} if REFERENCE in request else {}),
        )


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
