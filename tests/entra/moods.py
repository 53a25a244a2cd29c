"""How a stand-in behaves badly: refusing, throttling, hanging up, or letting everybody wait."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiohttp import web


class _NoAnswer(web.Response):
    """Makes the server close the connection as if it had broken down."""

    async def prepare(self, request: web.BaseRequest) -> None:
        raise ConnectionResetError


@dataclass
class Hold:
    """Lets requests wait until the test lets go, so that no test has to sleep."""

    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        self.released.set()


@dataclass
class Mood:
    """What happens to the next requests before anything else; `times` None: until `heal()`."""

    status: int = 0
    retry_after: str = ""
    body: dict[str, object] = field(default_factory=dict)
    times: int | None = None
    hangs_up: bool = False
    hold: Hold | None = None

    def refuse(
        self,
        status: int,
        *,
        retry_after: str = "",
        times: int | None = None,
        body: dict[str, object] | None = None,
    ) -> None:
        """Answer with this status instead of doing anything; 429 with `retry_after` throttles."""
        self.status, self.retry_after, self.times = status, retry_after, times
        self.body = body or {"error": {"code": "standin", "message": "as the test asked"}}

    def hang_up(self, *, times: int | None = None) -> None:
        """Close the connection without an answer."""
        self.hangs_up, self.times = True, times

    def wait(self) -> Hold:
        """Let requests wait; `arrived` tells that one came, `release()` lets them go on."""
        self.hold = Hold()
        return self.hold

    def heal(self) -> None:
        """Behave again."""
        if self.hold is not None:
            self.hold.release()
        self.status, self.retry_after, self.times = 0, "", None
        self.hangs_up, self.hold = False, None

    async def show(self, request: web.Request) -> web.Response | None:
        """Give what is answered out of this mood, or None where the request is served."""
        if self.hold is not None:
            self.hold.arrived.set()
            await self.hold.released.wait()
        if not self._counts():
            return None
        if self.hangs_up:
            return _NoAnswer()
        headers = {"Retry-After": self.retry_after} if self.retry_after else {}
        return web.json_response(self.body, status=self.status, headers=headers)

    def _counts(self) -> bool:
        if not (self.status or self.hangs_up) or self.times == 0:
            return False
        if self.times is not None:
            self.times -= 1
        return True
