"""Looks at what keeps the claims: the database and its version, the proof files, the disk."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import URL

from bot.claims.ports import BlobStore, BlobStoreDown
from deployment.doctor.findings import Finding, bad, chain, doubtful, good
from storage import SqlStore, open_store
from storage import migrations as schema
from storage.database import SQLITE, parse_url, sqlite_file

ADDRESS = "CPOR_DATABASE_URL"
_CERTIFICATE = f"Its certificate is not believed: the host name in {ADDRESS} must be the one in it."
_SIGN_IN = f"Name or password are not accepted: look at {ADDRESS}."
_NOBODY = f"Nothing listens there: start the server, or correct host and port in {ADDRESS}."
#: What to mend, by the name of the error that the driver gave.
_TO_MEND = {
    "InvalidPasswordError": _SIGN_IN,
    "InvalidAuthorizationSpecificationError": _SIGN_IN,
    "InvalidCatalogNameError": f"Make the database that {ADDRESS} names, or correct the name.",
    "TooManyConnectionsError": "Let the server take more connections: a copy may hold 20.",
    "InsufficientPrivilegeError": f"Make the user in {ADDRESS} the owner of the database.",
    "ConnectionRefusedError": _NOBODY,
    "FileNotFoundError": _NOBODY,
    "gaierror": f"The host name in {ADDRESS} is not known here: correct it, or mend the DNS.",
    "SSLCertVerificationError": _CERTIFICATE,
}
UNREACHED = f"Look at {ADDRESS}, and at the firewall between here and the server."
_LATE = 300.0
_MEGABYTE = 1024 * 1024
#: Bytes left on the disk below which files cannot be checked, and below which to take care.
TOO_LITTLE, LITTLE = 200 * _MEGABYTE, 1024 * _MEGABYTE


@dataclass(frozen=True, slots=True)
class Server:
    """What a database says of itself."""

    product: str
    versions: frozenset[str]
    encrypted: bool
    read_only: bool
    may_make_tables: bool


async def look_at_database(address: str) -> list[Finding]:
    """Look whether the database is reached, safe on the way, of our version, and takes writes."""
    url = parse_url(address)
    if url.get_backend_name() == SQLITE and not sqlite_file(url).exists():
        return [good("database", "SQLite, not made yet: the first start makes it")]
    store = await open_store(address, migrate=False)
    try:
        server = await store.database.read(_ask)
        at_head = server.versions == {schema.HEAD}
        takes_writes = await store.ready() if at_head else server.may_make_tables
        found = [database(url, server, takes_writes), migrations(server.versions, known_versions())]
        return [*found, await _outbox(store)] if at_head else found
    except Exception as error:
        names = [type(each).__name__ for each in chain(error)]
        mend = next((_TO_MEND[name] for name in reversed(names) if name in _TO_MEND), UNREACHED)
        return [bad("database", f"cannot be used ({names[-1]})", mend)]
    finally:
        await store.close()


def database(url: URL, server: Server, takes_writes: bool) -> Finding:
    """Judge the server, and the way to it."""
    if server.read_only:
        mend = "It is a standby, or set to read only: name the server that takes writes."
        return bad("database", f"{server.product} answers, but takes no writes", mend)
    if not takes_writes:
        mend = f"Look whether its disk is full, and whether the user in {ADDRESS} owns the tables."
        return bad("database", f"{server.product} answers, but takes no writes", mend)
    if server.encrypted and "verify" in str(url.query.get("ssl", "")):
        return good("database", f"{server.product} takes writes, by TLS with a known certificate")
    if url.get_backend_name() == SQLITE or _is_near(url):
        return good("database", f"{server.product} on this machine takes writes")
    how = "by TLS, but with any certificate" if server.encrypted else "without TLS"
    mend = f"Add ?ssl=verify-full to {ADDRESS} unless the way there is yours alone."
    return doubtful("database", f"{server.product} takes writes, {how}", mend)


def _is_near(url: URL) -> bool:
    host = str(url.host or url.query.get("host", ""))
    return host in ("", "localhost", "127.0.0.1", "::1") or host.startswith("/")


def migrations(found: frozenset[str], known: frozenset[str]) -> Finding:
    """Say whether the tables are those of this version, older, or of a version to come."""
    if found == {schema.HEAD}:
        return good("migrations", f"at {schema.HEAD}, as this version needs it")
    if not found:
        return good("migrations", "the database is empty: the first start makes the tables")
    named = ", ".join(sorted(found))
    if found <= known:
        mend = "The next start brings it up to date: take a backup before, as there is no way back."
        return doubtful("migrations", f"behind, at {named} and not at {schema.HEAD}", mend)
    mend = "Run the version that made it, or restore the backup from before."
    return bad("migrations", f"ahead, at {named}, which this version does not know", mend)


def known_versions() -> frozenset[str]:
    """Give every schema that this version can start from."""
    from alembic.script import ScriptDirectory

    folder = ScriptDirectory(str(Path(schema.__file__).parent))
    return frozenset(row.revision for row in folder.walk_revisions())


def _ask(connection: Connection) -> Server:
    here = inspect(connection).has_table("alembic_version")
    rows = connection.execute(text("SELECT version_num FROM alembic_version")) if here else None
    versions = frozenset(rows.scalars().all() if rows is not None else ())
    if connection.dialect.name == SQLITE:
        return Server("SQLite", versions, encrypted=False, read_only=False, may_make_tables=True)
    said = connection.execute(_SAYS).one()
    return Server(f"PostgreSQL {said[0]}", versions, bool(said[1]), bool(said[2]), bool(said[3]))


_SAYS = text(
    "SELECT split_part(current_setting('server_version'), ' ', 1),"
    " (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()),"
    " pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on',"
    " coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)"
)


async def _outbox(store: SqlStore) -> Finding:
    """Say what waits for too long, and what was set aside for somebody to look at."""
    lag, parked = await store.outbox_lag(datetime.now(UTC)), await store.parked(1000)
    waits = f"the oldest mail or message has been due for {lag / 60:.0f} minutes"
    if lag > _LATE:
        mend = "Look at the lines on mail and Teams here, and whether the assistant runs at all."
        return doubtful("outbox", waits, mend)
    if parked:
        mend = "They never leave by themselves: docs/RUNBOOK.md, rows set aside."
        return doubtful("outbox", f"nothing is late, {len(parked)} set aside", mend)
    return good("outbox", "nothing is late, nothing set aside")


async def look_at_files(blobs: BlobStore, *, shared: bool, mend: str) -> Finding:
    """Store a probe, read it back and remove it; `shared` False: it is a folder of this machine."""
    name, content = f"doctor/{secrets.token_hex(8)}", secrets.token_bytes(64)
    try:
        await blobs.put(name, _whole(content), "application/octet-stream")
        read = b"".join([chunk async for chunk in blobs.get(name)])
        await blobs.delete(name)
    except BlobStoreDown as error:
        with suppress(Exception):
            await blobs.delete(name)
        return bad("files", f"proof files cannot be kept ({error})", mend)
    if read != content:
        return bad("files", "a probe came back as something else", mend)
    if not shared:
        said = "a probe was written, read and removed, in a folder"
        return doubtful(
            "files",
            said,
            "Every copy that runs must have the same folder, on a disk "
            "that stays; else set CPOR_BLOB_URL.",
        )
    return good("files", "a probe was written, read and removed")


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def look_at_disk(folder: Path) -> Finding:
    """Look whether files can be put down to be checked, and how much room there is."""
    return await asyncio.to_thread(_disk, folder)


def _disk(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"doctor")
    except OSError as error:
        mend = "Let the assistant's user write to CPOR_DATA_DIR."
        return bad("disk", f"nothing can be written ({type(error).__name__})", mend)
    return room(shutil.disk_usage(folder).free)


def room(free: int) -> Finding:
    """Judge the bytes that are left where files wait to be checked."""
    said, mend = f"{free // _MEGABYTE} MB are free", "Make room on the disk of CPOR_DATA_DIR."
    if free < TOO_LITTLE:
        return bad("disk", said, mend)
    return doubtful("disk", said, mend) if free < LITTLE else good("disk", said)


__all__: Sequence[str] = ["look_at_database", "look_at_disk", "look_at_files"]
