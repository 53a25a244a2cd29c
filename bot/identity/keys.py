"""Signing keys of an OpenID issuer, fetched without ever stalling or trusting a single answer.

Keys are refreshed in the background; while the key host is down the ones at hand stay in use.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt
import structlog

from bot.identity.kept import Fetched, Kept

_log = structlog.get_logger("bot.identity")
_LARGEST_ANSWER = 1_000_000


class KeysDown(Exception):
    """Raised where no key is at hand and the issuer's key host gives none."""


class _BadMetadata(Exception):
    """Raised where the key host answers something that is no key set."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One public key, and what the issuer says it may be used for."""

    kid: str
    public: Any
    endorsements: frozenset[str] = field(default_factory=frozenset)
    """Channels the key may sign for (Bot Framework keys only)."""
    issuer: str = ""
    """Issuer the key belongs to, where the set names one per key (Entra's common key set)."""


class SigningKeys:
    """Keeps the keys of one issuer at hand, so that validating a token costs no request.

    `metadata_url` is the issuer's OpenID configuration; `session` a shared client session;
    `monotonic` a seconds counter. After `refresh_after` seconds a use starts a refresh in the
    background; an unknown key id causes at most one refresh in `pause` seconds (`empty_pause`
    while there is no key at all).
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        metadata_url: str,
        *,
        refresh_after: float = 6 * 3600.0,
        pause: float = 300.0,
        empty_pause: float = 2.0,
        timeout: float = 5.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._url = metadata_url
        self._refresh_after = refresh_after
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._kept = Kept(self._fetch, pause=pause, empty_pause=empty_pause, monotonic=monotonic)

    async def warm(self) -> None:
        """Fetch the keys before the first call needs them; an outage is only logged."""
        await self._kept.renew()

    async def close(self) -> None:
        """Stop a refresh that is still running."""
        await self._kept.close()

    def has(self, kid: str) -> bool:
        """Say whether a key is (still) one of the issuer's, without any request."""
        return kid in self._at_hand

    async def find(self, kid: str) -> SigningKey | None:
        """Give the key with an id, or None where the issuer has no such key.

        Raises `KeysDown` where no key at all could be had.
        """
        if kid in self._at_hand:
            self._kept.freshen()
        else:
            await self._kept.renew()
        if not self._at_hand:
            raise KeysDown
        return self._at_hand.get(kid)

    @property
    def _at_hand(self) -> Mapping[str, SigningKey]:
        return self._kept.value or {}

    async def _fetch(self) -> Fetched[Mapping[str, SigningKey]] | None:
        try:
            metadata = await self._get(self._url)
            keys = _read_keys(await self._get(self._jwks_url(metadata)))
        except (aiohttp.ClientError, TimeoutError, ValueError, _BadMetadata) as error:
            at_hand = len(self._at_hand)
            _log.warning("keys.unavailable", error=type(error).__name__, at_hand=at_hand)
            return None
        return Fetched(keys, renew_after=self._refresh_after)

    async def _get(self, url: str) -> dict[str, Any]:
        async with self._session.get(url, timeout=self._timeout, allow_redirects=False) as response:
            if response.status != HTTPStatus.OK:
                raise _BadMetadata
            answer = json.loads(await _capped(response))
        if not isinstance(answer, dict):
            raise _BadMetadata
        return answer

    def _jwks_url(self, metadata: dict[str, Any]) -> str:
        url = metadata.get("jwks_uri")
        if not isinstance(url, str) or urlsplit(url).scheme != urlsplit(self._url).scheme:
            raise _BadMetadata
        return url


async def _capped(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _LARGEST_ANSWER:
            raise _BadMetadata
    return bytes(body)


def _read_keys(key_set: dict[str, Any]) -> dict[str, SigningKey]:
    rows = key_set.get("keys")
    found = [_read_key(row) for row in rows] if isinstance(rows, list) else []
    keys = {key.kid: key for key in found if key is not None}
    if not keys:
        raise _BadMetadata
    return keys


def _read_key(row: Any) -> SigningKey | None:
    if not isinstance(row, dict) or row.get("kty") != "RSA" or not isinstance(row.get("kid"), str):
        return None
    try:
        public = jwt.PyJWK(row, algorithm="RS256").key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    endorsements = row.get("endorsements")
    named = endorsements if isinstance(endorsements, list) else []
    issuer = row.get("issuer")
    return SigningKey(
        kid=row["kid"],
        public=public,
        endorsements=frozenset(name for name in named if isinstance(name, str)),
        issuer=issuer if isinstance(issuer, str) else "",
    )
