"""Every setting in one frozen model, so that a wrong one is told before anything starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from bot.settings_rules import (
    CLAMD,
    DATABASE,
    HOST_NAME,
    INSIGHTS,
    MUST,
    NEEDS,
    SECRET_LENGTH,
    are_guids,
    are_holders,
    has_holidays,
    is_address,
    is_authority,
    is_catalogue,
    is_installed,
    is_origin,
    zone_exists,
)
from bot.settings_rules_app import AppFacts, AppType, app_trouble
from bot.settings_values import Address, Pairs, Words

PREFIX = "CPOR_"


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
    GRAPH = "graph"


class Traces(StrEnum):
    """Where traces of turns and jobs go."""

    NONE = "none"
    CONSOLE = "console"
    AZURE = "azure"
    OTLP = "otlp"


class Settings(BaseSettings):
    """The settings; the environment's names are these in capitals after `CPOR_`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        frozen=True,
        extra="ignore",
        case_sensitive=False,
        hide_input_in_errors=True,
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
    mail_bounces: Literal["yes", "no"] = "yes"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"

    tenant_ids: Words = ()
    app_id: str = ""
    app_type: AppType = AppType.SINGLE_TENANT
    app_tenant_id: str = ""
    app_password: SecretStr = SecretStr("")
    app_certificate: Path | None = None
    app_certificate_password: SecretStr = SecretStr("")
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
    authority_url: Address = "https://login.microsoftonline.com"
    graph_url: Address = "https://graph.microsoft.com"
    ca_file: Path | None = None
    traces: Traces = Traces.NONE
    otlp_url: str = ""
    appinsights_connection_string: SecretStr = SecretStr("")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def local(self) -> bool:
        """True in the local profile."""
        return self.profile is Profile.LOCAL

    @property
    def home_tenant(self) -> str:
        """The tenant of the app registration; empty where none is set."""
        return self.app_tenant_id or next(iter(self.tenant_ids), "")

    @property
    def asks_graph(self) -> bool:
        """True where Microsoft Graph must be asked for something."""
        return self._app_facts().asks_graph

    @model_validator(mode="after")
    def _together(self) -> Self:
        rest = self._for_local() if self.local else self._for_production()
        wrong = [*self._malformed(), *self._of_the_app(), *rest]
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    def _malformed(self) -> list[str]:
        by_smtp, by_folder = self.mail is MailKind.SMTP, self.mail is MailKind.FOLDER
        insights = self.appinsights_connection_string.get_secret_value()
        checks = {
            "TIME_ZONE": zone_exists(self.time_zone),
            "SCANNER": self.scanner == "none" or bool(CLAMD.fullmatch(self.scanner)),
            "SMTP_HOST": not by_smtp or bool(self.smtp_host),
            "MAIL_FROM": by_folder or "@" in self.mail_from,
            "PUBLIC_URL": not self.public_url or is_address(self.public_url, "http", "https"),
            "DIRECTORY_URL": not self.directory_url
            or is_address(self.directory_url, "http", "https"),
            "BLOB_URL": not self.blob_url or is_address(self.blob_url, "http", "https"),
            "FILE_HOSTS": all(HOST_NAME.fullmatch(each) for each in self.file_hosts),
            "DATABASE_URL": not self._database or bool(DATABASE.fullmatch(self._database)),
            "TENANT_IDS": are_guids(*self.tenant_ids),
            "APP_TENANT_ID": not self.app_tenant_id or are_guids(self.app_tenant_id),
            "ADMINS": are_holders(*self.admins),
            "REVIEWERS": are_holders(*self.reviewers),
            "PARTNER_LOCATIONS": all(key.isdigit() for key in self.partner_locations),
            "AUTHORITY_URL": is_origin(self.authority_url),
            "GRAPH_URL": is_origin(self.graph_url),
            "CA_FILE": self.ca_file is None or is_authority(self.ca_file),
            "TRACES": is_installed(self.traces.value),
            "OTLP_URL": self.traces is not Traces.OTLP
            or is_address(self.otlp_url, "http", "https"),
            "APPINSIGHTS_CONNECTION_STRING": self.traces is not Traces.AZURE
            or bool(INSIGHTS.fullmatch(insights)),
            "HOLIDAYS": not self.holidays or has_holidays(self.holidays),
            "CATALOGUE": self.catalogue is None or is_catalogue(self.catalogue),
            "SECRET": not (text := self.secret.get_secret_value()) or len(text) >= SECRET_LENGTH,
        }
        return [f"{PREFIX}{name}: {NEEDS[name]}" for name, good in checks.items() if not good]

    def _of_the_app(self) -> list[str]:
        return [f"{PREFIX}{name}: {said}" for name, said in app_trouble(self._app_facts())]

    def _app_facts(self) -> AppFacts:
        return AppFacts(
            kind=self.app_type,
            app_id=self.app_id,
            tenant_id=self.home_tenant,
            secret=self.app_password.get_secret_value(),
            certificate=self.app_certificate,
            passphrase=self.app_certificate_password.get_secret_value(),
            teams=not self.local,
            mail=self.mail is MailKind.GRAPH,
            holders=tuple(who for who in (*self.admins, *self.reviewers) if are_holders(who)),
        )

    @property
    def _database(self) -> str:
        return self.database_url.get_secret_value()

    def _for_local(self) -> list[str]:
        loopback = self.host in ("127.0.0.1", "::1", "localhost")
        return [] if loopback else [f"{PREFIX}HOST: the local profile listens on loopback only"]

    def _for_production(self) -> list[str]:
        checks = {
            "APP_ID": are_guids(self.app_id),
            "TENANT_IDS": bool(self.tenant_ids),
            "PUBLIC_URL": is_address(self.public_url, "https"),
            "DATABASE_URL": self._database.startswith("postgresql"),
            "SECRET": bool(self.secret.get_secret_value()),
            "PARTNER_NAME": bool(self.partner_name),
            "PARTNER_DOMAINS": bool(self.partner_domains),
            "ADMINS": bool(self.admins),
            "MAIL": self.mail is not MailKind.FOLDER,
        }
        return [f"{PREFIX}{name}: {MUST[name]}" for name, good in checks.items() if not good]


def load_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Read the settings from the environment and `.env`; `given` ones go before both.

    `environment` stands in for the process's own where unknown names are looked for. Raises
    `SettingsWrong` with every unknown, wrong or missing name at once; values, which may be
    secrets, are never part of a message.
    """
    lines: list[str] = []
    try:
        lines = _unknown(os.environ if environment is None else environment, given)
        settings = Settings(**given)
    except UnicodeDecodeError:
        raise SettingsWrong([*lines, ".env: must be text in UTF-8"]) from None
    except ValidationError as error:
        raise SettingsWrong([*lines, *_all_lines(error, given)]) from None
    if lines:
        raise SettingsWrong(lines)
    return settings


#: Names with our prefix that only the test run reads.
_FOR_TESTS = ("CPOR_TEST_DATABASE_URL",)


def _unknown(environment: Mapping[str, str], given: Mapping[str, Any]) -> list[str]:
    """Tell the names with our prefix that no setting has, in the environment and in `.env`."""
    file = given.get("_env_file", Settings.model_config["env_file"])
    written = DotEnvSettingsSource(Settings, env_file=file).env_vars if file else {}
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    return [
        f"{name}: there is no such setting"
        for name in sorted({name.upper() for name in (*environment, *written)})
        if name.startswith(PREFIX) and name not in known and name not in _FOR_TESTS
    ]


def _all_lines(error: ValidationError, given: Mapping[str, Any]) -> list[str]:
    """Tell what is wrong by itself, then what is missing or does not fit together.

    A value that cannot be read hides the rest, so we look again as if it were not set.
    """
    lines = _lines(error)
    unread = {str(row["loc"][0]) for row in error.errors() if row["loc"]}
    if not unread:
        return lines
    defaults = {name: Settings.model_fields[name].default for name in unread}
    try:
        Settings(**{**given, **defaults})
    except ValidationError as rest:
        # With an unreadable profile nobody knows where it was to run, so which host is right.
        told = unread | ({"host"} if "profile" in unread else set())
        lines += [line for line in _lines(rest) if not line.startswith(_prefixes(told))]
    return lines


def _prefixes(names: set[str]) -> tuple[str, ...]:
    return tuple(f"{PREFIX}{name.upper()}:" for name in names)


def _lines(error: ValidationError) -> list[str]:
    lines: list[str] = []
    for row in error.errors(include_input=False, include_url=False):
        place = ".".join(str(part) for part in row["loc"][:1])
        text = str(row["msg"]).removeprefix("Value error, ")
        lines += [f"{PREFIX}{place.upper()}: {text}"] if place else text.split("\n")
    return lines
