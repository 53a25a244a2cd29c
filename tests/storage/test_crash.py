"""A process killed in the middle of its commits leaves every claim whole, and loses no answer."""

import asyncio
import signal
import sys
from collections import Counter

import pytest
from sqlalchemy import select

from storage import migrations, open_store
from storage.tables import answered, claim_holds, claims, conversations, history, outbox

ROOT = migrations.Path(migrations.__file__).parents[2]
KILLS = 3
COMMITS_BEFORE_KILL = 30

WRITER = """
import asyncio, sys
from datetime import datetime, UTC
from bot.claims.models import Actor, ActorKind, Claim, Event, HistoryEntry, Status
from bot.claims.ports import ConversationState, OutboxKind, Outgoing
from storage import open_store

now = datetime.now(UTC)

async def submit(store):
    number = await store.next_claim_id()
    claim = Claim(id=number, org="o", owner="me", created_at=now, changed_at=now, added_at=now,
                  solution_area="modern_work_security", tenant_id="t",
                  workloads=(f"a{number}", f"b{number}"))
    actor = Actor(kind=ActorKind.ADMIN)
    unit = store.unit()
    unit.save(claim, HistoryEntry(claim_id=number, at=now, event=Event.START, actor=actor,
                                  after=Status.DRAFT))
    unit.post(Outgoing(key=f"mail:{number}", kind=OutboxKind.MAIL, claim_id=number, org="o",
                       payload={}))
    unit.remember(f"press:{number}", {"claim": number})
    unit.keep_conversation(ConversationState(key=f"c{number}"))
    await unit.commit()
    print(number, flush=True)

async def main():
    store = await open_store(sys.argv[1], migrate=False)
    async def forever():
        while True:
            await submit(store)
    await asyncio.gather(forever(), forever(), forever())

asyncio.run(main())
"""


async def write_until_killed(url):
    """Let a process commit, kill it without warning, and give what it said was stored."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    said = [await process.stdout.readline() for _ in range(COMMITS_BEFORE_KILL)]
    process.send_signal(signal.SIGKILL)
    rest = await process.stdout.read()
    assert await process.wait() == -signal.SIGKILL
    return [int(line) for line in [*said, *rest.splitlines(keepends=True)] if line.endswith(b"\n")]


@pytest.mark.faults
async def test_kill_9_between_and_inside_commits(database_url):
    acknowledged = []
    for _ in range(KILLS):
        acknowledged += await write_until_killed(database_url)

    store = await open_store(database_url)
    read = store.database.read

    async def column(field):
        return await read(lambda c: list(c.execute(select(field)).scalars()))

    stored = await column(claims.c.id)
    assert set(acknowledged) <= set(stored)
    assert len(acknowledged) >= KILLS * COMMITS_BEFORE_KILL
    once = Counter(stored)
    assert Counter(await column(history.c.claim_id)) == once
    assert Counter(await column(outbox.c.claim_id)) == once
    assert Counter(await column(claim_holds.c.claim_id)) == once + once
    assert Counter(await column(answered.c.key)) == Counter(f"press:{number}" for number in stored)
    assert Counter(await column(conversations.c.key)) == Counter(f"c{n}" for n in stored)
    assert await store.next_claim_id() > max(stored)
    await store.close()
