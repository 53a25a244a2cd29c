"""What the value of each setting must look like, and the sentence that says so."""

from __future__ import annotations

import re
import ssl
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.claims.catalogue import load_catalogue

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
HOST_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
DATABASE = re.compile(r"sqlite(\+\w+)?:///.+|postgresql(\+asyncpg)?://.+")
_COUNTRY = re.compile(r"[A-Z]{2}")
#: How a role's holders are named besides by object id. Entra allows 120 characters in an app role.
GROUP, ROLE = "group:", "role:"
_APP_ROLE = re.compile(r"[!-~]{1,120}")
INSIGHTS = re.compile(rf"(.*;)?InstrumentationKey={_GUID.pattern}(;.*)?", re.IGNORECASE)
#: What `CPOR_TRACES` needs besides OpenTelemetry's own packages: the module to look for.
_EXPORTERS = {
    "console": "opentelemetry.sdk",
    "otlp": "opentelemetry.exporter.otlp.proto.http",
    "azure": "azure.monitor.opentelemetry.exporter",
}
CLAMD = re.compile(r"clamd://[\w.-]+(:\d{1,5})?")

#: Characters; fewer could be guessed.
SECRET_LENGTH = 32
#: What is said of a value that has the wrong form.
NEEDS = {
    "PUBLIC_URL": "must be an address such as https://claims.example.com",
    "DIRECTORY_URL": "must be an http or https address",
    "BLOB_URL": "must be the https address of a storage account",
    "FILE_HOSTS": "must be host names such as sharepoint.com, without * and without https://",
    "DATABASE_URL": "must be sqlite:///file or postgresql+asyncpg://host/name",
    "APP_TENANT_ID": "must be the tenant ID of the bot's app registration",
    "TIME_ZONE": "must be a time zone such as Europe/Berlin",
    "SCANNER": "must be none or clamd://host:port",
    "SMTP_HOST": "is needed when CPOR_MAIL is smtp",
    "MAIL_FROM": "must be the sender's e-mail address when CPOR_MAIL is smtp or graph",
    "TENANT_IDS": "must be tenant IDs, separated by commas",
    "ADMINS": "must be Entra object ids, group:<object id> or role:<app role>, with commas between",
    "REVIEWERS": "must be Entra object ids, group:<object id> or role:<app role>, with commas "
    "between",
    "PARTNER_LOCATIONS": "must look like 4501123=Contoso Seattle; 4501124=Contoso Berlin",
    "AUTHORITY_URL": "must be an https address without a path",
    "GRAPH_URL": "must be an https address without a path",
    "CA_FILE": "must be the path of a PEM file with certificates",
    "TRACES": "its packages are not installed: make install brings them, "
    "docs/OBSERVING.md names them",
    "OTLP_URL": "must be an http or https address when CPOR_TRACES is otlp",
    "APPINSIGHTS_CONNECTION_STRING": "must be the connection string of Application Insights when "
    "CPOR_TRACES is azure",
    "HOLIDAYS": "must be a known country code such as US or DE, or DE-BY",
    "CATALOGUE": "must be the path of a catalogue file that can be read",
    "SECRET": "must have at least 32 characters",
}
#: What is said of what production cannot do without.
MUST = {
    "APP_ID": "the bot's app id (a GUID) is needed in production",
    "TENANT_IDS": "the partner's tenant ID is needed in production",
    "PUBLIC_URL": "the public https address is needed in production",
    "DATABASE_URL": "a postgresql+asyncpg:// address is needed in production",
    "SECRET": "32 or more random characters are needed in production, to sign customers' links",
    "PARTNER_NAME": "the partner's name is needed in production, for the customer's mail",
    "PARTNER_DOMAINS": "the partner's own mail domains are needed in production",
    "ADMINS": "at least one Incentives admin is needed in production",
    "MAIL": "smtp or graph is needed in production: a folder reaches no customer",
}


def zone_exists(name: str) -> bool:
    """Say whether a time zone has this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def is_address(text: str, *schemes: str) -> bool:
    """Say whether a text is an address with one of the schemes and a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def are_guids(*texts: str) -> bool:
    """Say whether every text is a GUID, as tenant, app and object ids are."""
    return all(_GUID.fullmatch(text) for text in texts)


def are_holders(*texts: str) -> bool:
    """Say whether each text names people: an object id, `group:<object id>` or `role:<value>`."""
    return all(
        _APP_ROLE.fullmatch(text.removeprefix(ROLE))
        if text.startswith(ROLE)
        else are_guids(text.removeprefix(GROUP))
        for text in texts
    )


def is_origin(text: str) -> bool:
    """Say whether a text is an https address of a host alone, to which paths can be added."""
    return is_address(text, "https") and not urlsplit(text).path and "?" not in text


def is_authority(path: Path) -> bool:
    """Say whether certificates of an authority can be read from a file."""
    try:
        ssl.create_default_context().load_verify_locations(path)
    except (OSError, ValueError):
        return False
    return True


def is_installed(traces: str) -> bool:
    """Say whether what sends traces this way is installed; it is looked for, not loaded."""
    try:
        return traces not in _EXPORTERS or find_spec(_EXPORTERS[traces]) is not None
    except ModuleNotFoundError:  # not even the package around it
        return False


def has_holidays(code: str) -> bool:
    """Say whether the holidays of "US" or "DE-BY" are known."""
    import holidays

    country, _, subdivision = code.partition("-")
    if not _COUNTRY.fullmatch(country):
        return False
    try:
        holidays.country_holidays(country, subdiv=subdivision or None)
    except (NotImplementedError, KeyError):
        return False
    return True


def is_catalogue(path: Path) -> bool:
    """Say whether a file can be read as a catalogue."""
    try:
        load_catalogue(path)
    except (OSError, ValueError, TypeError, AttributeError):
        return False
    return True
