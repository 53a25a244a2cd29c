"""Reads what people type and paste in any usual spelling: text, domains and IDs."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
#: The last label of a domain begins with a letter; that of an IP address, however written, not.
_TOP_LABEL = re.compile(r"[a-z][a-z0-9-]*")
#: The longest host name the Domain Name System can carry.
_HOST_LENGTH = 253
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def seen(text: str, *, lines: bool = False) -> str:
    """Take out characters nobody can see, which could fake or hide text."""
    keep = "\n\t" if lines else ""
    kept = "".join(c for c in text if c in keep or unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFC", kept).strip()


def host_name(text: str) -> str | None:
    """Read a host name out of what people paste: an address, an e-mail, a trailing dot.

    Gives it in lower case and ASCII (IDNA), or None where there is none.
    """
    text = text.strip().lower().removeprefix("https://").removeprefix("http://")
    text = text.split("/", 1)[0].rsplit("@", 1)[-1].split(":", 1)[0].strip(".")
    try:
        host = text.encode("idna").decode("ascii").strip(".")
    except UnicodeError:
        return None
    while host.startswith("www.") and host.count(".") > 1:
        host = host.removeprefix("www.")
    labels = host.split(".")
    good = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    fits = len(host) <= _HOST_LENGTH and _TOP_LABEL.fullmatch(labels[-1])
    return host if good and fits else None


def guid(text: str) -> str | None:
    """Read a GUID in any usual spelling; give it in lower case with dashes, or None."""
    text = text.strip().strip("{}()").strip()
    if not re.fullmatch(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}", text):
        return None
    return str(UUID(text))
