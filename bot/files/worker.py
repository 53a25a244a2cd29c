"""The process that opens one untrusted file, so that a hostile one can only harm its own process.

Started by `bot.files.inspect` as `python -m bot.files.worker PATH KIND`; writes one JSON line with
the verdict as soon as the structure is known, and one with the text where there is any.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.claims.errors import Code
from bot.claims.evidence import Finding
from bot.files import office, pictures
from bot.files.sniff import MEDIA_TYPES, OFFICE, mismatch, sniff
from bot.files.verdict import Bad, wrong_content

MEMORY = 768 * 1024 * 1024
MOST_TEXT = 200_000
TEXT_SECONDS = 8.0


def main(path: Path, kind: str, cpu_seconds: int) -> None:
    """Look into a file and print what was found."""
    _limit(cpu_seconds)
    try:
        kind = check(path, kind)
        _say({"kind": kind, "media_type": MEDIA_TYPES[kind]})
    except Bad as bad:
        _say({"code": bad.code, "finding": bad.finding})
        return
    except MemoryError:
        _say({"code": Code.FILE_UNREADABLE, "finding": Finding.TOO_COMPLEX})
        return
    _say({"text": text(path, kind)})


def check(path: Path, kind: str) -> str:
    """Raise `Bad`, or give the file's kind; `kind` "" (a pasted picture) means any picture."""
    content = sniff(path)
    if not kind and content in {"png", "jpg"}:
        kind = content
    if not path.stat().st_size:
        raise Bad(Code.FILE_EMPTY, Finding.DAMAGED)
    bad = mismatch(path, kind, content) if kind in MEDIA_TYPES else wrong_content()
    if bad:
        raise bad
    if kind in OFFICE:
        office.check(path, kind)
    elif kind == "pdf":
        _pdf().check(path)
    else:
        _PICTURES[kind](path)
    return kind


_PICTURES = {"png": pictures.check_png, "jpg": pictures.check_jpg}


def _pdf() -> ModuleType:
    """Load the PDF reader only for PDF files: it takes longer to load than most files to check."""
    return import_module("bot.files.pdf")


def text(path: Path, kind: str) -> str | None:
    """Give the beginning of the text; a file whose text cannot be had is still a good file."""
    try:
        if kind in OFFICE:
            return office.text(path, MOST_TEXT)
        if kind == "pdf":
            found: str | None = _pdf().text(path, MOST_TEXT, TEXT_SECONDS)
            return found
        return None
    except (Exception, MemoryError):  # any fault of a parser: the search is only a help
        return None


def _say(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def _limit(cpu_seconds: int) -> None:
    """Bound memory, processor time and writing, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
