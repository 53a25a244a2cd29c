"""An OpenID issuer on loopback with keys of its own, so that real signatures are checked."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from jwt.algorithms import RSAAlgorithm

from tests.entra.authority import key

APP_ID = "5d9a6f0e-5f0e-4c43-8d19-0a6e5d6e2f11"
BOT_ISSUER = "https://api.botframework.com"


class Issuer:
    """Serves metadata and keys, counts who asks, and signs tokens."""

    def __init__(self) -> None:
        self.kids = ["first"]
        self.endorsements: list[str] | None = ["msteams", "webchat"]
        self.key_issuer = ""
        self.metadata_hits = 0
        self.status = 200
        self.gate: Any = None
        self.asked = asyncio.Event()
        self._server = TestServer(self._app(), host="127.0.0.1")

    @property
    def metadata_url(self) -> str:
        return str(self._server.make_url("/metadata"))

    async def start(self) -> None:
        await self._server.start_server()

    async def stop(self) -> None:
        await self._server.close()

    def token(self, *, kid: str = "first", signed_with: str = "", **claims: Any) -> str:
        """A token of a Bot Framework call; a claim given as None is left out."""
        now = int(time.time())
        usual = {
            "iss": BOT_ISSUER,
            "aud": APP_ID,
            "exp": now + 3600,
            "nbf": now - 60,
            "serviceurl": "https://smba.trafficmanager.net/emea/",
        }
        kept = {name: value for name, value in (usual | claims).items() if value is not None}
        signing = key(signed_with or kid)
        return jwt.encode(kept, signing, algorithm="RS256", headers={"kid": kid})

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/metadata", self._metadata)
        app.router.add_get("/keys", self._keys)
        return app

    async def _metadata(self, request: web.Request) -> web.Response:
        self.metadata_hits += 1
        self.asked.set()
        if self.gate is not None:
            await self.gate.wait()
        body = {"issuer": BOT_ISSUER, "jwks_uri": str(request.url.with_path("/keys"))}
        return web.json_response(body, status=self.status)

    async def _keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [self._jwk(kid) for kid in self.kids]})

    def _jwk(self, kid: str) -> dict[str, Any]:
        row = json.loads(RSAAlgorithm.to_jwk(key(kid).public_key()))
        row |= {"kid": kid, "use": "sig"}
        if self.endorsements is not None:
            row["endorsements"] = self.endorsements
        if self.key_issuer:
            row["issuer"] = self.key_issuer
        return row


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    running = Issuer()
    await running.start()
    yield running
    await running.stop()
