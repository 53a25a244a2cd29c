"""Whom we believe to be who they say over https: the usual authorities, and one of your own."""

from __future__ import annotations

import ssl
from pathlib import Path


def trusted(ca_file: Path | None) -> ssl.SSLContext:
    """Make a context that believes the usual authorities and those in `ca_file` (PEM)."""
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


def own_trust(ca_file: Path | None) -> ssl.SSLContext | None:
    """Make the same for a library that by itself believes the usual authorities: None for those."""
    return trusted(ca_file) if ca_file is not None else None
