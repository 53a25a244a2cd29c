"""Keeps the local pages local: this machine only, this origin only, nothing from outside."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
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
    if not (_from_this_machine(request) and _names_this_machine(request)):
        raise web.HTTPForbidden(text="This page is for this machine only.")
    if not _from_own_page(request):
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


def _from_this_machine(request: web.Request) -> bool:
    peer = request.transport.get_extra_info("peername") if request.transport else None
    if not isinstance(peer, tuple):
        return False
    address = ip_address(peer[0].partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _names_this_machine(request: web.Request) -> bool:
    """Refuse other names: a foreign name that resolves here (DNS rebinding) is an attack."""
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname in _LOCAL_NAMES
    except ValueError:
        return False


def _from_own_page(request: web.Request) -> bool:
    if request.method in _SAFE_METHODS:
        site = request.headers.get("Sec-Fetch-Site", "none")
        opened = request.headers.get("Sec-Fetch-Mode") == "navigate"
        return opened or site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.headers.get('Host', '')}"
    site = request.headers.get("Sec-Fetch-Site", "none")
    return (origin is None or origin == own) and site in ("same-origin", "none")
