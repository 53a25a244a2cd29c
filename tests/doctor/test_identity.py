"""What Entra and Graph can be like: in order, refusing, empty, unreadable, gone."""

import pytest

from bot.identity.graph import Graph
from bot.identity.keys import SigningKeys
from bot.identity.tokens import PEOPLE_METADATA
from bot.teams.credentials import SCOPE
from deployment.doctor.findings import State
from deployment.doctor.identity import look_at_keys, look_at_people, look_at_token

ADA = "0a1b2c3d-0000-4000-8000-00000000ada1"
ADMINS, REVIEWERS = (f"aaaaaaaa-0000-4000-8000-00000000000{n}" for n in (1, 2))


async def test_a_token_is_given(tokens_of, configured, heard):
    found = await look_at_token(tokens_of(configured()), SCOPE, heard, managed=False)
    assert found.state is State.GOOD


@pytest.mark.parametrize(
    ("given", "mend"),
    [
        ({"app_password": "canary-5be1"}, "CPOR_APP_PASSWORD takes its value"),
        ({"app_id": "99999999-0000-4000-8000-000000000000"}, "CPOR_APP_ID"),
        ({"app_tenant_id": "99999999-0000-4000-8000-000000000000"}, "CPOR_AUTHORITY_URL"),
    ],
)
async def test_a_refusal_says_which_setting_is_wrong(tokens_of, configured, heard, given, mend):
    found = await look_at_token(tokens_of(configured(**given)), SCOPE, heard, managed=False)
    assert found.state is State.BAD
    assert mend in found.mend
    assert "canary" not in str(found)


async def test_entra_that_is_not_reached(tokens_of, configured, heard, standin):
    standin.metadata.refuse(503)
    found = await look_at_token(tokens_of(configured()), SCOPE, heard, managed=False)
    assert found.state is State.BAD


async def test_an_identity_that_is_not_assigned(tokens_of, configured, heard, standin, monkeypatch):
    for name, value in standin.identity_environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("IDENTITY_HEADER", "another platform's")
    settings = configured(app_type="UserAssignedMSI", app_password="")
    found = await look_at_token(tokens_of(settings), SCOPE, heard, managed=True)
    assert "managed identity is assigned" in found.mend


async def test_keys_are_at_hand(session, standin):
    keys = SigningKeys(session, standin.url + PEOPLE_METADATA)
    assert (await look_at_keys(keys, "Entra", "login")).state is State.GOOD


async def test_keys_that_cannot_be_had(session, standin):
    standin.metadata.refuse(503)
    keys = SigningKeys(session, standin.url + PEOPLE_METADATA)
    found = await look_at_keys(keys, "Entra", "login.example")
    assert found.state is State.BAD
    assert "login.example" in found.mend


@pytest.fixture
def people(session, tokens_of, configured, standin):
    """Look up what the two settings name."""
    settings = configured(admins="role:Claims.Admin", reviewers=f"group:{REVIEWERS}")

    async def look(admins=settings.admins, reviewers=settings.reviewers):
        graph = Graph(session, tokens_of(settings), standin.url)
        named = {"ADMINS": admins, "REVIEWERS": reviewers}
        return await look_at_people(graph, standin.app_id, named)

    return look


def told(found):
    return {finding.check: finding.state for finding in found}


async def test_groups_and_roles_in_order(people, standin, groups):
    groups.known.add(REVIEWERS)
    standin.graph.put(ADA, groups=[REVIEWERS], roles=["Claims.Admin"])
    assert told(await people()) == {
        "app role in ADMINS": State.GOOD,
        "group in REVIEWERS": State.GOOD,
        "rights": State.GOOD,
    }


async def test_an_empty_group_and_a_role_of_nobodys(people, standin, groups):
    groups.known.add(REVIEWERS)
    standin.graph.app_roles["Claims.Admin"] = "bbbbbbbb-0000-4000-8000-000000000001"
    found = await people()
    assert told(found) == {
        "app role in ADMINS": State.DOUBTFUL,
        "group in REVIEWERS": State.DOUBTFUL,
        "rights": State.GOOD,
    }
    assert f"{REVIEWERS} is empty" in found[1].said


async def test_a_group_and_a_role_that_do_not_exist(people):
    found = await people()
    assert told(found)["app role in ADMINS"] is State.BAD
    assert told(found)["group in REVIEWERS"] is State.BAD


async def test_each_setting_is_told_by_itself(people, groups):
    groups.known.add(ADMINS)
    found = await people((f"group:{ADMINS}",), (f"group:{REVIEWERS}",))
    assert told(found)["group in ADMINS"] is State.DOUBTFUL
    assert told(found)["group in REVIEWERS"] is State.BAD


async def test_permissions_that_were_not_granted_are_named(people, standin):
    standin.permissions.clear()
    found = await people()
    assert set(told(found).values()) == {State.BAD}
    assert all("GroupMember.Read.All" in finding.mend for finding in found)


async def test_a_permission_that_only_the_product_needs_is_missed(people, standin, groups):
    groups.known.add(REVIEWERS)
    standin.permissions.remove("User.Read.All")
    found = await people((ADA,), (f"group:{REVIEWERS}",))
    assert told(found) == {"group in REVIEWERS": State.DOUBTFUL, "rights": State.BAD}


async def test_graph_that_does_not_answer(people, standin):
    standin.graph.mood.hang_up()
    assert set(told(await people()).values()) == {State.BAD}
