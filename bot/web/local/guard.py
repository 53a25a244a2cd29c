"""Keeps the local pages local: this machine only, this origin only, nothing from outside."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.whence import is_from_own_page, is_from_this_machine

_SAFE_METHODS = frozenset({"GET", "HEAD"})
_PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@web.middleware
async def local_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse the chat page and everything under /local to all but this machine's own pages."""
    if not _is_local_route(request.path):
        return await handler(request)
    if not is_from_this_machine(request):
        raise web.HTTPForbidden(text="This page is for this machine only.")
    if not (_is_opened(request) or is_from_own_page(request)):
        raise web.HTTPForbidden(text="This request came from another page.")
    return await handler(request)


async def add_page_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Tell the browser to load nothing from outside and to show the page in no frame."""
    if _is_local_route(request.path):
        response.headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Cache-Control", "no-cache")


def _is_local_route(path: str) -> bool:
    return path in {"/", "/local"} or path.startswith("/local/")


def _is_opened(request: web.Request) -> bool:
    """Say whether a person opens a page of ours, which a link elsewhere may lead to."""
    return request.method in _SAFE_METHODS and request.headers.get("Sec-Fetch-Mode") == "navigate"
