"""Health, readiness and figures over HTTP, on a real store and on parts that fail."""

import asyncio
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.claims.ports import BlobStoreDown, OutboxKind, Outgoing
from bot.web.health import Condition, Health, Metrics, add_health_routes
from storage import open_store
from storage.blobs_local import LocalBlobs
from tests.clocks import MovableClock

ALL_WELL = {"database": "ok", "outbox": "ok", "files": "ok"}


class Parts:
    """A store and a blob store that do as a test says."""

    def __init__(self):
        self.lag, self.is_ready, self.trouble, self.looks = 0.0, True, None, 0

    async def ready(self):
        self.looks += 1
        await self._trouble("database")
        return self.is_ready

    async def outbox_lag(self, now):
        await self._trouble("outbox")
        return self.lag

    async def parked(self, limit):
        return [()] * 3

    async def check(self):
        await self._trouble("files")

    async def _trouble(self, part):
        if self.trouble and part == self.trouble[0]:
            if self.trouble[1] is None:
                await asyncio.Event().wait()
            raise self.trouble[1]


async def read(site, path):
    async with site.client.get(path) as answer:
        return answer.status, await answer.json()


@pytest.fixture
def parts():
    return Parts()


@pytest.fixture
async def site(parts):
    metrics = Metrics()
    health = Health(parts, parts, MovableClock(), metrics, most_lag=60, patience=0.2)
    app = web.Application()
    add_health_routes(app, health, metrics, public_host="claims.contoso.example")
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield SimpleNamespace(client=client, metrics=metrics, health=health)


async def test_the_loop_is_alive_whatever_ails_the_parts(site, parts):
    parts.trouble = ("database", RuntimeError("gone"))
    assert await read(site, "/healthz") == (200, {"alive": True})
    assert parts.looks == 0


async def test_ready_when_every_part_is(site):
    body = {"ready": True, "parts": ALL_WELL, "outbox_lag_seconds": 0.0}
    assert await read(site, "/readyz") == (200, body)


@pytest.mark.parametrize(
    ("part", "error", "state", "status"),
    [
        ("database", OSError("postgres://user:swordfish@db"), "failing", 503),
        ("database", None, "no answer", 503),
        ("outbox", RuntimeError("relation does not exist"), "failing", 200),
        ("outbox", None, "no answer", 200),
        ("files", BlobStoreDown("account key"), "failing", 200),
        ("files", None, "no answer", 200),
    ],
)
async def test_each_part_in_trouble_is_named_and_the_database_alone_decides(
    site, parts, part, error, state, status
):
    parts.trouble = (part, error)
    lag = None if part == "outbox" else 0.0
    expected = {
        "ready": status == 200,
        "parts": ALL_WELL | {part: state},
        "outbox_lag_seconds": lag,
    }
    assert await read(site, "/readyz") == (status, expected)


async def test_a_pending_migration_is_not_ready(site, parts):
    parts.is_ready = False
    status, body = await read(site, "/readyz")
    assert (status, body["parts"]["database"]) == (503, "not ready")


@pytest.mark.parametrize(("lag", "state"), [(60.0, "ok"), (60.1, "late")])
async def test_an_outbox_that_falls_behind_is_told_and_takes_no_copy_out(site, parts, lag, state):
    parts.lag = lag
    status, body = await read(site, "/readyz")
    assert (status, body["parts"]["outbox"], body["outbox_lag_seconds"]) == (200, state, lag)


async def test_who_asks_at_the_same_moment_shares_one_look(site, parts):
    answers = await asyncio.gather(*(site.health.condition() for _ in range(20)))
    assert (answers[-1].parts, parts.looks) == (ALL_WELL, 1)
    await site.health.condition()
    assert parts.looks == 2


async def figures(site):
    async with site.client.get("/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        families = text_string_to_metric_families(await answer.text())
        return {
            (sample.name, *sorted(sample.labels.values())): sample.value
            for family in families
            for sample in family.samples
        }


async def test_the_figures_are_prometheus_text(site, parts):
    metrics = site.metrics
    parts.lag = 12.5
    metrics.turn_seconds.observe(0.2)
    metrics.outbox_delivered.labels(kind="mail", outcome="delivered").inc()
    found = await figures(site)
    assert found["cpor_outbox_lag_seconds",] == 12.5
    assert found["cpor_outbox_parked",] == 3
    assert found["cpor_turn_seconds_count",] == 1
    assert found["cpor_outbox_delivered_total", "delivered", "mail"] == 1


async def test_figures_are_given_while_the_store_is_silent(site, parts):
    parts.lag = 7.0
    await figures(site)
    parts.trouble = ("outbox", None)
    assert (await figures(site))["cpor_outbox_lag_seconds",] == 7.0


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.9"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=203.0.113.9"},
        {"X-Real-IP": "203.0.113.9"},
        {"X-Forwarded-Proto": "https"},
        {"Via": "2 front"},
        {"Host": "claims.contoso.example"},
        {"Host": "Claims.Contoso.Example:443"},
    ],
    ids=str,
)
async def test_nobody_reads_the_figures_through_a_proxy(site, headers):
    async with site.client.get("/metrics", headers=headers) as answer:
        assert (answer.status, "cpor_" in await answer.text()) == (403, False)


@pytest.mark.parametrize("host", ["127.0.0.1:3978", "10.1.2.3:3978", "assistant.claims.svc"])
async def test_a_scrape_may_use_any_name_but_the_public_one(site, host):
    async with site.client.get("/metrics", headers={"Host": host}) as answer:
        assert answer.status == 200


async def test_probes_are_answered_to_everybody(site):
    proxied = {"X-Forwarded-For": "203.0.113.9"}
    for path in ("/healthz", "/readyz"):
        async with site.client.get(path, headers=proxied) as answer:
            assert answer.status == 200


async def test_two_sets_of_instruments_do_not_meet():
    first, second = Metrics(), Metrics()
    first.outbox_delivered.labels(kind="mail", outcome="delivered").inc()
    assert b'kind="mail"' not in second.text()


async def test_a_real_store_tells_how_late_its_outbox_is(tmp_path):
    clock = MovableClock()
    store = await open_store(f"sqlite:///{tmp_path}/claims.db", clock=clock)
    unit = store.unit()
    unit.post(Outgoing(key="k", kind=OutboxKind.MAIL, claim_id=1, org="contoso", payload={}))
    await unit.commit()
    health = Health(store, LocalBlobs(tmp_path / "blobs"), clock, Metrics(), patience=30)
    assert await health.condition() == Condition(ALL_WELL, 0.0)
    clock.move(seconds=301)
    late = await health.condition()
    assert late == Condition(ALL_WELL | {"outbox": "late"}, 301.0)
    assert late.ready
    await store.close()
