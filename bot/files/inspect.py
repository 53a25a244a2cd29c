"""Has a stored file looked into, outside this process and within bounds of time and memory."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.claims.errors import Code
from bot.claims.evidence import Finding, Inspection

_ROOT = Path(__file__).parents[2]
#: What a child needs of our environment; our settings and secrets are none of its business.
_PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ")
_LINE = 4 * 1024 * 1024


class Inspector:
    """Looks into files, a few at a time, each in a process of its own.

    `seconds` bounds one look; `at_once` bounds how many processes run. Call it as the `inspect`
    of `bot.services.evidence.Evidence`.
    """

    def __init__(self, seconds: float = 20.0, at_once: int = 2) -> None:
        """Take the bounds."""
        self._seconds = seconds
        self._gate = asyncio.Semaphore(at_once)

    async def __call__(self, path: Path, kind: str) -> Inspection:
        """Look into a file named as `kind` ("" for a pasted picture) and give what was found.

        A look that takes too long ends as FILE_UNREADABLE, unless only reading the text did.
        """
        async with self._gate:
            process = await self._start(path, kind)
            found: dict[str, Any] = {}
            try:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._seconds):
                        await _listen(process, found)
            finally:
                await _end(process)
        return _inspection(found)

    async def _start(self, path: Path, kind: str) -> asyncio.subprocess.Process:
        environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
        arguments = ("-P", "-m", "bot.files.worker", str(path), kind, str(int(self._seconds) + 1))
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            env={**environment, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=path.parent,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LINE,
        )


async def _listen(process: asyncio.subprocess.Process, found: dict[str, Any]) -> None:
    if process.stdout is None:
        return
    with suppress(ValueError):
        while line := await process.stdout.readline():
            found.update(json.loads(line))


async def _end(process: asyncio.subprocess.Process) -> None:
    """Leave no process behind, whether it ended, hangs, or the turn was given up."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await asyncio.shield(process.wait())


def _inspection(found: dict[str, Any]) -> Inspection:
    if not found:
        return Inspection(code=Code.FILE_UNREADABLE, finding=Finding.TOO_COMPLEX)
    return Inspection.model_validate(found)
