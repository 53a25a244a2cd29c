"""Opens the place where proof files are kept; Azure's libraries are loaded only where needed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.claims.ports import BlobStore


@asynccontextmanager
async def open_blobs(
    folder: Path,
    *,
    connection_string: str = "",
    account_url: str = "",
    managed_identity: str | None = None,
) -> AsyncIterator[BlobStore]:
    """Keep proof files in an Azure storage account, or in `folder` where none is named.

    `connection_string` goes before `account_url`, which is signed in to without a key:
    `managed_identity` is the client id of the identity to take, None for whichever there is.
    """
    async with AsyncExitStack() as stack:
        if connection_string:
            blobs = _by_key(connection_string)
        elif account_url:
            blobs = await _by_identity(account_url, managed_identity, stack)
        else:
            blobs = _in_folder(folder)
        stack.push_async_callback(blobs.close)
        yield blobs


def _in_folder(folder: Path) -> BlobStore:
    from storage.blobs_local import LocalBlobs

    return LocalBlobs(folder)


def _by_key(connection_string: str) -> BlobStore:
    from storage.blobs_azure import AzureBlobs

    return AzureBlobs.from_connection_string(connection_string)


async def _by_identity(url: str, client_id: str | None, stack: AsyncExitStack) -> BlobStore:
    from azure.identity.aio import DefaultAzureCredential

    from storage.blobs_azure import AzureBlobs

    identity = DefaultAzureCredential(managed_identity_client_id=client_id)
    await stack.enter_async_context(identity)
    return AzureBlobs.from_account(url, identity)
