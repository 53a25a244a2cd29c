"""Only one live claim holds a workload of a tenant, or a subscription; the database sees to it."""

import asyncio

import pytest

from bot.claims.errors import Conflict, Covered
from bot.claims.models import SolutionArea, Status


async def save(store, claim, *entries):
    unit = store.unit()
    unit.save(claim, *entries)
    await unit.commit()


def key_of(claim, workload):
    return f"workload:{claim.tenant_id}:{workload}"


async def test_the_second_claim_for_a_workload_is_covered_by_the_first(store, stored, make_claim):
    await stored(1001, workloads=("teams", "intune"))
    unit = store.unit()
    unit.save(make_claim(1002, workloads=("exchange_online", "teams")))
    unit.remember("press", {})

    with pytest.raises(Covered) as refusal:
        await unit.commit()

    assert refusal.value.claim_id == 1001
    look = store.unit()
    assert await look.claim(None, 1002) is None
    assert await look.answered("press") is None
    assert list(await look.holders(make_claim(1).org, [key_of(make_claim(1), "teams")])) != []


async def test_holders_are_named_by_key_in_their_organisation(store, stored):
    claim = await stored(1001, workloads=("teams", "intune"))
    teams, intune = key_of(claim, "teams"), key_of(claim, "intune")
    look = store.unit()

    assert await look.holders(claim.org, claim.holds) == {teams: 1001, intune: 1001}
    assert await look.holders(claim.org, [teams, "workload:none"]) == {teams: 1001}
    assert await look.holders("another", claim.holds) == {}
    assert await look.holders(claim.org, []) == {}


async def test_other_tenants_workloads_and_organisations_are_free(store, stored):
    await stored(1001, workloads=("teams",))
    await stored(1002, workloads=("intune",))
    await stored(1003, workloads=("teams",), tenant_id="another tenant")
    await stored(1004, workloads=("teams",), org="another partner")

    assert await store.unit().claim(None, 1004) is not None


async def test_a_subscription_is_held_too(stored):
    area = {"solution_area": SolutionArea.BUSINESS_APPLICATIONS, "subscription_id": "s-1"}
    await stored(1001, **area)
    with pytest.raises(Covered):
        await stored(1002, tenant_id="another", **area)


@pytest.mark.parametrize("status", [Status.REJECTED, Status.DISCARDED, Status.EXPIRED])
async def test_a_claim_that_ends_lets_go(store, stored, status):
    claim = await stored(1001, workloads=("teams",))
    await save(store, claim.model_copy(update={"status": status}))

    assert (await stored(1002, workloads=("teams",))).version == 1


async def test_a_claim_that_comes_back_to_life_finds_its_workload_taken(store, stored):
    claim = await stored(1001, workloads=("teams",), status=Status.REJECTED)
    await stored(1002, workloads=("teams",))

    with pytest.raises(Covered) as refusal:
        await save(store, claim.model_copy(update={"status": Status.DISPUTED}))

    assert refusal.value.claim_id == 1002
    assert (await store.unit().claim(None, 1001)).status is Status.REJECTED


async def test_workloads_can_be_swapped_for_others(store, stored):
    claim = await stored(1001, workloads=("teams", "intune"))
    unit = store.unit()
    read = await unit.claim(None, 1001)
    unit.save(read.model_copy(update={"workloads": ("intune", "viva_engage")}))
    await unit.commit()

    assert (await stored(1002, workloads=("teams",))).version == 1
    held = await store.unit().holders(claim.org, [key_of(claim, "viva_engage")])
    assert list(held.values()) == [1001]


async def test_one_unit_hands_a_workload_from_one_claim_to_another(store, stored, make_claim):
    old = await stored(1002, workloads=("teams",))
    unit = store.unit()
    unit.save(make_claim(1001, workloads=("teams",)))
    unit.save(old.model_copy(update={"status": Status.REJECTED}))
    await unit.commit()

    held = await store.unit().holders(old.org, [key_of(old, "teams")])
    assert list(held.values()) == [1001]


async def test_a_change_elsewhere_keeps_the_holds(store, stored):
    claim = await stored(1001, workloads=("teams",))
    unit = store.unit()
    read = await unit.claim(None, 1001)
    unit.save(read.model_copy(update={"comments": "changed"}))
    await unit.commit()

    with pytest.raises(Covered):
        await stored(1002, workloads=("teams",))
    assert claim.holds == read.holds


async def test_of_twenty_at_once_exactly_one_gets_the_workload(store, replica, make_claim):
    replicas = [store, await replica()]

    async def race(number):
        claim = make_claim(2000 + number, workloads=("teams", f"own_{number}"))
        try:
            await save(replicas[number % 2], claim)
        except Covered as refusal:
            return refusal.claim_id
        return None

    results = await asyncio.gather(*(race(number) for number in range(20)))

    assert results.count(None) == 1
    winner = 2000 + results.index(None)
    assert set(results) == {None, winner}
    page = [await store.unit().claim(None, 2000 + number) for number in range(20)]
    assert [claim.id for claim in page if claim] == [winner]


async def test_claims_that_want_each_others_workloads_do_not_block_each_other(
    store, replica, stored
):
    """Each round, two claims swap at once: at most one of them may win, and both must end."""
    replicas = [store, await replica()]
    await stored(1001, workloads=("a",))
    await stored(1002, workloads=("b",))

    async def grab(which, number):
        unit = which.unit()
        claim = await unit.claim(None, number)
        unit.save(claim.model_copy(update={"workloads": ("a", "b")}))
        try:
            await unit.commit()
        except (Covered, Conflict):
            return 0
        return 1

    for _ in range(10):
        won = await asyncio.gather(grab(replicas[0], 1001), grab(replicas[1], 1002))
        assert sum(won) == 0
    assert (await store.unit().claim(None, 1001)).workloads == ("a",)
