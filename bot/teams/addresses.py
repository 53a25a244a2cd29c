"""Which hosts the assistant talks to: a token or a request never leaves for any other address."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

CONNECTOR_HOSTS = (
    "smba.trafficmanager.net",
    "*.botframework.com",
    "*.infra.teams.microsoft.com",
    "*.infra.gov.teams.microsoft.us",
)
"""Hosts of the Bot Framework connector; `*.` stands for one or more labels, anchored at the dot."""

SHAREPOINT_HOSTS = ("*.sharepoint.com",)
"""Hosts from which Teams gives out the files a person sent."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class AllowedHosts:
    """Says whether an address may be talked to: https on a listed host, without port or user.

    With `allow_loopback` (local profile only) an http(s) address on this machine is fine too.
    """

    def __init__(self, hosts: Collection[str], *, allow_loopback: bool = False) -> None:
        names = [host.strip().lower() for host in hosts]
        self._exact = frozenset(name for name in names if not name.startswith("*."))
        self._suffixes = tuple(name[1:] for name in names if name.startswith("*."))
        self._allow_loopback = allow_loopback

    def accepts(self, url: str) -> bool:
        """Judge a URL before anything is sent to it."""
        parts = _split(url)
        if parts is None:
            return False
        if self._allow_loopback and is_loopback_url(url):
            return True
        return parts.scheme == "https" and parts.port is None and self._lists(parts.hostname or "")

    def _lists(self, host: str) -> bool:
        return host in self._exact or host.endswith(self._suffixes)


def is_loopback_url(url: str) -> bool:
    """Say whether a URL names this machine by one of its loopback names."""
    parts = _split(url)
    return parts is not None and parts.scheme in ("http", "https") and is_loopback(parts.hostname)


def is_loopback(host: str | None) -> bool:
    """Say whether a host name or peer address is this machine's loopback interface."""
    return host in _LOOPBACK


def _split(url: str) -> SplitResult | None:
    """Take a URL apart; None where it is odd enough for two parsers to read it differently."""
    if not url.isascii() or any(char in url for char in "\\ \t\r\n\0"):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return None if "@" in parts.netloc or not parts.hostname else parts
