"""The blocking HTTP session that MSAL works with: our trust, and an end to waiting.

A machine's `REQUESTS_CA_BUNDLE` goes before what MSAL is told to verify with; a context of our own
always counts.
"""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from bot.identity.trust import trusted


def open_requests(ca_file: Path | None, *, timeout: float, proxies: bool) -> requests.Session:
    """Open the blocking session that MSAL works with.

    `timeout` (seconds) holds for every request, as MSAL names none. `proxies` False: those of the
    environment are passed by, as for an address on the machine itself.
    """
    session = requests.Session()
    session.trust_env = proxies
    session.mount("https://", _Adapter(timeout, trusted(ca_file)))
    session.mount("http://", _Adapter(timeout, None))
    return session


class _Adapter(HTTPAdapter):
    """Adds a time limit and our own trust; a connection that was dropped is tried once more."""

    def __init__(self, timeout: float, trust: ssl.SSLContext | None) -> None:
        self._timeout = timeout
        self._trust: dict[str, Any] = {"ssl_context": trust} if trust is not None else {}
        super().__init__(max_retries=1)

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **(named | self._trust))

    def proxy_manager_for(self, proxy: Any, **named: Any) -> Any:
        return super().proxy_manager_for(proxy, **(named | self._trust))

    def send(self, request: Any, *args: Any, **named: Any) -> requests.Response:
        named["timeout"] = named.get("timeout") or self._timeout
        return super().send(request, *args, **named)
