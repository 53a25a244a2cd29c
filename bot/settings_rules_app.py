"""Which settings of the bot's app registration fit together, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from bot.settings_rules import GROUP, ROLE, are_guids

#: Source: "directoryObject: checkMemberGroups", up to 20 groups in one request.
MOST_GROUPS = 20


class AppType(StrEnum):
    """The kinds of bot that can still be made."""

    SINGLE_TENANT = "SingleTenant"
    MANAGED_IDENTITY = "UserAssignedMSI"


@dataclass(frozen=True, slots=True)
class AppFacts:
    """What was set about the app, and what it is needed for."""

    kind: AppType
    app_id: str
    tenant_id: str
    secret: str = field(repr=False)
    certificate: Path | None
    passphrase: str = field(repr=False)
    teams: bool
    mail: bool
    holders: tuple[str, ...]

    @property
    def asks_graph(self) -> bool:
        """True where Microsoft Graph must be asked for something."""
        return self.mail or any(who.startswith((GROUP, ROLE)) for who in self.holders)


def app_trouble(facts: AppFacts) -> Iterator[tuple[str, str]]:
    """Give each setting that is missing or does not fit the others, and what is wrong with it."""
    if facts.passphrase and not facts.certificate:
        yield "APP_CERTIFICATE_PASSWORD", "is of no use without CPOR_APP_CERTIFICATE"
    if facts.kind is AppType.MANAGED_IDENTITY:
        yield from _of_identity(facts)
    else:
        yield from _of_registration(facts)
    if facts.asks_graph and not facts.teams and not are_guids(facts.app_id):
        yield "APP_ID", "the app id (a GUID) is needed to ask Microsoft Graph"
    groups = {who.lower() for who in facts.holders if who.startswith(GROUP)}
    if len(groups) > MOST_GROUPS:
        yield "ADMINS", f"together with CPOR_REVIEWERS can name {MOST_GROUPS} groups at most"


def _of_identity(facts: AppFacts) -> Iterator[tuple[str, str]]:
    if facts.secret:
        yield "APP_PASSWORD", "must not be set for UserAssignedMSI, which has no secret"
    if facts.certificate:
        yield "APP_CERTIFICATE", "must not be set for UserAssignedMSI, which has no certificate"
    if any(who.startswith(ROLE) for who in facts.holders):
        yield "APP_TYPE", "UserAssignedMSI has no app roles: name groups in place of role:"


def _of_registration(facts: AppFacts) -> Iterator[tuple[str, str]]:
    if facts.secret and facts.certificate:
        yield "APP_PASSWORD", "must not be set beside CPOR_APP_CERTIFICATE: one of the two counts"
    if facts.certificate and (said := certificate_trouble(facts.certificate, facts.passphrase)):
        yield "APP_CERTIFICATE", said
    if not (facts.teams or facts.asks_graph):
        return
    if not facts.secret and not facts.certificate:
        yield "APP_PASSWORD", "the bot's client secret, or CPOR_APP_CERTIFICATE, is needed"
    if not facts.teams and not facts.tenant_id:
        yield "APP_TENANT_ID", "the tenant of the app registration is needed to ask Graph"


def certificate_trouble(path: Path, passphrase: str) -> str:
    """Say what is wrong with a certificate file, or nothing; the passphrase is never told."""
    # cryptography is loaded only where there is a certificate
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        pem = path.read_bytes()
        certificate = x509.load_pem_x509_certificate(pem)
    except (OSError, ValueError):
        return "must be the path of a PEM file with a certificate and its private key"
    try:
        key = load_pem_private_key(pem, passphrase.encode() or None)
    except (ValueError, TypeError):
        return "has no private key that CPOR_APP_CERTIFICATE_PASSWORD opens"
    if not isinstance(key, RSAPrivateKey) or key.public_key() != certificate.public_key():
        return "must hold the certificate's own RSA key"
    if certificate.not_valid_after_utc <= datetime.now(UTC):
        return "has run out"
    return ""
