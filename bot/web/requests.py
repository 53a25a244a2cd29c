"""Gives every HTTP request a reference, a span and a place in the figures."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.observing import traces, work
from bot.observing.figures import Metrics
from bot.web.security import REFERENCE, SCANS, route_of

_FAILED = 500


def add_request_observing(app: web.Application, metrics: Metrics) -> None:
    """Observe every request from now on; call before other middlewares are added."""

    @web.middleware
    async def observed(request: web.Request, handler: Handler) -> web.StreamResponse:
        route = route_of(request)
        with work.begun() as at_hand:
            request[REFERENCE] = at_hand.reference
            if route in SCANS:
                return await handler(request)
            with traces.span("request", method=request.method, route=route) as span:
                status = _FAILED
                try:
                    answer = await handler(request)
                    status = answer.status
                    return answer
                except web.HTTPException as error:
                    status = error.status
                    raise
                finally:
                    metrics.answers.labels(status=f"{status // 100}xx").inc()
                    span.note(status=status, outcome="failed" if status >= _FAILED else "done")

    app.middlewares.append(observed)
