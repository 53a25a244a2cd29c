"""Finds a customer's tenant in Microsoft's public OpenID metadata; no sign-in is needed."""

from __future__ import annotations

import re
from http import HTTPStatus

import aiohttp
import structlog

from bot.claims.models import Verification
from bot.claims.ports import DirectoryAnswer

_log = structlog.get_logger("bot.directory")
_ISSUER = re.compile(r"^https://[^/]+/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")
#: Seconds one look-up may take; a person is waiting.
PATIENCE = 3.0
DEFAULT_URL = "https://login.microsoftonline.com"
#: Microsoft's words for a domain it has no directory for.
_UNKNOWN = ("AADSTS90002", "AADSTS900023")


class OpenIdDirectory:
    """Implements the port `Directory` on one shared HTTP session."""

    def __init__(self, session: aiohttp.ClientSession, url: str = DEFAULT_URL) -> None:
        self._session, self._url = session, url.rstrip("/")

    async def find_tenant(self, domain: str) -> DirectoryAnswer:
        """Look a domain up: MATCHED with its tenant ID, NOT_FOUND, or UNAVAILABLE."""
        address = f"{self._url}/{domain}/v2.0/.well-known/openid-configuration"
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        try:
            async with self._session.get(
                address, timeout=timeout, allow_redirects=False
            ) as response:
                return self._read(response.status, await response.json(content_type=None))
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            _log.warning("directory.unavailable", error=type(error).__name__)
            return DirectoryAnswer(result=Verification.UNAVAILABLE)

    def _read(self, status: int, body: object) -> DirectoryAnswer:
        fields = body if isinstance(body, dict) else {}
        if status == HTTPStatus.OK:
            found = _ISSUER.match(str(fields.get("issuer", "")).lower())
            if found:
                return DirectoryAnswer(result=Verification.MATCHED, tenant_id=found.group(1))
        said = str(fields.get("error_description", "")) + str(fields.get("error", ""))
        unknown = any(code in said for code in _UNKNOWN) or fields.get("error") == "invalid_tenant"
        if status == HTTPStatus.BAD_REQUEST and unknown:
            return DirectoryAnswer(result=Verification.NOT_FOUND)
        return DirectoryAnswer(result=Verification.UNAVAILABLE)
