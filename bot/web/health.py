"""Tells whoever operates the assistant whether it lives, can work, and how it fares."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from aiohttp import web
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.claims.ports import BlobStore, Clock, Store
from bot.observing.figures import Metrics
from bot.web.whence import host_named, is_from_around

_log = structlog.get_logger("bot.web")
_PARKED_COUNTED = 1000
_WELL = "ok"
_NOT_FOR_OUTSIDE = "Figures are given to this machine and its private network only, past no proxy."


@dataclass(frozen=True, slots=True)
class Condition:
    """What a look found: "ok" or what ails it for each part, and the outbox's lag in seconds."""

    parts: Mapping[str, str]
    lag: float | None = None  # unknown while the outbox gives no answer

    @property
    def ready(self) -> bool:
        """Say whether requests are of use here: all that a turn cannot do without is the database.

        All copies share mail and files. Were those to decide, one mail server's trouble would
        take every copy out of the load balancer, and nobody could even save a draft.
        """
        return self.parts["database"] == _WELL


class Health:
    """Looks at the parts the assistant cannot work without, all at once and not for long."""

    def __init__(
        self,
        store: Store,
        blobs: BlobStore,
        clock: Clock,
        metrics: Metrics,
        *,
        most_lag: float = 300.0,
        patience: float = 2.0,
    ) -> None:
        """Take the parts; `most_lag` and `patience` in seconds."""
        self._store, self._blobs, self._clock = store, blobs, clock
        self._metrics, self._most_lag, self._patience = metrics, most_lag, patience
        self._looking: asyncio.Task[Condition] | None = None

    async def condition(self) -> Condition:
        """Look at every part; callers at the same moment share one look."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._looking)

    async def measure(self) -> None:
        """Set the gauges that are read off the store; one that is silent keeps its last value."""
        try:
            async with asyncio.timeout(self._patience):
                self._metrics.outbox_lag.set(await self._store.outbox_lag(self._clock.now()))
                self._metrics.outbox_parked.set(len(await self._store.parked(_PARKED_COUNTED)))
        except Exception as error:  # whatever ails the store, the other figures are still wanted
            _log.warning("metrics.store_silent", error=type(error).__name__)

    async def _look(self) -> Condition:
        lags: list[float] = []

        async def outbox() -> str:
            lags.append(await self._store.outbox_lag(self._clock.now()))
            return _WELL if lags[0] <= self._most_lag else "late"

        checks = {"database": self._database, "outbox": outbox, "files": self._files}
        found = await asyncio.gather(*(self._state(name, row) for name, row in checks.items()))
        return Condition(dict(zip(checks, found, strict=True)), next(iter(lags), None))

    async def _state(self, name: str, check: Callable[[], Awaitable[str]]) -> str:
        try:
            async with asyncio.timeout(self._patience):
                return await check()
        except TimeoutError:
            return "no answer"
        except Exception as error:  # details are for the log, never for whoever asks
            _log.warning("health.part_failed", part=name, error=type(error).__name__)
            return "failing"

    async def _database(self) -> str:
        return _WELL if await self._store.ready() else "not ready"

    async def _files(self) -> str:
        await self._blobs.check()
        return _WELL


def add_health_routes(
    app: web.Application, health: Health, metrics: Metrics, *, public_host: str = ""
) -> None:
    """Add `GET /healthz`, `/readyz` and `/metrics`.

    Figures are for what stands around us: not for who comes through a proxy, from a public
    address, or by `public_host`, the name that customers use.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_: web.Request) -> web.Response:
        found = await health.condition()
        lag = None if found.lag is None else round(found.lag, 1)
        body = {"ready": found.ready, "parts": found.parts, "outbox_lag_seconds": lag}
        return web.json_response(body, status=200 if found.ready else 503)

    async def figures(request: web.Request) -> web.Response:
        if not is_from_around(request) or host_named(request) == public_host:
            raise web.HTTPForbidden(text=_NOT_FOR_OUTSIDE)
        await health.measure()
        headers = {"Content-Type": CONTENT_TYPE_PLAIN_0_0_4}
        return web.Response(body=metrics.text(), headers=headers)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", figures)


__all__ = ["Condition", "Health", "Metrics", "add_health_routes"]
