"""Builds the package with which the assistant is added to Teams, for one partner.

`make package APP_ID=… PUBLIC_URL=…` fills the partner's values into `deployment/teams`, packs them
and looks through the result. Standard library only: it runs on any machine with Python. The same
values give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from deployment.teams import checks

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "deployment" / "teams"
TARGET = ROOT / "build" / "cpor-claims-assistant.zip"
#: Files in the zip carry this time, the earliest that a zip can say.
NO_TIME = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o644 << 16


class Wrong(Exception):
    """Raised with sentences that say what to mend."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Values(NamedTuple):
    """What differs from partner to partner; the names are those given to make."""

    app_id: str
    public_url: str
    partner_name: str = ""
    website: str = ""
    privacy_url: str = ""
    terms_url: str = ""
    version: str = ""


def checked(values: Values) -> Values:
    """Give the values with defaults filled in; raises `Wrong` with every value to mend."""
    given = Values(*(value.strip() for value in values))
    full = given._replace(
        app_id=given.app_id.lower(),
        partner_name=given.partner_name or "CPOR Claims Assistant",
        version=given.version or "1.0.0",
        website=given.website or given.public_url,
        privacy_url=given.privacy_url or given.public_url,
        terms_url=given.terms_url or given.public_url,
    )
    sentences = [
        sentence
        for name, sentence in NEEDS.items()
        if not CHECKS[name](getattr(full, name))
        # Where the default is at fault, its own sentence is enough.
        and (name not in LINKS or getattr(given, name))
    ]
    if sentences:
        raise Wrong(sentences)
    return full


def _is_app_id(text: str) -> bool:
    return bool(checks.GUID.fullmatch(text) and text.strip("0-"))


def _is_name(text: str) -> bool:
    return len(text) <= checks.LIMITS["developer.name"] and text.isprintable()


def _is_version(text: str) -> bool:
    return bool(checks.VERSION.fullmatch(text))


LINKS = ("website", "privacy_url", "terms_url")
CHECKS: dict[str, Callable[[str], bool]] = {
    "app_id": _is_app_id,
    "public_url": checks.is_https,
    "partner_name": _is_name,
    **dict.fromkeys(LINKS, checks.is_https),
    "version": _is_version,
}
NEEDS = {
    "app_id": "APP_ID must be the bot's Application (client) ID, a GUID from its app registration.",
    "public_url": "PUBLIC_URL must be an https address with a domain name, such as "
    "https://claims.contoso.com.",
    "partner_name": "PARTNER_NAME may have 32 characters at most, in one line.",
    "website": "WEBSITE must be an https address.",
    "privacy_url": "PRIVACY_URL must be an https address.",
    "terms_url": "TERMS_URL must be an https address.",
    "version": "VERSION must be three numbers such as 1.0.1.",
}


def build(values: Values, target: Path, source: Path = SOURCE) -> Path:
    """Write the package to `target`; raises `Wrong` with every sentence and then leaves none."""
    files = _files(checked(values), source)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            _add(archive, name, files[name])
    found = checks.problems(target)
    if found:
        target.unlink()
        raise Wrong(found)
    return target


def _files(values: Values, source: Path) -> dict[str, bytes]:
    """Give every file of the package by name, the manifest with the partner's values."""
    files = {path.name: path.read_bytes() for path in source.iterdir() if _is_part(path)}
    replaced = {f"{{{{{name.upper()}}}}}": value for name, value in values._asdict().items()}
    replaced["{{DOMAIN}}"] = urlsplit(values.public_url).hostname or ""
    # One that is missing or cannot be read stays as it is: the checks say what ails it.
    with suppress(KeyError, ValueError):
        template = json.loads(files[checks.MANIFEST])
        text = json.dumps(_filled(template, replaced), ensure_ascii=False, indent=2)
        files[checks.MANIFEST] = f"{text}\n".encode()
    return files


def _is_part(path: Path) -> bool:
    return path.suffix in (".json", ".png")


def _filled(part: Any, replaced: dict[str, str]) -> Any:
    """Give a part of the manifest with values in place of placeholders; nothing is read twice."""
    if isinstance(part, dict):
        return {key: _filled(value, replaced) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, replaced) for value in part]
    return replaced.get(part, part) if isinstance(part, str) else part


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, NO_TIME)
    entry.external_attr = PLAIN_FILE
    entry.create_system = 3  # as written on Unix, wherever it is written
    # Stored, not deflated: how a deflater packs differs from one zlib to the next.
    archive.writestr(entry, content, zipfile.ZIP_STORED)


def _given(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line; what is not there is taken from where make puts its variables."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in Values._fields:
        flag = f"--{name.replace('_', '-')}"
        parser.add_argument(flag, default=os.environ.get(name.upper(), ""), metavar="…")
    parser.add_argument("--output", type=Path, default=TARGET, metavar="FILE")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Build the package the command line asks for; gives the process's exit status."""
    given = _given(arguments)
    try:
        made = build(Values(*(getattr(given, name) for name in Values._fields)), given.output)
    except Wrong as wrong:
        sys.stderr.writelines(f"{sentence}\n" for sentence in wrong.sentences)
        return 2
    sys.stdout.write(f"{made}\nUpload it in the Teams admin center: docs/INSTALLING.md\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
