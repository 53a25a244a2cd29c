"""Keeps proof files in a folder: the embedded default, whole or not there at all."""

from __future__ import annotations

import asyncio
import os
import re
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from bot.claims.ports import BlobNotFound, BlobStoreDown

T = TypeVar("T")

BLOCK = 1024 * 1024

#: Files on their way in; no blob's name can begin with a dot.
INCOMING = ".incoming"

PLAIN_NAME = re.compile(r"[a-z0-9_-][a-z0-9_.-]*(/[a-z0-9_-][a-z0-9_.-]*)*")


def checked_name(name: str) -> str:
    """Refuse a name that is not one of ours, before it can become a path.

    Raises `ValueError` unless it is small letters, digits and `_.-` in parts divided by `/`.
    """
    if ".." in name or not PLAIN_NAME.fullmatch(name):
        raise ValueError("a blob's name may hold small letters, digits and _.-/ only")
    return name


@contextmanager
def trouble_as_down() -> Iterator[None]:
    """Say `BlobStoreDown` where the file system fails, a missing file apart."""
    try:
        yield
    except FileNotFoundError as error:
        raise BlobNotFound from error
    except OSError as error:
        raise BlobStoreDown(error.strerror or "file system error") from error


async def off_loop(work: Callable[[], T]) -> T:
    """Do file work in a thread."""
    with trouble_as_down():
        return await asyncio.to_thread(work)


class LocalBlobs:
    """Implements the port `BlobStore` in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, name: str, chunks: AsyncIterator[bytes], media_type: str) -> int:
        """Stream a blob in by way of a temporary file; the media type is not kept here."""
        target = self._folder / checked_name(name)
        incoming = self._folder / INCOMING / uuid.uuid4().hex
        try:
            file = await off_loop(lambda: create(incoming))
            try:
                size = await write_blocks(file, chunks)
                await off_loop(lambda: sync(file))
            finally:
                await off_loop(file.close)
            await off_loop(lambda: publish(incoming, target))
        except BaseException:
            with suppress(OSError):
                incoming.unlink(missing_ok=True)
            raise
        return size

    async def get(self, name: str) -> AsyncIterator[bytes]:
        """Stream a blob out, block by block."""
        path = self._folder / checked_name(name)
        file = await off_loop(lambda: open_to_read(path))
        try:
            while block := await off_loop(lambda: file.read(BLOCK)):
                yield block
        finally:
            file.close()

    async def delete(self, name: str) -> None:
        """Remove a blob; no error where there is none."""
        path = self._folder / checked_name(name)
        await off_loop(lambda: path.unlink(missing_ok=True))

    async def check(self) -> None:
        """Raise `BlobStoreDown` where the folder cannot be written to."""
        await off_loop(lambda: probe(self._folder / INCOMING / uuid.uuid4().hex))

    async def close(self) -> None:
        """Nothing is kept open."""


async def write_blocks(file: BinaryIO, chunks: AsyncIterator[bytes]) -> int:
    """Write what comes in blocks, so that many small chunks are few hops to a thread."""
    size, waiting = 0, bytearray()
    async for chunk in chunks:
        waiting += chunk
        size += len(chunk)
        if len(waiting) >= BLOCK:
            block, waiting = waiting, bytearray()
            await write(file, block)
    if waiting:
        await write(file, waiting)
    return size


async def write(file: BinaryIO, block: bytearray) -> None:
    """Write one block."""
    await off_loop(lambda: file.write(block))


def create(path: Path) -> BinaryIO:
    """Open a new file, and its folder with it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")


def open_to_read(path: Path) -> BinaryIO:
    """Open a stored file."""
    try:
        return path.open("rb")
    except (NotADirectoryError, IsADirectoryError):
        raise FileNotFoundError(path) from None


def sync(file: BinaryIO) -> None:
    """Have the file on the disk before its name is."""
    file.flush()
    os.fsync(file.fileno())


def publish(incoming: Path, target: Path) -> None:
    """Give the finished file its name in one step, and have the name on the disk too."""
    target.parent.mkdir(parents=True, exist_ok=True)
    incoming.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def probe(path: Path) -> None:
    """Write and remove a file."""
    with create(path) as file:
        file.write(b"probe")
    path.unlink()
