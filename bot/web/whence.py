"""Tells from where a request comes: this machine, the network around it, or through a proxy."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from aiohttp import web

#: What this machine calls itself.
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_PROXY_HEADERS = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
    "Via",
)


def peer_address(request: web.BaseRequest) -> IPv4Address | IPv6Address | None:
    """Give the address of the connection's other end, whatever headers say."""
    name = request.transport.get_extra_info("peername") if request.transport else None
    if not isinstance(name, tuple):
        return None
    address = ip_address(name[0].partition("%")[0])
    return getattr(address, "ipv4_mapped", None) or address


def host_named(request: web.BaseRequest) -> str:
    """Give the name we are called by, in small letters and without its port."""
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    except ValueError:
        return ""


def is_forwarded(request: web.BaseRequest) -> bool:
    """Say whether somebody stands behind the peer: proxies and tunnels say so in a header."""
    return any(name in request.headers for name in _PROXY_HEADERS)


def is_from_this_machine(request: web.BaseRequest) -> bool:
    """Say whether a request comes from here, and calls us by a name of this machine.

    Another name that leads here is a page that rebound its own (DNS rebinding).
    """
    peer = peer_address(request)
    here = peer is not None and peer.is_loopback and not is_forwarded(request)
    return here and host_named(request) in LOCAL_NAMES


def is_from_around(request: web.BaseRequest) -> bool:
    """Say whether a request comes straight from this machine or a private network around it."""
    peer = peer_address(request)
    return peer is not None and not peer.is_global and not is_forwarded(request)


def is_from_own_page(request: web.BaseRequest) -> bool:
    """Say whether no foreign page sent it, as far as the browser tells; programs tell nothing."""
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.headers.get('Host', '')}"
    site = request.headers.get("Sec-Fetch-Site", "none")
    return origin in (None, own) and site in ("same-origin", "none")
