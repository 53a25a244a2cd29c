"""Who is told what comes in, as Entra has them in groups and app roles at that moment."""

import ssl

import aiohttp
import pytest

from bot.claims.ports import TryLater
from bot.identity.app_tokens import AppTokens
from bot.identity.graph import Graph
from bot.identity.memberships import EntraMemberships
from bot.identity.people import Holders
from bot.identity.requests_trust import open_requests
from bot.identity.reviewers import EntraReviewers, NamedReviewers
from bot.identity.token_sources import RegisteredApp, secret

GROUP, TEAM = "aaaaaaaa-0000-4000-8000-000000000002", "aaaaaaaa-0000-4000-8000-000000000003"
RAE, RITA, ADA = (f"0a1b2c3d-0000-4000-8000-00000000000{number}" for number in (1, 2, 3))


@pytest.fixture
async def make(standin):
    """Make the reviewers of the stand-in's directory by what the settings name."""
    trust = ssl.create_default_context(cafile=standin.ca_file)
    requests = open_requests(standin.ca_file, timeout=5, proxies=False)
    proof = secret(standin.secret)
    source = RegisteredApp(standin.app_id, standin.url, standin.tenant, proof, requests)
    tokens = AppTokens(lambda: source)
    made = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trust)) as session:

        def reviewers(*named):
            graph, holders = Graph(session, tokens, standin.url), Holders.named(named)
            made.append(
                EntraMemberships(graph, standin.app_id, holders.groups, holders.roles),
            )
            return EntraReviewers(graph, made[-1], holders)

        yield reviewers
        standin.graph.mood.heal()
        for one in made:
            await one.close()
    await tokens.close()


async def test_the_members_of_a_group_are_people_only(standin, make):
    standin.graph.put(RAE.upper(), groups=[GROUP])
    standin.graph.put(ADA)
    assert await make(f"group:{GROUP.upper()}").others() == {RAE}


async def test_a_long_list_is_read_to_its_end(standin, make):
    standin.graph.page = 1
    for each in (RAE, RITA, ADA):
        standin.graph.put(each, groups=[GROUP])
    assert await make(f"group:{GROUP}").others() == {RAE, RITA, ADA}
    assert len(standin.graph.asked_for("/transitiveMembers")) == 4


async def test_a_role_is_held_by_people_and_by_members_of_groups(standin, make):
    standin.graph.put(RAE, roles=["Claims.Review"])
    standin.graph.put(ADA, roles=["Claims.Admin"])
    standin.graph.put(RITA, groups=[TEAM])
    standin.graph.groups[TEAM] = {"Claims.Review"}
    assert await make("role:Claims.Review").others() == {RAE, RITA}


async def test_whoever_is_named_besides_is_not_told_twice(standin, make):
    for each in (RAE, RITA):
        standin.graph.put(each, groups=[GROUP])
    reviewers = make(f"group:{GROUP}", RAE.upper())
    assert (reviewers.named, await reviewers.others()) == ({RAE}, {RITA})


async def test_a_group_that_is_gone_has_nobody(make):
    assert await make(f"group:{GROUP}").others() == frozenset()


@pytest.mark.parametrize("named", [f"group:{GROUP}", "role:Claims.Review"])
async def test_while_graph_is_silent_it_is_tried_later(standin, make, named):
    standin.graph.put(RAE, groups=[GROUP], roles=["Claims.Review"])
    standin.graph.mood.refuse(503)
    reviewers = make(named)
    with pytest.raises(TryLater):
        await reviewers.others()


async def test_what_graph_does_not_let_us_see_is_not_waited_for(standin, make):
    standin.graph.put(RAE, groups=[GROUP])
    standin.permissions.discard("GroupMember.Read.All")
    assert await make(f"group:{GROUP}").others() == frozenset()


async def test_with_object_ids_alone_there_are_no_others():
    reviewers = NamedReviewers(Holders.named([RAE]))
    assert (reviewers.named, await reviewers.others()) == ({RAE}, frozenset())
