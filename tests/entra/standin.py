"""A stand-in for Microsoft Entra and Microsoft Graph, over https with an authority of its own.

It is a real server: MSAL, unmodified, finds its metadata, proves itself with a secret, a signed
assertion or a managed identity, and gets tokens that only the stand-in's Graph believes.

    standin = EntraStandIn(routes=[web.post("/users/{id}/sendMail", handler)])  # or standin.graph
    await standin.start(folder)
    ... AUTHORITY_URL=standin.url, GRAPH_URL=standin.url, CA_FILE=standin.ca_file ...
    standin.graph.mood.refuse(429, retry_after="7"); standin.tokens.hang_up(); hold = ...wait()
    await standin.stop()
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from jwt.algorithms import RSAAlgorithm

from tests.entra.authority import authority, key, server
from tests.entra.graph import USUAL_PERMISSIONS, Graph
from tests.entra.moods import Mood

APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "3b1d7a52-6c0e-4f7e-9a55-0c7f5a1e9d10"
SECRET = "the stand-in's secret"
IDENTITY_HEADER = "the platform's own header"
BOT_RESOURCE = "https://api.botframework.com"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_KID = "standin"


@dataclass(frozen=True)
class TokenGiven:
    """A token that was given: for which resource, and what proved the app to be itself."""

    resource: str
    how: str
    token: str


class _Refused(Exception):
    def __init__(self, error: str, code: int, status: int = 401) -> None:
        super().__init__(error)
        self.error, self.code, self.status = error, code, status


class EntraStandIn:
    """The running stand-in; every attribute may be changed by a test at any time."""

    def __init__(self, routes: Iterable[web.AbstractRouteDef] = ()) -> None:
        """Take further routes of Graph, without `/v1.0`."""
        self.tenant, self.app_id, self.secret = TENANT, APP_ID, SECRET
        self.certificates: list[x509.Certificate] = []
        self.permissions = set(USUAL_PERMISSIONS)
        self.lifetime = 3600
        self.domains: dict[str, str] = {}
        self.tokens_given: list[TokenGiven] = []
        self.metadata_asked = 0
        self.instance_discovery_asked = 0
        self.tokens = Mood()
        self.metadata = Mood()
        self.graph = Graph(self._for_graph, self.app_id, routes)
        self.url = ""
        self.ca_file = Path()
        self._runner: web.AppRunner | None = None
        self._transports: set[asyncio.Transport] = set()

    async def start(self, folder: Path) -> None:
        """Listen on this machine; `folder` takes the authority's certificate (`ca_file`)."""
        self.ca_file = folder / "standin-ca.pem"
        self.ca_file.write_bytes(authority().public_pem)
        runner = web.AppRunner(self._app(), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=server().shown())
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url, self._runner = f"https://{host}:{port}", runner

    async def stop(self) -> None:
        """Stop listening; whoever still waits is let go."""
        for mood in (self.tokens, self.metadata, self.graph.mood):
            mood.heal()
        if self._runner is not None:
            await self._runner.cleanup()
        for transport in self._transports:
            transport.abort()  # not every client says good-bye, and TLS would wait for it
        await asyncio.sleep(0)

    @property
    def settings(self) -> dict[str, Any]:
        """What an operator sets so that an assistant believes it to be Entra."""
        return {
            "app_id": self.app_id,
            "app_password": self.secret,
            "tenant_ids": self.tenant,
            "authority_url": self.url,
            "graph_url": self.url,
            "ca_file": self.ca_file,
        }

    @property
    def identity_environment(self) -> dict[str, str]:
        """What Container Apps and App Service set where a managed identity is assigned."""
        return {
            "IDENTITY_ENDPOINT": f"{self.url}/msi/token",
            "IDENTITY_HEADER": IDENTITY_HEADER,
        }

    def given_for(self, resource: str) -> list[TokenGiven]:
        """The tokens given so far for one resource."""
        return [one for one in self.tokens_given if one.resource == resource]

    def user_token(self, object_id: str, *, roles: Iterable[str] = (), **claims: Any) -> str:
        """An access token of somebody signed in to our API; a claim given as None is left out."""
        now = int(time.time())
        usual = {
            "iss": f"{self.url}/{self.tenant}/v2.0",
            "aud": self.app_id,
            "tid": self.tenant,
            "oid": object_id,
            "iat": now,
            "nbf": now - 5,
            "exp": now + 4500,
            "roles": list(roles) or None,
        }
        return self._signed(usual | claims)

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._noted])
        app.router.add_get("/common/discovery/instance", self._instance_discovery)
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._metadata)
        app.router.add_get("/{tenant}/discovery/v2.0/keys", self._keys)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/msi/token", self._app_service)
        app.router.add_get("/metadata/identity/oauth2/token", self._instance_metadata)
        app.add_subapp("/v1.0", self.graph.app)
        return app

    @web.middleware
    async def _noted(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.transport is not None:
            self._transports.add(request.transport)
        response: web.StreamResponse = await handler(request)
        return response

    async def _instance_discovery(self, request: web.Request) -> web.Response:
        self.instance_discovery_asked += 1
        return web.json_response({"error": "invalid_instance"}, status=400)

    async def _metadata(self, request: web.Request) -> web.Response:
        self.metadata_asked += 1
        shown = await self.metadata.show(request)
        if shown is not None:
            return shown
        named = request.match_info["tenant"]
        known = {self.tenant: self.tenant, "organizations": "{tenantid}", **self.domains}
        if named not in known:
            body = {"error": "invalid_tenant", "error_description": "AADSTS90002: not found"}
            return web.json_response(body, status=400)
        base = f"{self.url}/{named}"
        return web.json_response(
            {
                "issuer": f"{self.url}/{known[named]}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
            }
        )

    async def _keys(self, request: web.Request) -> web.Response:
        row = json.loads(RSAAlgorithm.to_jwk(key(_KID).public_key()))
        issuer = f"{self.url}/{{tenantid}}/v2.0"
        return web.json_response({"keys": [row | {"kid": _KID, "use": "sig", "issuer": issuer}]})

    async def _token(self, request: web.Request) -> web.Response:
        shown = await self.tokens.show(request)
        if shown is not None:
            return shown
        form = {name: str(value) for name, value in (await request.post()).items()}
        try:
            if request.match_info["tenant"] != self.tenant:
                raise _Refused("invalid_request", 90002, 400)
            how = self._proved(form, str(request.url))
            token = self._give(self._resource(form), how)
        except _Refused as refused:
            return _entra_error(refused)
        return web.json_response(
            {"token_type": "Bearer", "expires_in": self.lifetime, "access_token": token}
        )

    def _proved(self, form: dict[str, str], address: str) -> str:
        """Say what proved the app to be itself. Raises `_Refused`."""
        if form.get("grant_type") != "client_credentials":
            raise _Refused("unsupported_grant_type", 70003, 400)
        if form.get("client_id") != self.app_id:
            raise _Refused("unauthorized_client", 700016, 400)
        if "client_assertion" in form:
            if form.get("client_assertion_type") != ASSERTION:
                raise _Refused("invalid_request", 900144, 400)
            self._check_assertion(form["client_assertion"], address)
            return "certificate"
        if not self.secret or form.get("client_secret") != self.secret:
            raise _Refused("invalid_client", 7000215)
        return "secret"

    def _check_assertion(self, assertion: str, address: str) -> None:
        try:
            named = jwt.get_unverified_header(assertion).get("x5t#S256", "").rstrip("=")
            known = {_thumbprint(one): one for one in self.certificates}
            certificate = known[named]
            claims = jwt.decode(
                assertion,
                certificate.public_key(),  # type: ignore[arg-type]
                algorithms=["PS256"],
                audience=address,
                issuer=self.app_id,
                options={"require": ["exp", "iss", "aud", "sub", "jti"]},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise _Refused("invalid_client", 700027) from error
        if claims["sub"] != self.app_id:
            raise _Refused("invalid_client", 700027)

    def _resource(self, form: dict[str, str]) -> str:
        """Give the resource of a scope; MSAL adds OpenID scopes only for people."""
        scopes = form.get("scope", "").split()
        if len(scopes) != 1 or not scopes[0].endswith("/.default"):
            raise _Refused("invalid_scope", 1002012, 400)
        return self._known_resource(scopes[0].removesuffix("/.default"))

    def _known_resource(self, resource: str) -> str:
        if resource not in (BOT_RESOURCE, self.url):
            raise _Refused("invalid_resource", 500011, 400)
        return resource

    async def _app_service(self, request: web.Request) -> web.Response:
        """Answer like App Service and Container Apps (REST endpoint of 2019-08-01)."""
        shown = await self.tokens.show(request)
        if shown is not None:
            return shown
        version = request.query.get("api-version")
        good = request.headers.get("X-IDENTITY-HEADER") == IDENTITY_HEADER
        if not good or version != "2019-08-01":
            return web.json_response({"statusCode": 400, "message": "bad header"}, status=400)
        return self._by_identity(request, "app service")

    async def _instance_metadata(self, request: web.Request) -> web.Response:
        """Answer like a virtual machine's metadata service (IMDS, 2018-02-01)."""
        shown = await self.tokens.show(request)
        if shown is not None:
            return shown
        if request.headers.get("Metadata") != "true":
            return web.json_response({"error": "invalid_request"}, status=400)
        return self._by_identity(request, "imds")

    def _by_identity(self, request: web.Request, how: str) -> web.Response:
        if request.query.get("client_id") != self.app_id:
            body = {"error": "invalid_request", "error_description": "Identity not found"}
            return web.json_response(body, status=400)
        try:
            resource = self._known_resource(request.query.get("resource", ""))
        except _Refused as refused:
            return _entra_error(refused)
        ends = int(time.time()) + self.lifetime
        body = {
            "access_token": self._give(resource, how),
            "expires_in": str(self.lifetime),
            "expires_on": str(ends),
            "resource": resource,
            "token_type": "Bearer",
        }
        return web.json_response(body)

    def _give(self, resource: str, how: str) -> str:
        now = int(time.time())
        claims = {
            "iss": f"{self.url}/{self.tenant}/v2.0",
            "aud": resource,
            "appid": self.app_id,
            "tid": self.tenant,
            "iat": now,
            "exp": now + self.lifetime,
            "roles": sorted(self.permissions),
            "uti": uuid.uuid4().hex,
        }
        token = self._signed(claims)
        self.tokens_given.append(TokenGiven(resource, how, token))
        return token

    def _signed(self, claims: dict[str, Any]) -> str:
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, key(_KID), algorithm="RS256", headers={"kid": _KID})

    def _for_graph(self, token: str) -> dict[str, Any] | None:
        """Read a token that Graph was shown; None where it is not one for Graph."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token, key(_KID).public_key(), algorithms=["RS256"], audience=self.url
            )
        except jwt.PyJWTError:
            return None
        return claims


def _thumbprint(certificate: x509.Certificate) -> str:
    return jwt.utils.base64url_encode(certificate.fingerprint(hashes.SHA256())).decode()


def _entra_error(refused: _Refused) -> web.Response:
    body = {
        "error": refused.error,
        "error_description": f"AADSTS{refused.code}: as the stand-in says.",
        "error_codes": [refused.code],
    }
    return web.json_response(body, status=refused.status)


@pytest.fixture
async def standin(tmp_path: Path) -> AsyncIterator[EntraStandIn]:
    """The running stand-in."""
    running = EntraStandIn()
    await running.start(tmp_path)
    yield running
    await running.stop()
