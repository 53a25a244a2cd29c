"""Asks a malware scanner about a file; without its answer a file waits and is not used."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

_PIECE = 1024 * 1024
_NO_MORE = bytes(4)


class NoScanner:
    """Stands where an operator runs no scanner: the look into the structure is all there is."""

    async def scan(self, chunks: AsyncIterator[bytes]) -> bool | None:
        """Give True, reading nothing."""
        return True


class ClamdScanner:
    """Speaks clamd's INSTREAM over TCP (protocol: the manual page clamd(8))."""

    def __init__(self, host: str, port: int, seconds: float = 60.0) -> None:
        """Take where clamd listens and how many seconds one scan may take."""
        self._host, self._port, self._seconds = host, port, seconds

    async def scan(self, chunks: AsyncIterator[bytes]) -> bool | None:
        """Give True for clean, False for malware, None where no verdict could be had.

        What `chunks` raises passes through, unless it is an `OSError`.
        """
        with suppress(OSError, TimeoutError, EOFError, asyncio.LimitOverrunError):
            async with asyncio.timeout(self._seconds):
                return _verdict(await self._ask(chunks))
        return None

    async def _ask(self, chunks: AsyncIterator[bytes]) -> bytes:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(b"zINSTREAM\0")
            async for chunk in chunks:
                for start in range(0, len(chunk), _PIECE):
                    piece = chunk[start : start + _PIECE]
                    writer.write(len(piece).to_bytes(4) + piece)
                    await writer.drain()
            writer.write(_NO_MORE)
            await writer.drain()
            return await reader.readuntil(b"\0")
        finally:
            writer.transport.abort()


def _verdict(answer: bytes) -> bool | None:
    """Read "stream: OK" and "stream: <name> FOUND"; any other answer is no verdict."""
    words = answer.rstrip(b"\0\n ").split()
    if words[-1:] == [b"FOUND"]:
        return False
    return True if words == [b"stream:", b"OK"] else None
