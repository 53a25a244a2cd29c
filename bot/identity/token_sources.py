"""How our app proves who it is: by a secret, by a certificate, or by the machine it runs on.

Everything on the wire is MSAL's, unmodified. Its applications are made at the first use, in the
thread, as making one already asks the network.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msal
import requests

from bot.identity.app_tokens import Granted, TokenUnavailable

Credential = str | dict[str, str]
#: Microsoft's own authorities. Of any other MSAL would ask the public cloud whether it is one.
MICROSOFT = frozenset(
    {
        "login.microsoftonline.com",
        "login.microsoftonline.us",
        "login.partner.microsoftonline.cn",
        "login.sovcloud-identity.fr",
        "login.sovcloud-identity.de",
        "login.sovcloud-identity.sg",
    }
)
_WRONG_PROOF = "invalid_client"


def secret(text: str) -> Callable[[], Credential]:
    """Prove the app by a client secret."""
    return lambda: text


def certificate(path: Path, password: str = "") -> Callable[[], Credential]:
    """Prove the app by a certificate: a PEM file with certificate and private key.

    The file is read anew whenever Entra no longer takes the certificate, so that a renewed one
    counts without a restart. MSAL computes the thumbprint.
    """

    def read() -> Credential:
        pem = path.read_text(encoding="ascii")
        found = {"private_key": pem, "public_certificate": pem}
        return {**found, "passphrase": password} if password else found

    return read


class RegisteredApp:
    """An app registration of one tenant (Bot Framework: SingleTenant)."""

    def __init__(
        self,
        app_id: str,
        authority: str,
        tenant_id: str,
        credential: Callable[[], Credential],
        session: requests.Session,
    ) -> None:
        """Take the authority's address (https) and what makes the credential, and may block."""
        self._app_id = app_id
        self._authority = f"{authority}/{tenant_id}"
        self._private = urlsplit(authority).netloc not in MICROSOFT
        self._credential = credential
        self._session = session
        self._lock = threading.Lock()
        self._made: msal.ConfidentialClientApplication | None = None

    def acquire(self, scope: str) -> Granted:
        """Give a token for a scope. Raises `TokenUnavailable` with Entra's error code."""
        answer = self._application().acquire_token_for_client(scopes=[scope])
        if answer.get("error") == _WRONG_PROOF:
            self.forget()
        return _granted(answer)

    def forget(self) -> None:
        """Give no token from memory any more."""
        self._made = None

    def close(self) -> None:
        """Let go of connections."""
        self._session.close()

    def _application(self) -> msal.ConfidentialClientApplication:
        with self._lock:
            if self._made is None:
                self._made = msal.ConfidentialClientApplication(
                    self._app_id,
                    authority=self._authority,
                    client_credential=self._credential(),
                    instance_discovery=False if self._private else None,
                    http_client=self._session,
                )
            return self._made


class AssignedIdentity:
    """A user-assigned managed identity (Bot Framework: UserAssignedMSI); there is no secret.

    MSAL finds the machine's own endpoint: `IDENTITY_ENDPOINT` of Container Apps and App Service,
    or the metadata service of a virtual machine.
    """

    def __init__(self, app_id: str, session: requests.Session) -> None:
        """Take the identity's client id, which is the bot's app id."""
        self._app_id = app_id
        self._session = session
        self._made = self._client()

    def acquire(self, scope: str) -> Granted:
        """Give a token for a scope. Raises `TokenUnavailable` with the endpoint's error code."""
        resource = scope.removesuffix("/.default")
        return _granted(self._made.acquire_token_for_client(resource=resource))

    def forget(self) -> None:
        """Give no token from memory any more."""
        self._made = self._client()

    def close(self) -> None:
        """Let go of connections."""
        self._session.close()

    def _client(self) -> msal.ManagedIdentityClient:
        identity = msal.UserAssignedManagedIdentity(client_id=self._app_id)
        return msal.ManagedIdentityClient(identity, http_client=self._session)


def _granted(answer: Mapping[str, Any]) -> Granted:
    if "access_token" not in answer:
        codes = answer.get("error_codes") or ()
        raise TokenUnavailable(" ".join([str(answer.get("error", "")), *map(str, codes)]))
    return Granted(str(answer["access_token"]), float(answer["expires_in"]))
