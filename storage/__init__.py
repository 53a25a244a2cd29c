"""Keeps claims, bot state, the outbox and proof files, so that nothing else knows a database.

`open_store` gives the system of record; the blob stores are in `blobs_local` and `blobs_azure`,
which are imported where they are used because their libraries are slow to load.
"""

from storage.database import DamagedRow
from storage.store import SqlStore, open_store

__all__ = ["DamagedRow", "SqlStore", "open_store"]
