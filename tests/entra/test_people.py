"""Rights by group and app role: as Entra says, for ten minutes at most, and never by guess."""

import asyncio
import ssl

import aiohttp
import pytest

from bot.claims.models import Capability, Person
from bot.identity.app_tokens import AppTokens
from bot.identity.graph import Graph
from bot.identity.memberships import EntraMemberships
from bot.identity.people import EntraPeople, Holders
from bot.identity.requests_trust import open_requests
from bot.identity.token_sources import RegisteredApp, secret
from bot.identity.tokens import SignedIn
from tests.clocks import MovableClock
from tests.entra.standin import TENANT

ADMINS, REVIEWERS = (
    "aaaaaaaa-0000-4000-8000-000000000001",
    "aaaaaaaa-0000-4000-8000-000000000002",
)
ADA = Person(tenant_id=TENANT, object_id="0a1b2c3d-0000-4000-8000-00000000ada1")
BOTH = {"admins": [f"group:{ADMINS}"], "reviewers": [f"group:{REVIEWERS.upper()}"]}
BY_ROLE = {"admins": ["role:Claims.Admin"], "reviewers": ["role:Claims.Review"]}


@pytest.fixture
def clock():
    return MovableClock()


@pytest.fixture
async def make(standin, clock):
    """Make people of the stand-in's directory by what the settings name."""
    trust = ssl.create_default_context(cafile=standin.ca_file)
    requests = open_requests(standin.ca_file, timeout=5, proxies=False)
    proof = secret(standin.secret)
    source = RegisteredApp(standin.app_id, standin.url, standin.tenant, proof, requests)

    def seconds() -> float:
        return clock.now().timestamp()

    tokens = AppTokens(lambda: source, monotonic=seconds)
    made = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trust)) as session:

        def people(admins=(), reviewers=()):
            graph = Graph(session, tokens, standin.url, monotonic=seconds)
            named = Holders.named((*admins, *reviewers))
            entra = EntraMemberships(graph, standin.app_id, named.groups, named.roles)
            made.append(EntraPeople(admins, reviewers, entra, TENANT, clock))
            return made[-1]

        yield people
        standin.graph.mood.heal()
        for one in made:
            await one.close()
    await tokens.close()


async def may(people, person=ADA):
    return (await people.with_capabilities(person)).capabilities


async def unknown(people, person=ADA):
    """What cannot be told now; nothing of it is held."""
    told = await people.with_capabilities(person)
    assert not told.capabilities
    return told.unchecked


async def test_both_groups_are_one_question(standin, make):
    standin.graph.put(ADA.object_id, groups=[ADMINS])
    assert await may(make(**BOTH)) == {Capability.CLAIM}
    [asked] = standin.graph.asked
    assert (asked.method, asked.path) == ("POST", f"/users/{ADA.object_id}/checkMemberGroups")
    assert asked.body == {"groupIds": [ADMINS, REVIEWERS]}


async def test_an_app_role_counts_and_only_our_apps(standin, make):
    standin.graph.put(ADA.object_id, roles=["Claims.Review"])
    assert await may(make(**BY_ROLE)) == {Capability.REVIEW}
    assert len(standin.graph.asked_for("/appRoleAssignments")) == 1
    assert not standin.graph.asked_for("/checkMemberGroups")


async def test_ids_groups_and_roles_can_be_mixed(standin, make):
    standin.graph.put(ADA.object_id, groups=[REVIEWERS], roles=["Claims.Admin"])
    people = make(["11111111-0000-4000-8000-000000000000", "role:Claims.Admin"], BOTH["reviewers"])
    assert await may(people) == set(Capability)


async def test_nobody_is_asked_about_what_an_id_settles(standin, make):
    people = make([ADA.object_id.upper(), *BOTH["admins"]], [ADA.object_id, *BOTH["reviewers"]])
    assert await may(people) == set(Capability)
    assert standin.graph.asked == []


async def test_somebody_unknown_or_of_another_tenant_holds_nothing(standin, make):
    people = make(**BOTH)
    other = ADA.model_copy(update={"tenant_id": "22222222-0000-4000-8000-000000000000"})
    standin.graph.put(other.object_id, groups=[ADMINS])
    assert await may(people, other) == set()
    gone = ADA.model_copy(update={"object_id": "99999999-0000-4000-8000-000000000000"})
    assert await may(people, gone) == set()


async def test_many_questions_at_once_are_one(standin, make):
    standin.graph.put(ADA.object_id, groups=[ADMINS])
    people, hold = make(**BOTH), standin.graph.mood.wait()
    asking = [asyncio.create_task(may(people)) for _ in range(20)]
    await hold.arrived.wait()
    hold.release()
    assert await asyncio.gather(*asking) == [{Capability.CLAIM}] * 20
    assert len(standin.graph.asked) == 1


async def test_a_lost_role_counts_within_ten_minutes(standin, make, clock):
    standin.graph.put(ADA.object_id, groups=[ADMINS])
    people = make(**BOTH)
    assert await may(people) == {Capability.CLAIM}
    standin.graph.put(ADA.object_id)
    clock.move(minutes=4)
    assert await may(people) == {Capability.CLAIM}
    clock.move(minutes=6)
    assert await may(people) == set()


async def test_an_answer_in_use_is_renewed_while_nobody_waits(standin, make, clock):
    standin.graph.put(ADA.object_id, groups=[ADMINS])
    people = make(**BOTH)
    await may(people)
    standin.graph.put(ADA.object_id)
    clock.move(minutes=6)
    hold = standin.graph.mood.wait()
    assert await may(people) == {Capability.CLAIM}
    await hold.arrived.wait()
    hold.release()
    await people._known[ADA.object_id].renew()
    assert await may(people) == set()


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
async def test_while_entra_is_silent_nobody_may_anything_and_it_heals(standin, make, clock, status):
    standin.graph.put(ADA.object_id, groups=[ADMINS])
    people = make(**BOTH)
    await may(people)
    clock.move(minutes=10)
    standin.graph.mood.refuse(status)
    assert await unknown(people) == set(Capability)
    standin.graph.mood.heal()
    clock.move(seconds=3)
    assert await may(people) == {Capability.CLAIM}


async def test_an_outage_of_the_tokens_is_an_outage_too(standin, make):
    standin.tokens.refuse(503)
    assert await unknown(make(**BOTH)) == set(Capability)
    assert standin.graph.asked == []


async def test_an_outage_touches_nobody_whose_id_is_listed(standin, make):
    standin.graph.mood.hang_up()
    people = make([ADA.object_id], [ADA.object_id])
    assert await may(people) == set(Capability)


async def test_graph_is_left_alone_for_as_long_as_it_says(standin, make, clock):
    standin.graph.put(ADA.object_id, groups=[ADMINS])
    standin.graph.mood.refuse(429, retry_after="30", times=1)
    people = make(**BOTH)
    for _ in range(3):
        assert await unknown(people) == set(Capability)
        clock.move(seconds=8)
    assert len(standin.graph.asked) == 1
    clock.move(seconds=8)
    assert await may(people) == {Capability.CLAIM}


async def test_a_permission_that_lacks_is_an_outage_not_a_no(standin, make):
    standin.permissions.discard("GroupMember.Read.All")
    standin.graph.put(ADA.object_id, groups=[ADMINS])
    assert await unknown(make(**BOTH)) == set(Capability)


async def test_a_token_that_graph_does_not_take_is_replaced(standin, make, clock):
    standin.graph.put(ADA.object_id, groups=[ADMINS])
    people = make(**BOTH)
    await may(people)
    standin.graph.rejected_tokens.add(standin.tokens_given[0].token)
    clock.move(seconds=2)
    other = ADA.model_copy(update={"object_id": "99999999-0000-4000-8000-000000000001"})
    standin.graph.put(other.object_id, groups=[REVIEWERS])
    assert await may(people, other) == {Capability.REVIEW}
    assert len(standin.tokens_given) == 2


async def test_the_roles_of_a_callers_new_token_need_no_question(standin, make, clock):
    caller = signed_in(clock, "Claims.Review")
    assert await may(make(**BY_ROLE), caller) == {Capability.REVIEW}
    assert standin.graph.asked == []


async def test_the_roles_of_an_old_token_count_no_longer(standin, make, clock):
    standin.graph.put(ADA.object_id)
    caller = signed_in(clock, "Claims.Review")
    clock.move(minutes=10)
    assert await may(make(**BY_ROLE), caller) == set()


def signed_in(clock, *roles):
    return SignedIn(
        tenant_id=TENANT,
        object_id=ADA.object_id,
        app_roles=frozenset(roles),
        issued_at=clock.now().timestamp(),
    )


async def test_a_capability_held_before_is_taken_away(standin, make):
    standin.graph.put(ADA.object_id)
    held = ADA.model_copy(update={"capabilities": frozenset(Capability)})
    assert await may(make(**BOTH), held) == set()


async def test_graph_without_our_app_is_an_outage(standin, make):
    standin.graph.app_id = "22222222-0000-4000-8000-000000000000"
    standin.graph.put(ADA.object_id)
    assert await unknown(make(**BY_ROLE)) == set(Capability)
