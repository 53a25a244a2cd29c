"""Teams as the assistant sees it, by https and under its own names: connector, keys, files."""

from __future__ import annotations

import datetime
import json
import time
from typing import Any

import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from jwt.algorithms import RSAAlgorithm

from tests.conversations.driver import Connector
from tests.entra.authority import Certified, authority, key
from tests.entra.standin import BOT_RESOURCE, EntraStandIn

CONNECTOR, KEYS, FILES = (
    "smba.trafficmanager.net",
    "login.botframework.com",
    "contoso.sharepoint.com",
)
SERVICE_URL = f"https://{CONNECTOR}/teams/"
_KID = "channel"


class Teams(Connector):
    """The connector, which takes nothing without the token that Entra gave for it."""

    def __init__(self, entra: EntraStandIn) -> None:
        super().__init__()
        self.entra = entra
        self.turned_down = 0
        self.url = f"https://{FILES}"
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        below = web.Application(middlewares=[self._guarded])
        below.add_routes(self.routes())
        app = web.Application(client_max_size=40_000_000)
        app.router.add_get("/v1/.well-known/openidconfiguration", self._metadata)
        app.router.add_get("/v1/.well-known/keys", self._keys)
        app.router.add_get("/downloads/{name}", self.download)
        app.add_subapp("/teams", below)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=_certificate().shown()).start()
        self._runner = runner

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def names(self) -> dict[str, int]:
        """Which names lead here, and to which port."""
        assert self._runner
        return dict.fromkeys((CONNECTOR, KEYS, FILES), self._runner.addresses[0][1])

    def signed(self, audience: str, **claims: Any) -> str:
        """Give the header that the channel sends an activity with; claims can be spoilt."""
        now = int(time.time())
        usual = {
            "iss": "https://api.botframework.com",
            "aud": audience,
            "serviceurl": SERVICE_URL,
            "nbf": now - 5,
            "exp": now + 3600,
        }
        token = jwt.encode(usual | claims, key(_KID), algorithm="RS256", headers={"kid": _KID})
        return f"Bearer {token}"

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Any) -> web.StreamResponse:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        given = [one.token for one in self.entra.given_for(BOT_RESOURCE)]
        if scheme != "Bearer" or token not in given:
            self.turned_down += 1
            return web.json_response({"error": {"code": "Unauthorized"}}, status=401)
        response: web.StreamResponse = await handler(request)
        return response

    async def _metadata(self, _: web.Request) -> web.Response:
        jwks = f"https://{KEYS}/v1/.well-known/keys"
        return web.json_response({"issuer": "https://api.botframework.com", "jwks_uri": jwks})

    async def _keys(self, _: web.Request) -> web.Response:
        row = json.loads(RSAAlgorithm.to_jwk(key(_KID).public_key()))
        return web.json_response({"keys": [row | {"kid": _KID, "endorsements": ["msteams"]}]})


def _certificate() -> Certified:
    """A certificate for the three names, by the authority that this network trusts."""
    now, trusted, own = datetime.datetime.now(datetime.UTC), authority(), key("microsoft")
    day = datetime.timedelta(days=1)
    issuer = trusted.certificate
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, CONNECTOR)]))
        .issuer_name(issuer.subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + 30 * day)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name) for name in (CONNECTOR, KEYS, FILES)]),
            critical=False,
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(trusted.private.public_key()),
            critical=False,
        )
        .sign(trusted.private, hashes.SHA256())
    )
    return Certified(made, own)
