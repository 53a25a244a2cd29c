"""Many status notices through the outbox, beside posting as many cards straight to the connector.

At Teams' own pace (50 a second for a partner's tenant) they take the time Teams asks for; here the
pace is lifted, so that what is measured is the work.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from benchmarks.people import TENANT
from benchmarks.processes import server
from benchmarks.report import Line
from benchmarks.servers import CARD, CARD_TYPE
from bot.assembly.desk import rulebook
from bot.claims.models import Claim, Event, SolutionArea, Status
from bot.claims.ports import OutboxKind, Outgoing, Reference
from bot.jobs.outbox import OutboxPump
from bot.local_profile import with_local_people
from bot.settings import load_settings
from bot.teams.addresses import AllowedHosts
from bot.teams.connector import Connector, open_session
from bot.teams.credentials import NoCredentials
from bot.teams.news import News
from bot.teams.proactive import Notifier
from storage import SqlStore, open_store
from storage.store import SystemClock

NOTICES, MORE = 500, 2_000
NO_LIMIT = ((1_000_000, 1.0),)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def run(*, large: bool) -> Iterator[Line]:
    """Send both ways in this process, and compare the CPU seconds."""
    count = MORE if large else NOTICES
    with server("connector") as connector, tempfile.TemporaryDirectory() as folder:
        direct = asyncio.run(send_directly(connector.url, count))
        pumped = asyncio.run(send_by_outbox(connector.url, Path(folder), count))
    yield Line(f"{count:,} notices through the outbox, each", pumped / count * 1000, "ms")
    yield Line(f"{count:,} cards straight to the connector, each", direct / count * 1000, "ms")
    yield Line("  CPU beside direct sends", pumped / direct, "×", 2.0)


async def send_directly(url: str, count: int) -> float:
    """Post cards one after the other; gives CPU seconds."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        begun = time.process_time()
        for number in range(count):
            answer = {
                "type": "message",
                "attachments": [{"contentType": CARD_TYPE, "content": CARD}],
            }
            chat = f"{url}/v3/conversations/a:{number}/activities"
            async with session.post(chat, json=answer) as response:
                await response.read()
        return time.process_time() - begun


async def send_by_outbox(url: str, folder: Path, count: int) -> float:
    """Put as many notices in the outbox and have the pump deliver them; gives CPU seconds."""
    clock = SystemClock()
    store = await open_store(f"sqlite:///{folder / 'claims.db'}", clock=clock)
    async with open_session() as session:
        hosts = AllowedHosts((), allow_loopback=True)
        connector = Connector(session, NoCredentials(), hosts)
        notifier = Notifier(connector, conversation_limits=NO_LIMIT, tenant_limits=NO_LIMIT)
        settings = with_local_people(load_settings({}, _env_file=None, data_dir=folder))
        news = News(store, notifier, rulebook(settings), clock)
        await fill(store, url, count)
        pump = OutboxPump(store, clock, {OutboxKind.NOTICE: news.deliver})
        begun, delivered = time.process_time(), 0
        while taken := await pump.run():
            delivered += taken
        used = time.process_time() - begun
    parked = len(await store.parked())
    await store.close()
    if delivered != count or parked:
        raise AssertionError(f"{delivered} of {count} delivered, {parked} set aside")
    return used


async def fill(store: SqlStore, url: str, count: int) -> None:
    """Make one claim, as many people, and a notice for each of them."""
    unit = store.unit()
    unit.save(
        Claim(
            id=1001,
            org=TENANT,
            owner="o0",
            status=Status.SUBMITTED,
            created_at=NOW,
            changed_at=NOW,
            added_at=NOW,
            submitted_at=NOW,
            solution_area=SolutionArea.MODERN_WORK_SECURITY,
            claim_name="Fabrikam rollout",
            customer_name="Fabrikam",
            workloads=("teams",),
        )
    )
    for number in range(count):
        who = f"o{number}"
        unit.keep_reference(
            Reference(
                tenant_id=TENANT,
                object_id=who,
                user_id=f"29:{who}",
                bot_id="28:bot",
                conversation_id=f"a:{who}",
                service_url=f"{url}/",
            )
        )
        payload = {"to": who, "event": Event.BEGIN_REVIEW.value}
        kind = OutboxKind.NOTICE
        unit.post(
            Outgoing(key=f"n:{number}", kind=kind, claim_id=1001, org=TENANT, payload=payload)
        )
    await unit.commit()
