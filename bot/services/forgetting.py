"""Deletes the bytes of files that no claim lists any more, however often that has to be tried."""

from __future__ import annotations

from collections.abc import Iterable

from bot.claims.models import Claim, ProofFile
from bot.claims.ports import (
    BlobStore,
    BlobStoreDown,
    OutboxKind,
    OutboxRow,
    Outgoing,
    TryLater,
    Unit,
)


def forget_files(unit: Unit, claim: Claim, files: Iterable[ProofFile]) -> None:
    """Have files deleted once the claim without them is stored, and only then."""
    for file in files:
        if file.blob:
            unit.post(
                Outgoing(
                    key=f"forget:{file.blob}",
                    kind=OutboxKind.FORGET,
                    claim_id=claim.id,
                    org=claim.org,
                    payload={"blob": file.blob},
                )
            )


class Forgetting:
    """Delivers outbox rows of kind FORGET."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs

    async def deliver(self, row: OutboxRow) -> None:
        """Delete one file's bytes. Raises `TryLater` where the blob store is silent."""
        try:
            await self._blobs.delete(str(row.payload["blob"]))
        except BlobStoreDown as down:
            raise TryLater("the blob store is silent") from down
