"""Streams a proof file out so that a browser can save it, but never run it on our origin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from urllib.parse import quote

import structlog
from aiohttp import web

from bot.claims.models import Claim, FileState, ProofFile
from bot.claims.ports import BlobStore

_log = structlog.get_logger("bot.web")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._- ")
_OFFICE = "application/vnd.openxmlformats-officedocument"
#: Content types we say; anything else is plain bytes.
_KNOWN = frozenset(
    {
        "application/pdf",
        "image/jpeg",
        "image/png",
        f"{_OFFICE}.presentationml.presentation",
        f"{_OFFICE}.spreadsheetml.sheet",
        f"{_OFFICE}.wordprocessingml.document",
    }
)


def find_file(claim: Claim, file_id: str) -> ProofFile | None:
    """Give the file a claim lists under an id."""
    return next((row for row in claim.poe_files if row.id == file_id), None)


def is_clean(file: ProofFile) -> bool:
    """Say whether a file has passed its checks; no other is handed out."""
    return file.state is FileState.CLEAN


async def send_file(
    request: web.Request, file: ProofFile, blobs: BlobStore, *, inline: bool = False
) -> web.StreamResponse:
    """Stream a file's content.

    Raises `BlobNotFound` or `BlobStoreDown` before the answer has begun; later the connection is
    cut, so that a part is never taken for the whole.
    """
    answer = web.StreamResponse(headers=file_headers(file, inline=inline))
    if request.method == "HEAD":
        await answer.prepare(request)
        return answer
    content = blobs.get(file.blob)
    async with aclosing(content):  # type: ignore[type-var]
        first = await anext(content, b"")
        await answer.prepare(request)
        await _pour(request, answer, first, content)
    return answer


async def _pour(
    request: web.Request,
    answer: web.StreamResponse,
    first: bytes,
    rest: AsyncIterator[bytes],
) -> None:
    try:
        await answer.write(first)
        async for block in rest:
            await answer.write(block)
        await answer.write_eof()
    except ConnectionError:  # the reader is gone
        raise
    except Exception as error:  # nothing else can be said any more
        _log.warning("proof_file.cut", error=type(error).__name__)
        if request.transport:
            request.transport.abort()


def file_headers(file: ProofFile, *, inline: bool = False) -> dict[str, str]:
    """Give the headers that keep a stranger's file a file."""
    known = file.media_type in _KNOWN
    return {
        "Content-Type": file.media_type if known else "application/octet-stream",
        "Content-Length": str(file.size),
        "Content-Disposition": disposition(file.name, inline=inline),
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def disposition(name: str, *, inline: bool = False) -> str:
    """Write the Content-Disposition of RFC 6266: a plain name, and the real one (RFC 5987)."""
    plain = "".join(mark if mark in _PLAIN else "_" for mark in name) or "file"
    exact = quote(name, safe="", errors="replace")
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{exact}"
