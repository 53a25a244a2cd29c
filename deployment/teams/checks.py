"""Looks through a finished Teams package, so that a fault is told here and not by Teams.

Teams refuses a package with few words. Every problem found here is one sentence that says what to
mend. The limits are those of manifest schema 1.28, and for commands the stricter ones that Teams
shows without cutting.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deployment.teams.png import NotReadable, Picture, read

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.I)
VERSION = re.compile(r"(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){2}")
#: Characters that each text may have, by its place in the manifest.
LIMITS = {
    "name.short": 30,
    "name.full": 100,
    "description.short": 80,
    "description.full": 4000,
    "developer.name": 32,
}
COMMAND_LIMITS = {"title": 32, "description": 128, "prompt": 4000}
MOST_COMMANDS = 12
LINKS = ("websiteUrl", "privacyUrl", "termsOfUseUrl")
COLOR_SIDE, OUTLINE_SIDE = 192, 32
#: Bytes; far above what this package has, far below what Teams takes.
LARGEST = 1024 * 1024
MANIFEST = "manifest.json"


def problems(package: Path) -> list[str]:
    """Give what Teams would not take about a zip, one sentence each; empty when all is well."""
    try:
        with zipfile.ZipFile(package) as archive:
            names = archive.namelist()
            found = list(_of_zip(archive))
            files = {} if found else {name: archive.read(name) for name in names}
    except (OSError, zipfile.BadZipFile):
        return [f"{package.name} is not a zip file; build it anew."]
    return found or _of_files(files)


def _of_zip(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    for name in sorted({name for name in names if "/" in name or "\\" in name}):
        yield f"{name} is in a folder; Teams wants every file at the top of the zip."
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name} is in the zip twice; keep one of them."
    if sum(one.file_size for one in archive.infolist()) > LARGEST:
        yield "The files are larger than 1 MB together; use smaller icons."
    if MANIFEST not in names:
        yield f"{MANIFEST} is missing; put deployment/teams/{MANIFEST} back."


def _of_files(files: dict[str, bytes]) -> list[str]:
    manifest, reason = _json(MANIFEST, files[MANIFEST])
    if reason:
        return [reason]
    try:
        return [
            *_of_values(manifest),
            *_of_texts(manifest),
            *_of_commands(manifest),
            *_of_icons(manifest["icons"], files),
            *_of_languages(manifest, files),
            *_of_strays(manifest, files),
        ]
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        return [f"{MANIFEST} lacks a part or has it in another shape ({error}); compare it anew."]


def _json(name: str, content: bytes) -> tuple[Any, str]:
    """Give what a file holds, or why it cannot be read."""
    try:
        return json.loads(content.decode("utf-8")), ""
    except UnicodeDecodeError:
        return None, f"{name} is not in UTF-8; save it in UTF-8."
    except json.JSONDecodeError as error:
        return None, f"{name} is not JSON at line {error.lineno}: {error.msg}."


def _of_values(manifest: dict[str, Any]) -> Iterator[str]:
    bot = manifest["bots"][0]
    for name, value in (("id", manifest["id"]), ("botId", bot["botId"])):
        if not GUID.fullmatch(value) or not value.strip("0-"):
            yield f"{name} must be the bot's app id (a GUID); give it as APP_ID."
    if not VERSION.fullmatch(manifest["version"]):
        yield "version must be three numbers such as 1.0.1; give it as VERSION."
    for name in LINKS:
        if not is_https(manifest["developer"][name]):
            yield f"{name} must be an https address; give WEBSITE, PRIVACY_URL and TERMS_URL so."
    for domain in manifest["validDomains"]:
        if not DOMAIN.fullmatch(domain):
            yield f"validDomains must hold a bare domain name, not {domain!r}; see PUBLIC_URL."
    if bot["scopes"] != ["personal"] or not bot["supportsFiles"]:
        yield "The bot must have the scope personal alone and supportsFiles, as files need both."
    if "{{" in json.dumps(manifest):
        yield f"{MANIFEST} still holds a {{{{placeholder}}}}; package.py knows no such value."


def is_https(address: str) -> bool:
    """Say whether an address is https, with a domain name that the world can look up."""
    try:
        parts = urlsplit(address)
        named = bool(DOMAIN.fullmatch(parts.hostname or "")) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme == "https" and named and not parts.username


def _of_texts(manifest: dict[str, Any]) -> Iterator[str]:
    for place, most in LIMITS.items():
        section, _, name = place.partition(".")
        yield from _too_long(MANIFEST, place, manifest[section][name], most)


def _too_long(file: str, place: str, text: str, most: int) -> Iterator[str]:
    if not text.strip():
        yield f"{place} in {file} is empty; write something there."
    elif len(text) > most:
        yield f"{place} in {file} has {len(text)} characters; {most} is the most."


def _of_commands(manifest: dict[str, Any]) -> Iterator[str]:
    commands = manifest["bots"][0]["commandLists"][0]["commands"]
    if not 0 < len(commands) <= MOST_COMMANDS:
        yield f"There must be 1 to {MOST_COMMANDS} commands, not {len(commands)}."
    for command in commands:
        for name, most in COMMAND_LIMITS.items():
            yield from _too_long(MANIFEST, f"a command's {name}", command[name], most)


def _of_icons(icons: dict[str, str], files: dict[str, bytes]) -> Iterator[str]:
    for use, side in (("color", COLOR_SIDE), ("outline", OUTLINE_SIDE)):
        name = icons[use]
        if name not in files:
            yield f"{name}, the {use} icon, is not in the package."
            continue
        try:
            picture = read(files[name])
        except NotReadable as reason:
            yield f"{name} {reason}; save it as a PNG with 8 bits a channel."
            continue
        if (picture.width, picture.height) != (side, side):
            seen = f"{picture.width} × {picture.height}"
            yield f"{name} is {seen} pixels; the {use} icon must be {side} × {side}."
        yield from _of_outline(name, picture) if use == "outline" else _of_color(name, picture)


def _of_outline(name: str, picture: Picture) -> Iterator[str]:
    drawn = {pixel[:3] for pixel in picture.pixels if pixel[3]}
    if drawn - {(255, 255, 255)}:
        yield f"{name} has colours; the outline icon must be white on transparent."
    if not drawn:
        yield f"{name} is empty; draw the outline in white."
    if all(pixel[3] for pixel in picture.pixels):
        yield f"{name} has no transparent background; Teams would show a white square."


def _of_color(name: str, picture: Picture) -> Iterator[str]:
    if len({pixel for pixel in picture.pixels if pixel[3]}) < 2:  # noqa: PLR2004 - mark and ground
        yield f"{name} shows one colour only; draw the icon in it."


def _of_languages(manifest: dict[str, Any], files: dict[str, bytes]) -> Iterator[str]:
    wanted = translatable(manifest)
    for language in manifest["localizationInfo"]["additionalLanguages"]:
        name = language["file"]
        if name not in files:
            yield f"{name}, the texts for {language['languageTag']}, is not in the package."
            continue
        texts, reason = _json(name, files[name])
        if reason:
            yield reason
            continue
        yield from _of_translation(name, texts, wanted)


def _of_translation(name: str, texts: dict[str, str], wanted: dict[str, int]) -> Iterator[str]:
    for place in sorted(wanted.keys() - texts.keys()):
        if not place.endswith(".prompt"):
            yield f"{place} is missing in {name}."
    for place in sorted(texts.keys() - wanted.keys() - {"$schema"}):
        yield f"{place} in {name} belongs to nothing in {MANIFEST}."
    for place, most in wanted.items():
        if place in texts:
            yield from _too_long(name, place, texts[place], most)


def translatable(manifest: dict[str, Any]) -> dict[str, int]:
    """Give the places whose words each language has, and how long they may be.

    A command's prompt may be left out: it is what is typed, and English always works.
    """
    places = {place: most for place, most in LIMITS.items() if place != "developer.name"}
    for at in range(len(manifest["bots"][0]["commandLists"][0]["commands"])):
        for name, most in COMMAND_LIMITS.items():
            places[f"bots[0].commandLists[0].commands[{at}].{name}"] = most
    return places


def _of_strays(manifest: dict[str, Any], files: dict[str, bytes]) -> Iterator[str]:
    named = {MANIFEST, *manifest["icons"].values()}
    named |= {one["file"] for one in manifest["localizationInfo"]["additionalLanguages"]}
    for name in sorted(files.keys() - named):
        yield f"{name} is in the package and {MANIFEST} does not name it; Teams refuses that."
