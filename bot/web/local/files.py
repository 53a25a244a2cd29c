"""The files that pass through the chat, standing in for the person's OneDrive."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from aiohttp import BodyPartReader, web

MAX_BYTES = 30 * 1024 * 1024
_CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class FileTooLarge(Exception):
    """A file passed the size the chat takes."""


@dataclass
class KeptFile:
    """One file: its shown name, and its size in bytes once it is here."""

    id: str
    name: str
    size: int = 0

    @property
    def extension(self) -> str:
        """Give the ending of the name without its dot, in small letters."""
        return Path(self.name).suffix.removeprefix(".").lower()

    def shown(self) -> dict[str, object]:
        """Give what the page shows."""
        return {"id": self.id, "name": self.name, "size": self.size}


class Files:
    """Keeps the files under ids of its own; the sent name is data and never a path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, KeptFile] = {}

    def find(self, file_id: object) -> KeptFile | None:
        """Give the file with this id, or None."""
        return self._kept.get(file_id) if isinstance(file_id, str) else None

    def reserve(self, name: str) -> KeptFile:
        """Give a new file an id before its bytes are here."""
        file = KeptFile(secrets.token_hex(16), name or "file")
        self._kept[file.id] = file
        return file

    def path(self, file: KeptFile) -> Path:
        """Give where the bytes are."""
        return self._folder / file.id

    async def keep(self, name: str, chunks: AsyncIterator[bytes]) -> KeptFile:
        """Store a sent file as it comes; raises FileTooLarge and keeps nothing over 30 MB."""
        file = self.reserve(name)
        try:
            await self.write(file, chunks)
        except BaseException:
            self._kept.pop(file.id, None)
            await asyncio.to_thread(self.path(file).unlink, missing_ok=True)
            raise
        return file

    async def write(self, file: KeptFile, chunks: AsyncIterator[bytes], start: int = 0) -> None:
        """Write bytes from a position on; raises FileTooLarge over 30 MB."""
        opened = await asyncio.to_thread(self._open, file)
        try:
            await asyncio.to_thread(opened.seek, start)
            position = start
            async for chunk in chunks:
                position += len(chunk)
                if position > MAX_BYTES:
                    raise FileTooLarge
                await asyncio.to_thread(opened.write, chunk)
            file.size = max(file.size, position)
        finally:
            await asyncio.to_thread(opened.close)

    def _open(self, file: KeptFile) -> BinaryIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self.path(file)
        path.touch()
        return path.open("r+b")


def file_routes(files: Files) -> list[web.RouteDef]:
    """Give the routes that take files from the page, and give and take them for the assistant."""
    return [
        web.post("/local/files", _with(files, _take)),
        web.get("/local/files/{file_id}", _with(files, _give)),
        web.put("/local/files/{file_id}", _with(files, _put)),
    ]


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _with(
    files: Files, handle: Callable[[Files, web.Request], Awaitable[web.StreamResponse]]
) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        return await handle(files, request)

    return handler


async def _take(files: Files, request: web.Request) -> web.StreamResponse:
    if not request.content_type.startswith("multipart/"):
        raise web.HTTPUnsupportedMediaType
    kept: list[KeptFile] = []
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename:
            kept.append(await _take_one(files, part.filename, part))
    return web.json_response({"files": [file.shown() for file in kept]})


async def _take_one(files: Files, name: str, part: BodyPartReader) -> KeptFile:
    try:
        return await files.keep(name, _chunks(part))
    except FileTooLarge as error:
        raise web.HTTPRequestEntityTooLarge(MAX_BYTES, MAX_BYTES, text=name) from error


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(_CHUNK):
        yield chunk


async def _give(files: Files, request: web.Request) -> web.StreamResponse:
    file = _known(files, request)
    path = files.path(file)
    if not await asyncio.to_thread(path.exists):
        raise web.HTTPNotFound
    return web.FileResponse(path, headers=_as_download(file))


async def _put(files: Files, request: web.Request) -> web.StreamResponse:
    file = _known(files, request)
    start, end, total = _sent_range(request)
    try:
        await files.write(file, request.content.iter_chunked(_CHUNK), start)
    except FileTooLarge as error:
        raise web.HTTPRequestEntityTooLarge(MAX_BYTES, MAX_BYTES) from error
    done = total is None or end + 1 >= total
    return web.json_response(file.shown(), status=201 if done else 202)


def _sent_range(request: web.Request) -> tuple[int, int, int | None]:
    text = request.headers.get("Content-Range")
    if text is None:
        return 0, 0, None
    match = _RANGE.fullmatch(text)
    if match is None:
        raise web.HTTPBadRequest(text="Content-Range is not understood.")
    start, end, total = (int(number) for number in match.groups())
    return start, end, total


def _known(files: Files, request: web.Request) -> KeptFile:
    file = files.find(request.match_info["file_id"])
    if file is None:
        raise web.HTTPNotFound
    return file


def _as_download(file: KeptFile) -> dict[str, str]:
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Type": "application/octet-stream",
    }
