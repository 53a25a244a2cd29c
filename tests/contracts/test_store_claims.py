"""A claim comes back as it was stored, to its own organisation, in the version that was read."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.claims.errors import Conflict
from bot.claims.models import (
    Acknowledgement,
    Consent,
    Deadline,
    DeadlineKind,
    Event,
    FileState,
    PartnerRole,
    ProofFile,
    Status,
)
from bot.claims.ports import ClaimQuery
from storage import DamagedRow
from storage.tables import claims


@pytest.fixture
def full(make_claim, clock):
    """A claim with something in every kind of field."""
    now = clock.now()
    return make_claim(
        1001,
        status=Status.SUBMITTED,
        partner_role=PartnerRole.USE_OR_CONSUME,
        claim_name="Zażółć gęślą jaźń 👩‍💻 % _ \\ ' \" \n",
        opt_out_of_incentive=False,
        workloads=("teams", "exchange_online"),
        poe_files=(
            ProofFile(id="f1", name="poe.pdf", size=7, state=FileState.CLEAN, added_at=now),
        ),
        poe_signed_on=date(2026, 2, 27),
        acknowledgements=tuple(Acknowledgement),
        consent=Consent(round=1, email="a@b.example", asked_at=now, notice_ends=date(2026, 3, 9)),
        submitted_at=now,
        deadlines=(Deadline(kind=DeadlineKind.OFFICIAL, on=date(2026, 3, 9), at=now),),
    )


async def test_a_claim_comes_back_as_it_was_stored(store, full):
    unit = store.unit()
    unit.save(full)
    await unit.commit()

    found = await store.unit().claim(full.org, 1001)

    assert found == full.model_copy(update={"version": 1})


async def test_nothing_is_stored_before_commit(store, make_claim):
    unit = store.unit()
    unit.save(make_claim(1001))

    assert await unit.claim(None, 1001) is None


async def test_another_organisations_claim_is_not_found(store, stored, entry):
    claim = await stored(1001)
    unit = store.unit()
    unit.save(claim, entry(1001))
    await unit.commit()

    assert await store.unit().claim("another", 1001) is None
    assert await store.unit().history("another", 1001) == []
    assert (await store.unit().claims(ClaimQuery(org="another"))).total == 0
    assert await store.unit().claim(None, 1001) is not None


async def test_each_change_raises_the_version_by_one(store, stored):
    claim = await stored(1001)
    for expected in (2, 3, 4):
        unit = store.unit()
        claim = await unit.claim(claim.org, 1001)
        unit.save(claim.model_copy(update={"comments": f"at {expected}"}))
        await unit.commit()
        assert (await store.unit().claim(None, 1001)).version == expected


async def test_a_change_to_an_older_version_is_a_conflict_and_changes_nothing(store, stored, entry):
    first = await stored(1001)
    unit = store.unit()
    unit.save(first.model_copy(update={"comments": "first"}))
    await unit.commit()

    late = store.unit()
    late.save(first.model_copy(update={"comments": "late"}), entry(1001))
    with pytest.raises(Conflict):
        await late.commit()

    assert (await store.unit().claim(None, 1001)).comments == "first"
    assert await store.unit().history(None, 1001) == []


async def test_a_number_is_given_to_one_claim_only(store, stored, make_claim):
    await stored(1001, customer_name="Contoso")
    unit = store.unit()
    unit.save(make_claim(1001, customer_name="Fabrikam"))

    with pytest.raises(Conflict):
        await unit.commit()

    assert (await store.unit().claim(None, 1001)).customer_name == "Contoso"


async def test_a_change_to_a_claim_that_is_not_there_is_a_conflict(store, make_claim):
    unit = store.unit()
    unit.save(make_claim(1001, version=3))
    with pytest.raises(Conflict):
        await unit.commit()


async def test_saved_twice_in_one_unit_counts_as_one_change(store, stored, entry):
    claim = await stored(1001)
    unit = store.unit()
    unit.save(claim.model_copy(update={"comments": "one"}), entry(1001, note="one"))
    unit.save(claim.model_copy(update={"comments": "two"}), entry(1001, note="two"))
    await unit.commit()

    found = await store.unit().claim(None, 1001)
    assert (found.comments, found.version) == ("two", 2)
    assert [line.note for line in await store.unit().history(None, 1001)] == ["one", "two"]


async def test_history_is_told_oldest_first(store, stored, entry):
    events = [Event.START, Event.CHANGE, Event.ADD_CUSTOMER, Event.SUBMIT]
    claim = await stored(1001)
    for event in events:
        unit = store.unit()
        claim = await unit.claim(None, 1001)
        unit.save(claim, entry(1001, event), entry(1001, Event.COMMENT, event))
        await unit.commit()

    lines = await store.unit().history(claim.org, 1001)

    assert [line.event for line in lines if line.event is not Event.COMMENT] == events
    assert lines[0] == entry(1001, Event.START)
    assert [line.note for line in lines[1::2]] == events


@pytest.mark.parametrize("document", ["", "{", '{"id": 1001}', "null", '{"id": "1; DROP TABLE"}'])
async def test_a_damaged_claim_is_named_and_its_content_is_not(store, stored, document):
    await stored(1001)
    poison = update(claims).values(document=document)
    await store.database.write(lambda connection: connection.execute(poison).rowcount)

    with pytest.raises(DamagedRow, match=r"^the row 1001 of the table claims cannot be read$"):
        await store.unit().claim(None, 1001)
    with pytest.raises(DamagedRow):
        await store.unit().claims(ClaimQuery())


@pytest.mark.parametrize("change", [{"org": "another"}, {"version": 9}])
async def test_a_document_that_is_not_its_rows_is_refused(store, stored, change):
    claim = await stored(1001)
    text = claim.model_copy(update=change).model_dump_json()
    swap = update(claims).values(document=text)
    await store.database.write(lambda connection: connection.execute(swap).rowcount)

    with pytest.raises(DamagedRow):
        await store.unit().claim(None, 1001)


async def test_deadlines_fall_due_oldest_first(store, stored, clock):
    day = timedelta(days=1)
    now = clock.now()

    def deadline(kind, days):
        return Deadline(kind=kind, on=(now + days * day).date(), at=now + days * day)

    await stored(1001, deadlines=(deadline(DeadlineKind.OFFICIAL, 5),))
    await stored(
        1002,
        tenant_id=None,
        deadlines=(deadline(DeadlineKind.DECISION, 9), deadline(DeadlineKind.OFFICIAL, 3)),
    )

    assert await store.due(now) == []
    assert [row.claim_id for row in await store.due(now + 5 * day)] == [1002, 1001]
    assert [row.kind for row in await store.due(now + 9 * day)] == [
        DeadlineKind.OFFICIAL,
        DeadlineKind.OFFICIAL,
        DeadlineKind.DECISION,
    ]
    first = (await store.due(now + 9 * day, limit=1))[0]
    assert (first.claim_id, first.at) == (1002, now + 3 * day)


async def test_a_deadline_that_is_met_or_moved_is_not_due_any_more(store, stored, clock):
    now = clock.now()
    running = Deadline(kind=DeadlineKind.ANSWER, on=now.date(), at=now)
    claim = await stored(1001, deadlines=(running,))
    assert len(await store.due(now)) == 1

    later = running.model_copy(update={"at": now + timedelta(days=1)})
    for deadlines, due in (((later,), 0), ((running,), 1), ((), 0)):
        unit = store.unit()
        claim = await unit.claim(None, 1001)
        unit.save(claim.model_copy(update={"deadlines": deadlines}))
        await unit.commit()
        assert len(await store.due(now)) == due


async def test_claim_numbers_start_at_1001_and_are_never_given_twice(store, replica):
    assert await store.next_claim_id() == 1001
    other = await replica()
    numbers = await asyncio.gather(*(s.next_claim_id() for s in [store, other] * 10))

    assert sorted(numbers) == list(range(1002, 1022))
