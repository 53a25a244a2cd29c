"""The whole assistant as the benchmarks run it: SQLite on disk, and Teams replaced by a stand-in.

`jwt` checks the channel's tokens as production does; only the issuer's key is our own.
"""

from __future__ import annotations

import logging
import secrets
import sys
import time
from pathlib import Path
from typing import Any

import jwt as pyjwt
import structlog
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

import app as product
from benchmarks.people import PEOPLE
from bot import garbage
from bot.assembly import routes
from bot.identity.keys import SigningKey
from bot.identity.tokens import CHANNEL_ISSUER, ChannelTokens
from bot.settings import load_settings
from bot.teams.authentication import ChannelAuthentication
from storage.store import SystemClock

APP_ID = "5d9a6f0e-5f0e-4c43-8d19-0a6e5d6e2f11"
KEY_ID = "of-the-benchmark"


async def local(_: str, folder: str) -> tuple[web.Application, dict[str, Any]]:
    """Make the assistant of the local profile, with jobs running."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    settings = load_settings({}, _env_file=None, data_dir=Path(folder), admins=PEOPLE)
    assistant = await product.build(settings, address="http://127.0.0.1:3978")
    assistant.start_jobs()
    garbage.keep_what_is_loaded()
    return assistant.web, {}


async def jwt(connector_url: str, folder: str) -> tuple[web.Application, dict[str, Any]]:
    """Make the same with production's check of every request; gives the token to send."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    keys = OneKey(SigningKey(KEY_ID, private.public_key(), frozenset({"msteams"})))
    tokens = ChannelTokens(keys, APP_ID, SystemClock())

    def channel(connectors: Any) -> ChannelAuthentication:
        return ChannelAuthentication(tokens, connectors)

    vars(routes)["LoopbackAuthentication"] = channel  # the local profile but for this
    made, _ = await local(connector_url, folder)
    return made, {"token": _signed(private, connector_url)}


class OneKey:
    """An issuer with one key, always at hand."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    def has(self, kid: str) -> bool:
        """Say whether the key is the issuer's."""
        return kid == self._key.kid

    async def find(self, kid: str) -> SigningKey | None:
        """Give the key."""
        return self._key if kid == self._key.kid else None


def _signed(private: rsa.RSAPrivateKey, connector_url: str) -> str:
    now = int(time.time())
    claims = {
        "iss": CHANNEL_ISSUER,
        "aud": APP_ID,
        "nbf": now - 60,
        "exp": now + 3600,
        "jti": secrets.token_hex(8),
        "serviceurl": f"{connector_url}/",
    }
    return pyjwt.encode(claims, private, algorithm="RS256", headers={"kid": KEY_ID})
