"""Tells from the settings where things are kept and who looks at files before they are."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from bot.claims.ports import Scanner
from bot.files.scanner import ClamdScanner, NoScanner
from bot.settings import Settings
from bot.settings_rules_app import AppType

_CLAMD, _CLAMD_PORT = "clamd://", 3310


class BlobPlace(TypedDict):
    """What `storage.blobs.open_blobs` is told."""

    folder: Path
    connection_string: str
    account_url: str
    managed_identity: str | None


def database_url(settings: Settings) -> str:
    """Give the database's address; without one it is a file in the data folder."""
    default = f"sqlite:///{(settings.data_dir / 'claims.db').resolve()}"
    return settings.database_url.get_secret_value() or default


def blob_place(settings: Settings) -> BlobPlace:
    """Give where proof files are kept."""
    managed = settings.app_type is AppType.MANAGED_IDENTITY
    return BlobPlace(
        folder=settings.data_dir / "blobs",
        connection_string=settings.blob_connection_string.get_secret_value(),
        account_url=settings.blob_url,
        managed_identity=settings.app_id if managed else None,
    )


def build_scanner(settings: Settings) -> Scanner:
    """Build what looks for malware in proof files."""
    if settings.scanner == "none":
        return NoScanner()
    host, _, port = settings.scanner.removeprefix(_CLAMD).partition(":")
    return ClamdScanner(host, int(port or _CLAMD_PORT))
