"""The malware scanner, against a server that speaks clamd's INSTREAM as clamd does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from bot.claims.ports import BlobNotFound
from bot.files.scanner import ClamdScanner, NoScanner

# The harmless test string every scanner reports, in two pieces so that no scanner reports us.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def clamd(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read a stream to its end and answer as clamd does; over 8 MB it gives up early."""
    assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
    content = bytearray()
    while length := int.from_bytes(await reader.readexactly(4)):
        content += await reader.readexactly(length)
        if len(content) > 8_000_000:
            writer.write(b"INSTREAM size limit exceeded. ERROR\0")
            return
    found = b"Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"OK"
    writer.write(b"stream: " + found + b"\0")
    await writer.drain()


@asynccontextmanager
async def serving(talk: Talk) -> AsyncIterator[ClamdScanner]:
    talks: set[asyncio.Task[None] | None] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.current_task())
        try:
            with suppress(EOFError, ConnectionError):  # the client may hang up
                await talk(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield ClamdScanner("127.0.0.1", port, seconds=5)
    finally:
        server.close()
        await asyncio.gather(*filter(None, talks))


async def stream(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def test_a_clean_file_is_clean() -> None:
    async with serving(clamd) as scanner:
        assert await scanner.scan(stream(b"hello", b"", b"x" * 3_000_000)) is True


async def test_an_empty_chunk_does_not_hide_what_follows() -> None:
    async with serving(clamd) as scanner:
        assert await scanner.scan(stream(b"hello", b"", EICAR)) is False


async def test_malware_is_found_also_across_chunks() -> None:
    async with serving(clamd) as scanner:
        assert await scanner.scan(stream(b"x" * 2_000_000 + EICAR[:30], EICAR[30:])) is False


async def test_a_file_over_the_scanners_limit_has_no_verdict() -> None:
    async with serving(clamd) as scanner:
        assert await scanner.scan(stream(*[b"x" * 1_000_000] * 20)) is None


@pytest.mark.parametrize("answer", [b"", b"UNKNOWN COMMAND\0", b"\0", b"stream: OK", b"x" * 99999])
async def test_a_scanner_that_talks_nonsense_gives_no_verdict(answer: bytes) -> None:
    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    async with serving(nonsense) as scanner:
        assert await scanner.scan(stream(b"hello")) is None


async def test_a_silent_scanner_is_not_waited_for() -> None:
    gone = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        gone.set()

    async with serving(silent) as scanner:
        scanner._seconds = 0.1
        assert await scanner.scan(stream(b"hello")) is None
        await asyncio.wait_for(gone.wait(), 5)


async def test_a_scanner_that_is_down_gives_no_verdict() -> None:
    async with serving(clamd) as scanner:
        pass
    assert await scanner.scan(stream(b"hello")) is None


async def test_trouble_with_the_file_is_not_taken_for_trouble_with_the_scanner() -> None:
    async def gone() -> AsyncIterator[bytes]:
        yield b"hello"
        raise BlobNotFound

    async with serving(clamd) as scanner:
        with pytest.raises(BlobNotFound):
            await scanner.scan(gone())


async def test_without_a_scanner_every_file_counts_as_scanned() -> None:
    assert await NoScanner().scan(stream(EICAR)) is True
