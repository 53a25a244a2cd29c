"""A blob is there as a whole or not at all, and memory does not grow with it."""

import asyncio
import hashlib
import secrets
import socket
import tracemalloc

import pytest

from bot.claims.ports import BlobNotFound, BlobStoreDown
from storage.blobs_azure import BLOCK, AzureBlobs
from storage.blobs_local import LocalBlobs

PDF = "application/pdf"


@pytest.fixture(params=["local", pytest.param("azure", marks=pytest.mark.azurite)])
async def blobs(request, tmp_path):
    if request.param == "local":
        store = LocalBlobs(tmp_path / "blobs")
    else:
        connection_string = request.getfixturevalue("azurite_connection_string")
        container = f"proof-{secrets.token_hex(4)}"
        store = AzureBlobs.from_connection_string(connection_string, container)
    yield store
    await store.close()


async def stream(*chunks):
    for chunk in chunks:
        await asyncio.sleep(0)
        yield chunk


async def read(blobs, name):
    return b"".join([block async for block in blobs.get(name)])


@pytest.mark.parametrize(
    "chunks",
    [
        (),
        (b"",),
        (b"a",),
        (b"abc", b"", b"def"),
        (b"x" * BLOCK,),
        (b"x" * (BLOCK - 1), b"yz"),
        (b"x" * (3 * BLOCK + 5),),
        tuple(bytes([n]) * 700_000 for n in range(30)),
    ],
    ids=["no chunk", "empty", "one byte", "small", "a block", "a block and 1", "3 blocks", "21 MB"],
)
async def test_what_goes_in_comes_out(blobs, chunks):
    size = await blobs.put("org/1001/f1", stream(*chunks), PDF)

    assert size == sum(map(len, chunks))
    assert await read(blobs, "org/1001/f1") == b"".join(chunks)


async def test_a_repeated_put_replaces_the_blob(blobs):
    await blobs.put("a", stream(b"first, and longer"), PDF)
    await blobs.put("a", stream(b"second"), PDF)

    assert await read(blobs, "a") == b"second"


@pytest.mark.parametrize("name", ["none", "none/at/all"])
async def test_a_missing_blob_is_not_found_at_the_first_step(blobs, name):
    await blobs.put("a", stream(b"x"), PDF)
    with pytest.raises(BlobNotFound):
        await anext(blobs.get(name))


async def test_a_part_of_a_name_is_no_blob(blobs):
    await blobs.put("a/b", stream(b"x"), PDF)
    with pytest.raises(BlobNotFound):
        await anext(blobs.get("a"))
    with pytest.raises(BlobNotFound):
        await anext(blobs.get("a/b/c"))


async def test_a_deleted_blob_is_gone_and_deleting_again_is_fine(blobs):
    await blobs.put("a/b", stream(b"x"), PDF)
    await blobs.delete("a/b")
    await blobs.delete("a/b")

    with pytest.raises(BlobNotFound):
        await anext(blobs.get("a/b"))


class TooBig(Exception):
    """What the reader of a stream may raise."""


@pytest.mark.parametrize("error", [TooBig, ConnectionResetError])
@pytest.mark.parametrize("before", [0, 10, 2 * BLOCK])
async def test_a_stream_that_breaks_off_leaves_nothing_and_its_error_passes(blobs, error, before):
    async def breaking():
        yield b"x" * before
        raise error

    with pytest.raises(error):
        await blobs.put("new", breaking(), PDF)
    await blobs.put("old", stream(b"kept"), PDF)
    with pytest.raises(error):
        await blobs.put("old", breaking(), PDF)

    with pytest.raises(BlobNotFound):
        await anext(blobs.get("new"))
    assert await read(blobs, "old") == b"kept"


async def test_a_put_that_is_called_off_leaves_nothing(blobs):
    started = asyncio.Event()

    async def endless():
        yield b"x" * (BLOCK + 1)
        started.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(blobs.put("a", endless(), PDF))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    with pytest.raises(BlobNotFound):
        await anext(blobs.get("a"))


async def test_of_parallel_puts_to_one_name_one_wins_whole(blobs):
    """Azure ends uploads that another one overtook: then their caller is told."""
    size = 2 * BLOCK + 1
    contents = [bytes([65 + n]) * size for n in range(4)]
    puts = [blobs.put("a", stream(content), PDF) for content in contents]
    results = await asyncio.gather(*puts, return_exceptions=True)

    stored = [content for content, result in zip(contents, results, strict=True) if result == size]
    others = [result for result in results if result != size]
    assert await read(blobs, "a") in stored
    assert all(isinstance(result, BlobStoreDown) for result in others)


async def test_memory_stays_flat(blobs):
    """64 MB go through in less than 40 MB."""
    block = secrets.token_bytes(1024 * 1024)

    async def long():
        for _ in range(64):
            yield block

    await blobs.put("warm", stream(b"x"), PDF)
    tracemalloc.start()
    try:
        await blobs.put("a", long(), PDF)
        digest, size = hashlib.sha256(), 0
        async for part in blobs.get("a"):
            digest.update(part)
            size += len(part)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (size, digest.digest()) == (64 * 2**20, hashlib.sha256(block * 64).digest())
    assert peak < 40 * 2**20


@pytest.mark.parametrize(
    "name",
    [
        *("", "/", "/etc/passwd", "..", "../x", "a/../b", "a..b", "a//b", "a/", ".incoming/x"),
        *("A", "ü", "a b", "a\0", "a/.b", "a\\b", "a\n", "a%2f"),
    ],
)
async def test_only_our_own_names_are_taken(blobs, name):
    with pytest.raises(ValueError, match="name"):
        await blobs.put(name, stream(b"x"), PDF)
    with pytest.raises(ValueError, match="name"):
        await anext(blobs.get(name))
    with pytest.raises(ValueError, match="name"):
        await blobs.delete(name)


async def test_a_check_of_a_store_in_order_passes_and_leaves_its_files_alone(blobs):
    await blobs.put("a", stream(b"x"), PDF)
    await blobs.check()
    await blobs.check()
    assert await read(blobs, "a") == b"x"


@pytest.fixture(params=["local", "azure"])
async def broken(request, tmp_path):
    """A store that cannot work: a file in place of its folder, or nobody at its address."""
    if request.param == "local":
        (tmp_path / "file").write_bytes(b"")
        store = LocalBlobs(tmp_path / "file" / "blobs")
    else:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{held.getsockname()[1]}/tests"
        account = f"AccountName=tests;AccountKey=a2V5;BlobEndpoint={address};"
        store = AzureBlobs.from_connection_string(account, retries=0)
    yield store
    await store.close()


async def test_a_store_that_does_not_answer_is_down(broken):
    with pytest.raises(BlobStoreDown):
        await broken.check()
    with pytest.raises(BlobStoreDown):
        await broken.put("a", stream(b"x"), PDF)
    with pytest.raises((BlobStoreDown, BlobNotFound)):
        await anext(broken.get("a"))
