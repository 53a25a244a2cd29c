"""Two copies of the assistant in production, each a process of its own, and people who use them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import ssl
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.conversations.driver import Chat
from tests.faults.process import PATIENCE, ROOT, Outside, RealClock
from tests.ports import kept_port
from tests.production.balancer import Balancer
from tests.production.microsoft import SERVICE_URL, Teams

HERE = Path(__file__).parent
#: Deliveries of one activity before Teams gives up.
_DELIVERIES = 5


@dataclass
class Copy:
    """One process."""

    folder: Path
    settings: dict[str, Any]
    port: int = field(default_factory=kept_port)
    child: asyncio.subprocess.Process | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CPOR_")}
        own = {"port": self.port, "data_dir": self.folder / "var"}
        given = {
            f"CPOR_{name.upper()}": str(text) for name, text in {**self.settings, **own}.items()
        }
        more = {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
        return kept | more | given

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text(encoding="utf-8")

    async def start(self) -> None:
        """Start it, or start it again over what it kept."""
        self.folder.mkdir(exist_ok=True)
        with (self.folder / "log.txt").open("ab") as log:
            self.child = await self._run("app", stdout=log, stderr=log)
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            while not await self._is_ready(session):
                assert self.child.returncode is None, self.log[-2000:]
                await asyncio.sleep(0.1)

    async def _is_ready(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"http://127.0.0.1:{self.port}/readyz") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    async def kill(self) -> None:
        """End it without warning, as a lost machine does."""
        assert self.child
        if self.child.returncode is None:
            self.child.send_signal(signal.SIGKILL)
        await self.child.wait()

    async def doctor(self, *arguments: str) -> tuple[int, str]:
        """Let the doctor look at it; give the exit status and what was said."""
        pipe = asyncio.subprocess.PIPE
        child = await self._run("deployment.doctor", *arguments, stdout=pipe, stderr=pipe)
        said, complained = await child.communicate()
        assert child.returncode is not None
        return child.returncode, said.decode() + complained.decode()

    async def _run(self, *what: str, **where: Any) -> asyncio.subprocess.Process:
        script = str(HERE / "elsewhere.py")
        return await asyncio.create_subprocess_exec(
            sys.executable, script, *what, cwd=ROOT, env=self.environment, **where
        )


@dataclass
class Production(Outside):
    """Both copies behind one address, in the shape that `driver.Chat` talks to."""

    patience = 2 * PATIENCE  # what a lost copy had taken is its for a minute

    copies: list[Copy]
    balancer: Balancer
    connector: Teams
    app_id: str
    trust: ssl.SSLContext
    clock: RealClock = field(default_factory=RealClock)
    session: aiohttp.ClientSession | None = None

    @property
    def url(self) -> str:
        return self.balancer.url

    async def start(self) -> None:
        """Start both at once, so that both find a database without tables."""
        self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=self.trust))
        self.balancer.copies = list(self.copies)
        await asyncio.gather(*(copy.start() for copy in self.copies))

    async def close(self) -> None:
        for copy in self.copies:
            if copy.child:
                await copy.kill()
        await self.close_store()
        if self.session:
            await self.session.close()

    def chat(self, who: tuple[str, str], tenant: str) -> TeamsChat:
        return TeamsChat(self, *who, tenant=tenant)  # type: ignore[arg-type]

    def database(self) -> str:
        return str(self.copies[0].settings["database_url"])


class TeamsChat(Chat):
    """A chat whose activities are signed, and delivered again while nobody takes them."""

    def activity(self, **parts: Any) -> dict[str, Any]:
        return super().activity(**{"serviceUrl": SERVICE_URL, **parts})

    async def post(self, activity: dict[str, Any]) -> dict[str, Any]:
        before = set(self.product.connector.messages)
        for _ in range(_DELIVERIES):
            text = await self.deliver(activity)
            if self.status < 500:
                break
        body = json.loads(text) if text else {}
        self._look(before, body or {}, activity.get("replyToId", ""))
        return body or {}

    async def deliver(self, activity: dict[str, Any], signature: str | None = None) -> str:
        """Send an activity once, signed by the channel or as the test says; give the answer."""
        production: Any = self.product
        if signature is None:
            signature = production.connector.signed(production.app_id)
        headers = {"Authorization": signature} if signature else {}
        url = f"{production.url}/api/messages"
        async with production.session.post(url, json=activity, headers=headers) as response:
            self.status = response.status
            return str(await response.text())
