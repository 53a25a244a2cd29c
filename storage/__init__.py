"""Keeps claims, bot state, the outbox and proof files, so that nothing else knows a database.

`open_store` gives the system of record, `storage.blobs.open_blobs` the place for proof files, whose
libraries are imported where they are used because they are slow to load.
"""

from storage.database import DamagedRow
from storage.store import SqlStore, open_store

__all__ = ["DamagedRow", "SqlStore", "open_store"]
