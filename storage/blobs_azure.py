"""Keeps proof files in Azure's blob store, in blocks, so that memory does not grow with a file."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError, HttpResponseError, ResourceNotFoundError
from azure.storage.blob import BlobBlock, ContentSettings
from azure.storage.blob.aio import BlobClient, BlobServiceClient, ContainerClient

from bot.claims.ports import BlobNotFound, BlobStoreDown
from storage.blobs_local import checked_name

BLOCK = 4 * 1024 * 1024
AT_ONCE = 4
CONTAINER = "proof"
CONFLICT = 409


@contextmanager
def trouble_as_down() -> Iterator[None]:
    """Say `BlobNotFound` or `BlobStoreDown` instead of the library's own errors."""
    try:
        yield
    except ResourceNotFoundError as error:
        if getattr(error, "error_code", "") == "ContainerNotFound":
            raise BlobStoreDown("the container does not exist") from error
        raise BlobNotFound from error
    except (AzureError, OSError) as error:
        # Never the library's text: it can hold an address with its signature.
        raise BlobStoreDown(type(error).__name__) from error


class AzureBlobs:
    """Implements the port `BlobStore` in one container; one client for the whole process."""

    def __init__(self, service: BlobServiceClient, container: str = CONTAINER) -> None:
        self._service = service
        self._container: ContainerClient = service.get_container_client(container)
        self._found = False

    @classmethod
    def from_connection_string(
        cls, connection_string: str, container: str = CONTAINER, retries: int = 3
    ) -> AzureBlobs:
        """Use an account by its connection string."""
        settings = client_settings(retries)
        service = BlobServiceClient.from_connection_string(connection_string, **settings)
        return cls(service, container)

    @classmethod
    def from_account(
        cls,
        account_url: str,
        credential: AsyncTokenCredential,
        container: str = CONTAINER,
        retries: int = 3,
    ) -> AzureBlobs:
        """Use an account as whoever the credential stands for, such as a managed identity.

        The credential stays the caller's to close.
        """
        settings = client_settings(retries)
        return cls(BlobServiceClient(account_url, credential=credential, **settings), container)

    async def put(self, name: str, chunks: AsyncIterator[bytes], media_type: str) -> int:
        """Stream a blob in: blocks first, and the list that makes them a blob at the end.

        Of two puts to one name at the same time, Azure may end one, which raises `BlobStoreDown`.
        """
        blob = self._container.get_blob_client(checked_name(name))
        await self._find_container()
        upload = Upload(blob)
        try:
            async for chunk in chunks:
                await upload.add(chunk)
            await upload.finish(media_type)
        finally:
            await upload.stop()
        return upload.size

    async def get(self, name: str) -> AsyncIterator[bytes]:
        """Stream a blob out."""
        blob = self._container.get_blob_client(checked_name(name))
        with trouble_as_down():
            stream = await blob.download_blob()
            blocks = stream.chunks()
        while True:
            with trouble_as_down():
                block = await anext(blocks, None)
            if block is None:
                return
            yield block

    async def delete(self, name: str) -> None:
        """Remove a blob; no error where there is none."""
        blob = self._container.get_blob_client(checked_name(name))
        try:
            with trouble_as_down():
                await blob.delete_blob(delete_snapshots="include")
        except BlobNotFound:
            return

    async def check(self) -> None:
        """Raise `BlobStoreDown` where the container cannot be reached."""
        await self._find_container()
        try:
            with trouble_as_down():
                await self._container.get_container_properties()
        except BlobNotFound as error:
            raise BlobStoreDown("the container does not exist") from error

    async def close(self) -> None:
        """Close the connections."""
        await self._service.close()

    async def _find_container(self) -> None:
        """Create the container at the first use, if this identity may."""
        if self._found:
            return
        with trouble_as_down():
            try:
                await self._container.create_container()
            except HttpResponseError as error:
                # There already; or not ours to create, and then the first block tells.
                if error.status_code not in {CONFLICT, 401, 403}:
                    raise
        self._found = True


class Upload:
    """One blob on its way in: a block is sent while the next ones are filled."""

    def __init__(self, blob: BlobClient) -> None:
        self._blob = blob
        self._name = uuid.uuid4().hex
        self._filling = BytesIO()
        self._blocks: list[BlobBlock] = []
        self._running: set[asyncio.Task[None]] = set()
        self.size = 0

    async def add(self, chunk: bytes) -> None:
        """Take some bytes; waits while as many blocks as may be are on their way."""
        self.size += len(chunk)
        rest = memoryview(chunk)
        while rest:
            free = BLOCK - self._filling.tell()
            self._filling.write(rest[:free])
            rest = rest[free:]
            if self._filling.tell() == BLOCK:
                await self._send()

    async def finish(self, media_type: str) -> None:
        """Send what is left and make the blocks a blob, replacing an older one."""
        if self._filling.tell():
            await self._send()
        await self._until(0)
        with trouble_as_down():
            await self._blob.commit_block_list(
                self._blocks, content_settings=ContentSettings(content_type=media_type)
            )

    async def stop(self) -> None:
        """Break off what is still on its way; Azure forgets blocks that never became a blob."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()

    async def _send(self) -> None:
        await self._until(AT_ONCE - 1)
        # Two uploads to one name must not mix their blocks, hence the upload's own name.
        number = f"{self._name}{len(self._blocks):08d}"
        self._blocks.append(BlobBlock(block_id=number))
        block, self._filling = self._filling, BytesIO()
        self._running.add(asyncio.create_task(self._stage(number, block)))

    async def _stage(self, number: str, block: BytesIO) -> None:
        length = block.tell()
        block.seek(0)
        with trouble_as_down():
            # As a file: plain bytes of this size the HTTP client would send in one go.
            await self._blob.stage_block(number, block, length=length)

    async def _until(self, few: int) -> None:
        """Wait until at most `few` blocks are on their way; raises what went wrong with one."""
        while len(self._running) > few:
            done, self._running = await asyncio.wait(
                self._running, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                task.result()


def client_settings(retries: int) -> dict[str, Any]:
    """Give what every client has: small reads, short waits, and our own number of tries."""
    return {
        "max_single_get_size": BLOCK,
        "max_chunk_get_size": BLOCK,
        "retry_total": retries,
        "connection_timeout": 5,
        "read_timeout": 30,
    }
