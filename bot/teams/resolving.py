"""Name look-ups that give public addresses only, bound to the connection they are made for."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.teams.addresses import is_loopback

_NAT64 = IPv6Network("64:ff9b::/96")


class NotPublic(OSError):
    """Raised where a name leads to an address inside somebody's network."""


class PublicResolver(AbstractResolver):
    """Refuses a name if any of its addresses is not public.

    The client connects to the very addresses judged here, so a name that is looked up
    differently a moment later gains nothing.
    """

    def __init__(self, names: AbstractResolver, *, allow_loopback: bool = False) -> None:
        self._names = names
        self._allow_loopback = allow_loopback

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Look a name up. Raises `NotPublic`, or the look-up's own `OSError`."""
        found = await self._names.resolve(host, port, family)
        if self._allow_loopback and is_loopback(host):
            return found
        if not all(is_public(row["host"]) for row in found):
            raise NotPublic
        return found

    async def close(self) -> None:
        """Let go of the look-up behind it."""
        await self._names.close()


def is_public(address: str) -> bool:
    """Say whether an IP address is reachable for everybody, also in its IPv6 disguises."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    plain = _undisguised(ip) if isinstance(ip, IPv6Address) else ip
    return plain is not None and plain.is_global and not plain.is_multicast


def _undisguised(ip: IPv6Address) -> IPv4Address | IPv6Address | None:
    """Give the IPv4 address an IPv6 one stands for; None for tunnels, which are not trusted."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None or ip.teredo is not None:
        return None
    return IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip
