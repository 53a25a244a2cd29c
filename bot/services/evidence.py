"""Takes in a proof file: fetched within limits, looked into, scanned, and only then kept.

Until a file has passed, its bytes lie in a temporary file of their own (the quarantine) that goes
away however the work ends. Nothing here touches a claim or a transaction: the caller lists the
returned file on the claim, so a call may be given up or repeated at any point.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.claims.errors import Code, Problem, Refused
from bot.claims.evidence import (
    FIELD,
    Finding,
    Inspection,
    already_listed,
    clean_name,
    problems_before_fetch,
    room_left,
    too_big,
)
from bot.claims.limits import Limits, kind_of
from bot.claims.models import Claim, FileState, ProofFile
from bot.claims.naming import Named, named_items
from bot.claims.ports import (
    BlobNotFound,
    BlobStore,
    BlobStoreDown,
    Clock,
    FetchFailed,
    FileExchange,
    Scanner,
    SentFile,
)

#: Bytes held in memory at once; enough that a write is worth its thread.
BLOCK = 1024 * 1024
Inspect = Callable[[Path, str], Awaitable[Inspection]]


class Evidence:
    """Receives proof files and repeats the scans that got no answer."""

    def __init__(
        self,
        blobs: BlobStore,
        exchange: FileExchange,
        inspect: Inspect,
        scanner: Scanner,
        clock: Clock,
        limits: Limits,
        items: Callable[[], Iterable[Named]],
        quarantine: Path | None = None,
    ) -> None:
        """Take the ports; `items` gives the whole catalogue, `quarantine` a folder on this disk."""
        self._blobs, self._exchange = blobs, exchange
        self._inspect, self._scanner = inspect, scanner
        self._clock, self._limits = clock, limits
        self._items, self._quarantine = items, quarantine

    def refuse_early(self, claim: Claim, sent: SentFile) -> Problem | None:
        """Say what is wrong with a sent file before a byte of it is fetched."""
        name = clean_name(sent.name)
        expected = f"{name}.{self._limits.kinds[0]}" if _is_unnamed(sent) else name
        return problems_before_fetch(claim, expected, None, self._limits)

    async def receive(self, claim: Claim, sent: SentFile) -> ProofFile:
        """Take in a sent file and give its entry, CLEAN or SCAN_PENDING, for the claim's list.

        The claim is only read. Raises `Refused` with one code of the FILE_ or FILES_ group, field
        "poe_files" and the file's `name` in its data (`finding` where the content was refused,
        `listed` for a duplicate, `limit` in bytes or files where one was passed); then nothing is
        kept. Cancelling it leaves nothing behind either.
        """
        if problem := self.refuse_early(claim, sent):
            raise Refused(problem)
        name, unnamed = clean_name(sent.name), _is_unnamed(sent)
        async with self._landed(claim, name, sent) as landed:
            if problem := already_listed(claim, name, landed.sha256):
                raise Refused(problem)
            found = await self._inspect(landed.path, "" if unnamed else kind_of(name))
            self._accept(found, name)
            verdict = await self._scanner.scan(landed.chunks())
            if verdict is False:
                raise _refused(Code.FILE_UNSAFE, name, finding=Finding.MALWARE)
            named = await self._named(found)
            blob = await self._keep(claim, name, landed, found)
        return ProofFile(
            id=secrets.token_hex(8),
            name=f"{name}.{found.kind}" if unnamed else name,
            size=landed.size,
            sha256=landed.sha256,
            media_type=found.media_type,
            state=FileState.CLEAN if verdict else FileState.SCAN_PENDING,
            added_at=self._clock.now(),
            blob=blob,
            named_items=named,
        )

    async def rescan(self, claim: Claim, file: ProofFile) -> ProofFile:
        """Scan a file that waits for the scanner; give it CLEAN, or as it was where that is silent.

        Raises `Refused` where the file must come off the list: FILE_UNSAFE (the bytes are deleted)
        or FILE_NOT_FETCHED (the bytes are gone). A silent blob store leaves the file waiting.
        """
        if file.state is not FileState.SCAN_PENDING:
            return file
        if not file.blob.startswith(_folder(claim)):
            raise _refused(Code.FILE_NOT_FETCHED, file.name)
        try:
            verdict = await self._scanner.scan(self._blobs.get(file.blob))
            if verdict is False:
                await self._blobs.delete(file.blob)
                raise _refused(Code.FILE_UNSAFE, file.name, finding=Finding.MALWARE)
        except BlobNotFound:
            raise _refused(Code.FILE_NOT_FETCHED, file.name) from None
        except BlobStoreDown:
            return file
        return file.model_copy(update={"state": FileState.CLEAN}) if verdict else file

    async def forget(self, file: ProofFile) -> None:
        """Delete a removed file's bytes, once the claim without it is stored.

        A silent blob store is no error to the person: the bytes are no longer reachable.
        """
        with suppress(BlobStoreDown):
            await self._blobs.delete(file.blob)

    @asynccontextmanager
    async def _landed(self, claim: Claim, name: str, sent: SentFile) -> AsyncIterator[Landed]:
        """Fetch a file into quarantine, cut off at the limit, and clear it away afterwards."""
        landed = await asyncio.to_thread(Landed, self._quarantine)
        try:
            await self._fetch(claim, name, sent, landed)
            yield landed
        finally:
            await asyncio.shield(asyncio.to_thread(landed.clear))

    async def _fetch(self, claim: Claim, name: str, sent: SentFile, landed: Landed) -> None:
        most = min(self._limits.file_bytes, room_left(claim, self._limits))
        try:
            async for chunk in self._exchange.fetch(sent):
                await landed.take(chunk)
                if landed.size > most:
                    break
        except FetchFailed as failure:
            raise _refused(_code(failure.code), name) from None
        await landed.finish()
        if not landed.size:
            raise _refused(Code.FILE_EMPTY, name)
        if problem := too_big(claim, name, landed.size, self._limits):
            raise Refused(problem)

    def _accept(self, found: Inspection, name: str) -> None:
        if found.code:
            raise _refused(found.code, name, finding=found.finding, kinds=self._limits.kinds)
        if found.kind not in self._limits.kinds:
            raise _refused(Code.FILE_KIND, name, kinds=self._limits.kinds)

    async def _named(self, found: Inspection) -> tuple[str, ...] | None:
        if found.text is None:
            return None
        return await asyncio.to_thread(named_items, found.text, list(self._items()))

    async def _keep(self, claim: Claim, name: str, landed: Landed, found: Inspection) -> str:
        """Store the bytes under a name of our own; whatever goes wrong, they do not stay there."""
        blob = f"{_folder(claim)}{secrets.token_hex(16)}.{found.kind}"
        try:
            await self._blobs.put(blob, landed.chunks(), found.media_type)
        except BaseException as error:
            with suppress(Exception):
                await asyncio.shield(self._blobs.delete(blob))
            if isinstance(error, BlobStoreDown):
                raise _refused(Code.FILE_STORE_DOWN, name) from None
            raise
        return blob


class Landed:
    """A file in quarantine on this disk, read and written off the event loop, block by block."""

    def __init__(self, folder: Path | None) -> None:
        """Make the empty file, readable by this account only."""
        self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed by `finish` or `clear`
            prefix="proof-", dir=folder, delete=False
        )
        self.path = Path(self._file.name)
        self.size = 0
        self._hash = hashlib.sha256()
        self._waiting = bytearray()

    @property
    def sha256(self) -> str:
        """The hex SHA-256 of what was taken and finished."""
        return self._hash.hexdigest()

    async def take(self, chunk: bytes) -> None:
        """Add what came in; small pieces are gathered before they are written."""
        self.size += len(chunk)
        self._waiting += chunk
        if len(self._waiting) >= BLOCK:
            await asyncio.to_thread(self._write)

    async def finish(self) -> None:
        """Write the rest; afterwards the file can be read."""
        await asyncio.to_thread(self._close)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Give the bytes again from the start."""
        file = await asyncio.to_thread(self.path.open, "rb")
        try:
            while block := await asyncio.to_thread(file.read, BLOCK):
                yield block
        finally:
            file.close()

    def _write(self) -> None:
        self._hash.update(self._waiting)
        self._file.write(self._waiting)
        self._waiting = bytearray()

    def _close(self) -> None:
        self._write()
        self._file.close()

    def clear(self) -> None:
        """Remove the file."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def _folder(claim: Claim) -> str:
    return f"proof/{claim.org}/{claim.id}/"


def _is_unnamed(sent: SentFile) -> bool:
    """A pasted picture often has no name of its own; its content will say what it is."""
    return sent.inline and not kind_of(clean_name(sent.name))


def _code(value: str) -> Code:
    """Read the code of a failed fetch; one we do not know is told as "could not be fetched"."""
    try:
        return Code(value)
    except ValueError:
        return Code.FILE_NOT_FETCHED


def _refused(code: Code, name: str, **data: object) -> Refused:
    return Refused(Problem(code, FIELD, {"name": name, **data}))
