"""The assistant as a process of its own, to be stopped, killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot.claims.models import Claim, FileState
from bot.claims.ports import Store
from storage import open_store
from tests.conversations.driver import Chat, Connector, Product
from tests.conversations.later import ready
from tests.ports import free_port, kept_port

ROOT = Path(__file__).parents[2]
#: Seconds after which a process that does not do what is waited for counts as hanging.
PATIENCE = 60.0


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Outside:
    """An assistant in a process of its own, of which only its database tells how far it is."""

    patience = PATIENCE
    _store: Store | None = None

    def database(self) -> str:
        """Say where it keeps its claims."""
        raise NotImplementedError

    async def store(self) -> Store:
        """Look into the same database from here."""
        if self._store is None:
            self._store = await open_store(self.database(), migrate=False)
        return self._store

    async def close_store(self) -> None:
        """Let go of the database."""
        if self._store:
            await self._store.close()

    async def claim(self, claim_id: int = 1001) -> Claim:
        """Give a claim as it is stored."""
        claim = await (await self.store()).unit().claim(None, claim_id)
        assert claim
        return claim

    async def until(self, done: Callable[[], Awaitable[Any]]) -> None:
        """Wait until an asynchronous question is answered with yes."""
        async with asyncio.timeout(self.patience):
            while not await done():  # noqa: ASYNC110 - another process cannot set an event
                await asyncio.sleep(0.05)

    async def until_checked(self, claim_id: int) -> None:
        """Wait until every file of a claim was looked at and found clean."""

        async def checked() -> bool:
            files = (await self.claim(claim_id)).poe_files
            return bool(files) and all(file.state is FileState.CLEAN for file in files)

        await self.until(checked)


class Process(Outside, Product):
    """Like `Product`, but `python app.py` (or `script`) in a process, over the same data folder."""

    def __init__(self, folder: Path, *, connector: Connector, script: str = "app.py") -> None:
        super().__init__(folder, RealClock(), connector)
        self.script = script
        self.port = kept_port()
        self.child: asyncio.subprocess.Process | None = None
        self.log = folder.parent / "log.txt"

    async def start(self) -> None:
        if self.session is None:
            self.session = aiohttp.ClientSession()
            self.connector.url = await self._listen(self._connector_app(), free_port())
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CPOR_")}
        environment |= {"CPOR_PORT": str(self.port), "CPOR_DATA_DIR": str(self.folder)}
        environment |= {f"CPOR_{key.upper()}": str(value) for key, value in self.settings.items()}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
        with self.log.open("ab") as log:
            self.child = await asyncio.create_subprocess_exec(
                sys.executable, self.script, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        await self._until_it_answers()

    async def _until_it_answers(self) -> None:
        assert self.session
        assert self.child
        async with asyncio.timeout(PATIENCE):
            while True:
                assert self.child.returncode is None, self.log.read_text()[-2000:]
                try:
                    async with self.session.get(f"{self.url}/healthz"):
                        if f"{self.url}/" in self.log.read_text():
                            return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """End it without warning, as a lost machine does."""
        await self._end(signal.SIGKILL)

    async def terminate(self) -> int:
        """Ask it to end; give its exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        assert self.child
        if self.child.returncode is None:
            self.child.send_signal(number)
        return await self.gone()

    async def gone(self) -> int:
        """Wait until it has ended."""
        assert self.child
        async with asyncio.timeout(PATIENCE):
            return await self.child.wait()

    async def stop(self) -> None:
        await self.kill()

    async def close(self) -> None:
        await super().close()
        await self.close_store()

    def database(self) -> str:
        own = f"sqlite+aiosqlite:///{(self.folder / 'claims.db').resolve()}"
        return str(self.settings.get("database_url", own))

    def look_quickly(self, text: str | None = None) -> None:
        """Files are looked at for real here."""

    def wait_for_files(self, seconds: float = 60) -> None:
        """Nothing can be set in another process: `until` waits instead."""

    async def work(self) -> None:
        """Wait until nothing is due in the outbox."""
        store = await self.store()

        async def empty() -> bool:
            return await store.outbox_lag(datetime.now(UTC)) == 0

        await self.until(empty)

    async def ready(self, ada: Chat) -> int:
        """Fill a claim in until only "Submit claim" is left, waiting for the file's check."""
        number = await ready(ada)
        await self.until_checked(number)
        await ada.say(f"claim {number}")
        return number
