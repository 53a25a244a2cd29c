"""Inbound tokens: those of the Bot Framework channel, and those of people signed in with Entra.

Only RS256 with a key of the issuer's published set is believed, and only with `exp`, `iss` and
`aud` present. Rules: Microsoft's "Authenticate requests from the Bot Connector service" and
"Microsoft identity platform access tokens".
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Any, Literal, Protocol

import jwt
import structlog

from bot.claims.models import Person
from bot.claims.ports import Clock
from bot.identity.keys import KeysDown, SigningKey

_log = structlog.get_logger("bot.identity")
CHANNEL_ISSUER = "https://api.botframework.com"
CHANNEL_METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
PEOPLE_METADATA = "/organizations/v2.0/.well-known/openid-configuration"
"""Where an authority tells the keys that it signs people's tokens with."""
LEEWAY = 300.0
"""Seconds by which clocks may differ: the most the Bot Framework's rules allow."""
_LONGEST = 16_384
_REMEMBERED = 512


class SignedIn(Person):
    """Somebody who called with a token, and the app roles Entra wrote into it when it was made."""

    app_roles: frozenset[str] = frozenset()
    issued_at: float = 0.0
    """When the token was made, in seconds since 1970: the roles are as old as that."""


class TokenRefused(Exception):
    """Raised where a token proves nothing; `why` is for the log, not for the caller."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class KeySource(Protocol):
    """Where public keys come from."""

    def has(self, kid: str) -> bool:
        """Say whether a key is one of the issuer's, without any request."""
        ...

    async def find(self, kid: str) -> SigningKey | None:
        """Give a key; None where unknown. Raises `KeysDown`."""
        ...


class _Verifier:
    """Checks signature, algorithm and times; the signature of a repeated token only once."""

    def __init__(self, keys: KeySource, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock
        self._seen: OrderedDict[str, tuple[SigningKey, Mapping[str, Any]]] = OrderedDict()

    async def claims(self, authorization: str) -> tuple[SigningKey, Mapping[str, Any]]:
        token = _bearer(authorization)
        known = self._seen.get(token)
        if known is None or not self._keys.has(known[0].kid):
            known = await self._verify(token)
            self._remember(token, known)
        self._check_times(known[1])
        return known

    async def _verify(self, token: str) -> tuple[SigningKey, Mapping[str, Any]]:
        key = await self._keys.find(_kid(token))
        if key is None:
            raise TokenRefused("unknown key")
        try:
            claims = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                options={
                    "require": ["exp", "iss", "aud"],
                    # audience, issuer and times are checked below, the times by our own clock
                    "verify_aud": False,
                    "verify_iss": False,
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise TokenRefused(type(error).__name__) from error
        return key, claims

    def _remember(self, token: str, known: tuple[SigningKey, Mapping[str, Any]]) -> None:
        self._seen[token] = known
        self._seen.move_to_end(token)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        now = self._clock.now().timestamp()
        if _instant(claims["exp"]) + LEEWAY <= now:
            raise TokenRefused("expired")
        if "nbf" in claims and _instant(claims["nbf"]) - LEEWAY > now:
            raise TokenRefused("not valid yet")


class ChannelTokens:
    """Makes sure that an activity really comes from the Bot Framework and is meant for us."""

    def __init__(
        self, keys: KeySource, app_id: str, clock: Clock, *, issuer: str = CHANNEL_ISSUER
    ) -> None:
        self._verifier = _Verifier(keys, clock)
        self._app_id = app_id
        self._issuer = issuer

    async def validate(
        self, authorization: str, *, service_url: str, channel: str
    ) -> Mapping[str, Any]:
        """Give the claims of a good token, so that nobody but the channel can reach a dialog.

        Takes the `Authorization` header and the activity's service URL and channel id. Raises
        `TokenRefused`, or `KeysDown` where it cannot be told.
        """
        key, claims = await self._verifier.claims(authorization)
        _expect(claims["iss"] == self._issuer, "issuer")
        _expect(claims["aud"] == self._app_id, "audience")
        _expect(channel in key.endorsements, "endorsement")
        _expect(claims.get("serviceurl") == service_url, "service url")
        return claims

    async def judge(
        self, authorization: str, *, service_url: str, channel: str
    ) -> Literal["good", "bad", "unknown"]:
        """Say the same in one word, for callers that need no more; the reason is logged."""
        try:
            await self.validate(authorization, service_url=service_url, channel=channel)
        except TokenRefused as refused:
            _log.warning("token.refused", why=refused.why)
            return "bad"
        except KeysDown:
            return "unknown"
        return "good"


class UserTokens:
    """Tells who calls the API, from an Entra v2 access token of one of the partner's tenants."""

    def __init__(
        self,
        keys: KeySource,
        app_id: str,
        tenant_ids: Collection[str],
        clock: Clock,
        *,
        authority: str = "https://login.microsoftonline.com",
    ) -> None:
        self._verifier = _Verifier(keys, clock)
        self._audiences = (app_id, f"api://{app_id}")
        self._tenants = frozenset(tenant.lower() for tenant in tenant_ids)
        self._authority = authority

    async def validate(self, authorization: str) -> SignedIn:
        """Give the person behind an `Authorization` header, without capabilities.

        Raises `TokenRefused`, or `KeysDown` where it cannot be told.
        """
        key, claims = await self._verifier.claims(authorization)
        tenant = _text(claims, "tid").lower()
        _expect(tenant in self._tenants, "tenant")
        issuer = f"{self._authority}/{tenant}/v2.0"
        _expect(claims["iss"] == issuer, "issuer")
        _expect(key.issuer.replace("{tenantid}", tenant) in ("", issuer), "issuer of the key")
        _expect(claims["aud"] in self._audiences, "audience")
        person = _person(tenant, claims)
        _expect(bool(person.object_id), "object id")
        return person


def _person(tenant: str, claims: Mapping[str, Any]) -> SignedIn:
    issued = claims.get("iat")
    return SignedIn(
        tenant_id=tenant,
        object_id=_text(claims, "oid").lower(),
        name=_text(claims, "name"),
        email=_text(claims, "preferred_username"),
        app_roles=_roles(claims),
        issued_at=_instant(issued) if issued is not None else 0.0,
    )


def _roles(claims: Mapping[str, Any]) -> frozenset[str]:
    roles = claims.get("roles")
    return frozenset(role for role in roles or () if isinstance(role, str))


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST:
        raise TokenRefused("no bearer token")
    return token


def _kid(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise TokenRefused("garbage") from error
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str):
        raise TokenRefused("algorithm or key id")
    return kid


def _instant(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenRefused("times")
    return float(value)


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name, "")
    return value if isinstance(value, str) else ""


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise TokenRefused(what)
