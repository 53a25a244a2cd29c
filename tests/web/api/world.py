"""The API on a real server over a real store, with two claims and everybody who may ask."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.claims.calendar import Calendar
from bot.claims.models import (
    Actor,
    ActorKind,
    Consent,
    Event,
    FileState,
    Person,
    ProofFile,
    Status,
)
from bot.claims.rules import Rulebook
from bot.claims.status import record
from bot.identity.people import ConfiguredPeople
from bot.services.review import Review
from bot.web.api import add_api_routes
from bot.web.api.callers import LocalCallers
from storage import open_store
from storage.blobs_local import LocalBlobs
from tests.claims.submitted import submitted_claim
from tests.clocks import MovableClock

TENANT = "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
ADMIN = "aaaaaaaa-0000-4000-8000-000000000001"
OTHER_ADMIN = "aaaaaaaa-0000-4000-8000-000000000002"
REVIEWER = "bbbbbbbb-0000-4000-8000-000000000001"
NOBODY = "cccccccc-0000-4000-8000-000000000001"
BOTH = "dddddddd-0000-4000-8000-000000000001"
START = datetime(2026, 6, 9, 7, 58, 12, tzinfo=UTC)  # a Tuesday
PDF = b"%PDF-1.7 proof"


def person(object_id, name):
    return Person(tenant_id=TENANT, object_id=object_id, name=name)


PERSONS = (
    person(REVIEWER, "Rita Reviewer"),
    person(ADMIN, "Ada Admin"),
    person(OTHER_ADMIN, "Otto Other"),
    person(BOTH, "Bea Both"),
    person(NOBODY, "Nora Nobody"),
)


def proof_file(file_id="f1", name="proof.pdf", state=FileState.CLEAN, **more):
    return ProofFile(
        **{
            "id": file_id,
            "name": name,
            "size": len(PDF),
            "media_type": "application/pdf",
            "state": state,
            "added_at": START,
            "blob": f"claims/{file_id}.pdf",
            **more,
        }
    )


async def once(content):
    yield content


class World:
    """Claims, people and services over one store."""

    def __init__(self, store, blobs, clock):
        self.store, self.blobs, self.clock = store, blobs, clock
        self.rules = Rulebook(calendar=Calendar(ZoneInfo("Europe/Berlin")))
        self.review = Review(self.rules, clock)
        self.people = ConfiguredPeople([ADMIN, OTHER_ADMIN, BOTH], [REVIEWER, BOTH])

    async def claim(self, **fields):
        number = await self.store.next_claim_id()
        usual = {
            "org": TENANT,
            "owner": ADMIN,
            "claim_name": f"Claim {number}",
            "poe_files": (proof_file(),),
            "consent": Consent(
                round=1,
                email="casey@fabrikam.example",
                asked_at=START,
                notice_ends=date(2026, 6, 16),
            ),
        }
        claim = submitted_claim(number, START, **usual | fields)
        unit = self.store.unit()
        actor = Actor(kind=ActorKind.ADMIN, id=claim.owner, name=claim.owner_name)
        unit.save(claim, record(claim, Event.SUBMIT, actor, START))
        await unit.commit()
        return await self.read(number)

    async def draft(self, **fields):
        nothing = {"submitted_at": None, "consent": None, "status": Status.DRAFT}
        return await self.claim(**nothing | fields)

    async def read(self, number):
        return await self.store.unit().claim(None, number)

    async def history(self, number):
        return await self.store.unit().history(None, number)

    async def keep(self, file, content=PDF):
        await self.blobs.put(file.blob, once(content), file.media_type)


async def open_world(folder):
    """Make a world over an empty store in a folder."""
    clock = MovableClock(START)
    store = await open_store(f"sqlite:///{folder}/claims.db", clock=clock)
    return World(store, LocalBlobs(folder / "blobs"), clock)


def api_of(world, who=None, **more):
    """Give a server of a world's API; by default it knows its callers by their headers."""
    app = web.Application()
    add_api_routes(
        app,
        store=world.store,
        review=world.review,
        blobs=world.blobs,
        who=who or LocalCallers(PERSONS, world.people),
        rules=world.rules,
        clock=world.clock,
        **more,
    )
    return TestServer(app, host="127.0.0.1")


def as_(object_id):
    """Headers that name the caller in the local profile."""
    return {"X-User": object_id}


async def ask(client, method, path, user=REVIEWER, **more):
    """One request; the answer with its JSON read."""
    headers = {**as_(user), **more.pop("headers", {})}
    async with client.request(method, path, headers=headers, **more) as answer:
        text = await answer.text()
        found = await answer.json(content_type=None) if text.startswith(("{", "[")) else text
        return SimpleNamespace(status=answer.status, headers=answer.headers, body=found)
