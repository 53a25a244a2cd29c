"""Every setting in one frozen model, so that a wrong one is told before anything starts."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "CPOR_"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class SettingsWrong(Exception):
    """Raised with one line per wrong or missing setting; never with a value."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Profile(StrEnum):
    """Where the assistant runs."""

    LOCAL = "local"
    PRODUCTION = "production"


class MailKind(StrEnum):
    """How mail leaves."""

    FOLDER = "folder"
    SMTP = "smtp"


def _words(value: Any) -> Any:
    """Read "a, b" as two words."""
    if isinstance(value, str):
        return tuple(part for part in re.split(r"[,;\s]+", value) if part)
    return value


def _pairs(value: Any) -> Any:
    """Read "4501123=Contoso Seattle; 4501124=Contoso Berlin" as a table."""
    if not isinstance(value, str):
        return value
    rows = (part.partition("=") for part in value.split(";") if part.strip())
    return {key.strip(): name.strip() or key.strip() for key, _, name in rows}


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
Pairs = Annotated[dict[str, str], NoDecode, BeforeValidator(_pairs)]


class Settings(BaseSettings):
    """The settings; the environment's names are these in capitals after `CPOR_`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", frozen=True, extra="ignore", case_sensitive=False
    )

    profile: Profile = Profile.LOCAL
    host: str = "127.0.0.1"
    port: int = Field(default=3978, ge=0, le=65535)
    public_url: str = ""
    data_dir: Path = Path("var")
    database_url: SecretStr = SecretStr("")
    blob_url: str = ""
    blob_connection_string: SecretStr = SecretStr("")
    secret: SecretStr = SecretStr("")
    trusted_proxies: int = Field(default=0, ge=0, le=5)

    mail: MailKind = MailKind.FOLDER
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"

    tenant_ids: Words = ()
    app_id: str = ""
    app_type: str = "SingleTenant"
    app_tenant_id: str = ""
    app_password: SecretStr = SecretStr("")
    admins: Words = ()
    reviewers: Words = ()

    partner_name: str = ""
    partner_domains: Words = ()
    partner_locations: Pairs = {}
    catalogue: Path | None = None
    holidays: str = ""
    time_zone: str = "UTC"
    file_hosts: Words = ("sharepoint.com",)
    scanner: str = "none"
    directory_url: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def local(self) -> bool:
        """True in the local profile."""
        return self.profile is Profile.LOCAL

    @model_validator(mode="after")
    def _together(self) -> Self:
        wrong = [*self._malformed(), *(self._for_local() if self.local else self._for_production())]
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    def _malformed(self) -> list[str]:
        checks = {
            "TIME_ZONE": _zone_exists(self.time_zone),
            "SCANNER": self.scanner == "none" or self.scanner.startswith("clamd://"),
            "SMTP_HOST": self.mail is not MailKind.SMTP or bool(self.smtp_host),
            "MAIL_FROM": self.mail is not MailKind.SMTP or "@" in self.mail_from,
            "TENANT_IDS": all(_GUID.fullmatch(each.lower()) for each in self.tenant_ids),
            "ADMINS": all(_GUID.fullmatch(each.lower()) for each in self.admins),
            "REVIEWERS": all(_GUID.fullmatch(each.lower()) for each in self.reviewers),
            "PARTNER_LOCATIONS": all(key.isdigit() for key in self.partner_locations),
            "APP_TYPE": self.app_type == "SingleTenant",
            "HOLIDAYS": not self.holidays or bool(re.fullmatch(r"[A-Z]{2}(-\w+)?", self.holidays)),
            "CATALOGUE": self.catalogue is None or self.catalogue.is_file(),
            "SECRET": not (text := self.secret.get_secret_value()) or len(text) >= _SECRET_LENGTH,
        }
        return [f"{PREFIX}{name}: {_NEEDS[name]}" for name, good in checks.items() if not good]

    def _for_local(self) -> list[str]:
        loopback = self.host in ("127.0.0.1", "::1", "localhost")
        return [] if loopback else [f"{PREFIX}HOST: the local profile listens on loopback only"]

    def _for_production(self) -> list[str]:
        public = urlsplit(self.public_url)
        checks = {
            "APP_ID": bool(_GUID.fullmatch(self.app_id.lower())),
            "APP_PASSWORD": bool(self.app_password.get_secret_value()),
            "TENANT_IDS": bool(self.tenant_ids),
            "PUBLIC_URL": public.scheme == "https" and bool(public.hostname),
            "DATABASE_URL": self.database_url.get_secret_value().startswith(
                "postgresql+asyncpg://"
            ),
            "SECRET": bool(self.secret.get_secret_value()),
            "PARTNER_NAME": bool(self.partner_name),
            "PARTNER_DOMAINS": bool(self.partner_domains),
            "ADMINS": bool(self.admins),
            "MAIL": self.mail is not MailKind.FOLDER,
        }
        return [f"{PREFIX}{name}: {_MUST[name]}" for name, good in checks.items() if not good]


_SECRET_LENGTH = 32
_NEEDS = {
    "TIME_ZONE": "must be a time zone such as Europe/Berlin",
    "SCANNER": "must be none or clamd://host:port",
    "SMTP_HOST": "is needed when CPOR_MAIL is smtp",
    "MAIL_FROM": "must be the sender's e-mail address when CPOR_MAIL is smtp",
    "TENANT_IDS": "must be tenant IDs, separated by commas",
    "ADMINS": "must be Entra object ids, separated by commas",
    "REVIEWERS": "must be Entra object ids, separated by commas",
    "PARTNER_LOCATIONS": "must look like 4501123=Contoso Seattle; 4501124=Contoso Berlin",
    "APP_TYPE": "must be SingleTenant",
    "HOLIDAYS": "must be a country code such as US or DE, or DE-BY",
    "CATALOGUE": "must be the path of a catalogue file",
    "SECRET": "must have at least 32 characters",
}
_MUST = {
    "APP_ID": "the bot's app id (a GUID) is needed in production",
    "APP_PASSWORD": "the bot's client secret is needed in production",
    "TENANT_IDS": "the partner's tenant ID is needed in production",
    "PUBLIC_URL": "the public https address is needed in production",
    "DATABASE_URL": "a postgresql+asyncpg:// address is needed in production",
    "SECRET": "32 or more random characters are needed in production, to sign customers' links",
    "PARTNER_NAME": "the partner's name is needed in production, for the customer's mail",
    "PARTNER_DOMAINS": "the partner's own mail domains are needed in production",
    "ADMINS": "at least one Incentives admin is needed in production",
    "MAIL": "smtp is needed in production: a folder reaches no customer",
}


def _zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def load_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Read the settings from the environment and `.env`.

    Raises `SettingsWrong` with every unknown, wrong or missing name at once; values, which may
    be secrets, are never part of a message.
    """
    names = environment if environment is not None else os.environ
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    lines = [
        f"{name}: there is no such setting"
        for name in sorted(names)
        if name.upper().startswith(PREFIX) and name.upper() not in known and name not in _FOR_TESTS
    ]
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise SettingsWrong([*lines, *_lines(error)]) from None
    if lines:
        raise SettingsWrong(lines)
    return settings


#: Names with our prefix that only the test run reads.
_FOR_TESTS = ("CPOR_TEST_DATABASE_URL",)


def _lines(error: ValidationError) -> list[str]:
    lines: list[str] = []
    for row in error.errors(include_input=False, include_url=False):
        place = ".".join(str(part) for part in row["loc"])
        text = str(row["msg"]).removeprefix("Value error, ")
        lines += [f"{PREFIX}{place.upper()}: {text}"] if place else text.split("\n")
    return lines
