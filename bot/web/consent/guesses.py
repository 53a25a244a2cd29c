"""Counts wrong links per peer, so that nobody can try many; memory stays bounded."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass, field

from aiohttp import web

from bot.claims.ports import Clock


@dataclass(slots=True)
class Guesses:
    """Allows a peer a number of dead links within a window of seconds; then it has to wait."""

    clock: Clock
    limit: int = 30
    window: float = 60.0
    peers: int = 10_000
    _counts: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict)

    def wait(self, peer: str) -> int:
        """Give the seconds a peer has to wait; 0 where it may ask."""
        since, count = self._counts.get(peer, (0.0, 0))
        left = since + self.window - self._now()
        return max(1, round(left)) if count >= self.limit and left > 0 else 0

    def count(self, peer: str) -> None:
        """Note one dead link."""
        now = self._now()
        since, count = self._counts.pop(peer, (now, 0))
        fresh = now - since >= self.window
        self._counts[peer] = (now, 1) if fresh else (since, count + 1)
        if len(self._counts) > self.peers:
            self._counts.popitem(last=False)

    def _now(self) -> float:
        return self.clock.now().timestamp()


def peer_of(request: web.Request, trusted_proxies: int) -> str:
    """Name who asks: the address our own proxies saw, an IPv6 network of 64 bits as one.

    With `trusted_proxies` 0 that is the connection's other end; what `X-Forwarded-For` says is
    believed only as far as our proxies wrote it.
    """
    address = request.remote or ""
    if trusted_proxies:
        hops = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
        address = hops[-trusted_proxies].strip() if len(hops) >= trusted_proxies else address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
