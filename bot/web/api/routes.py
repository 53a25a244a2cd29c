"""Puts the API on the server, and turns whatever goes wrong below it into a problem document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.claims.errors import Conflict, Covered
from bot.claims.models import Person
from bot.claims.ports import BlobStore, BlobStoreDown, Clock, Store
from bot.claims.rules import Rulebook
from bot.services.review import Review
from bot.services.traces import trace_of
from bot.text.words import Words
from bot.web.api.deciding import Deciding
from bot.web.api.documents import document_routes
from bot.web.api.operations import PREFIX, Operation, Who, serve
from bot.web.api.problems import ApiProblem, response
from bot.web.api.reading import Reading

_log = structlog.get_logger("bot.web")
_BY_STATUS = {
    400: "malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
}
_HIGHEST_SUCCESS = 399


def add_api_routes(  # noqa: PLR0913 - the composition root names every part once
    app: web.Application,
    *,
    store: Store,
    review: Review,
    blobs: BlobStore,
    who: Who,
    rules: Rulebook,
    clock: Clock,
    more: Sequence[Operation] = (),
    local: bool = False,
    title: str = "CPOR Claims Assistant",
    version: str = "1",
) -> None:
    """Let reviewers and integrations work on claims over HTTP.

    `who` tells the caller (`bot.web.api.callers`); `more` adds operations of other features to
    the same table, so that they are served, guarded and documented alike; `local` leaves the
    sign-in out of the document, as the local profile needs none.
    """
    operations = (*Reading(store, blobs).operations(), *Deciding(store, review).operations(), *more)

    def today() -> date:
        return rules.calendar.today(clock.now())

    def words(person: Person) -> Words:
        return Words(person.locale, zone=rules.calendar.zone, today=today())

    app.middlewares.append(problems_below)
    for row in operations:
        handler = serve(row, who, words, today)
        if row.method == "GET":
            app.router.add_get(PREFIX + row.path, handler)
        else:
            app.router.add_route(row.method, PREFIX + row.path, handler)
    app.add_routes(document_routes(operations, title, version, local=local))


@web.middleware
async def problems_below(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer for `/api/v1` with problem documents only, whatever goes wrong below."""
    if not (request.path + "/").startswith(PREFIX + "/"):
        return await handler(request)
    try:
        return await handler(request)
    except ApiProblem as problem:
        return response(problem.kind, problem.problems)
    except (Conflict, Covered):
        return response("conflict")
    except BlobStoreDown:
        return response("unavailable")
    except web.HTTPException as error:
        return _of_http(error)
    except ConnectionError:  # the caller is gone
        raise
    except Exception as error:
        _log.error("api.failed", route=_route(request), stack=trace_of(error))
        return response("failed")


def _of_http(error: web.HTTPException) -> web.StreamResponse:
    if error.status <= _HIGHEST_SUCCESS:
        raise error
    allow = error.headers.get("Allow")
    headers = {"Allow": allow} if allow else {}
    return response(_BY_STATUS.get(error.status, "malformed"), headers=headers)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""
