"""A list holds what was asked for, in the order asked for, page by page, with the true total."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.claims.models import Deadline, DeadlineKind, Status
from bot.claims.ports import ClaimQuery

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def due_in(days):
    at = NOON + timedelta(days=days)
    return (Deadline(kind=DeadlineKind.DECISION, on=at.date(), at=at),)


@pytest.fixture
def listed(store):
    async def numbers(**query):
        page = await store.unit().claims(ClaimQuery(**query))
        return [claim.id for claim in page.claims]

    return numbers


async def test_every_narrowing_narrows(stored, listed):
    first = await stored(1, owner="ann", status=Status.APPROVED, tenant_id="t1")
    await stored(2, owner="bob", status=Status.REJECTED, tenant_id="t1")
    await stored(3, owner="ann", status=Status.REJECTED, tenant_id="t2")
    await stored(4, owner="ann", org="other", status=Status.REJECTED, tenant_id="t2")
    await stored(5, owner="ann", added_at=None, tenant_id=None)

    org = first.org
    assert await listed(order="newest") == [5, 4, 3, 2, 1]
    assert await listed(org=org, order="newest") == [5, 3, 2, 1]
    assert await listed(org=org, owner="ann", order="newest") == [5, 3, 1]
    assert await listed(statuses=(Status.REJECTED,), order="newest") == [4, 3, 2]
    assert await listed(statuses=(Status.REJECTED, Status.APPROVED), owner="ann") == [4, 3, 1]
    assert await listed(tenant_id="t1", order="newest") == [2, 1]
    assert await listed(include_started=False, order="newest") == [4, 3, 2, 1]
    assert await listed(org=org, owner="ann", statuses=(Status.REJECTED,), tenant_id="t2") == [3]


async def test_orders(stored, listed):
    await stored(1, deadlines=due_in(9), submitted_at=NOON + timedelta(hours=2))
    await stored(2, submitted_at=NOON)
    await stored(3, deadlines=due_in(1))
    await stored(4, submitted_at=NOON + timedelta(hours=1))

    assert await listed() == [3, 1, 4, 2]
    assert await listed(order="newest") == [4, 3, 2, 1]
    assert await listed(order="oldest") == [2, 4, 1, 3]


async def test_the_nearest_of_several_deadlines_counts(stored, listed):
    await stored(1, deadlines=due_in(5))
    near = due_in(2)[0].model_copy(update={"kind": DeadlineKind.ANSWER})
    await stored(2, deadlines=(*due_in(30), near))

    assert await listed() == [2, 1]


async def test_pages_add_up(store, stored):
    for number in range(1, 8):
        await stored(number)
    seen = []
    for offset in range(0, 9, 3):
        page = await store.unit().claims(ClaimQuery(order="newest", offset=offset, limit=3))
        assert page.total == 7
        seen += [claim.id for claim in page.claims]
    beyond = await store.unit().claims(ClaimQuery(offset=70, limit=3))
    none = await store.unit().claims(ClaimQuery(limit=0))

    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert (beyond.claims, beyond.total) == ((), 7)
    assert (none.claims, none.total) == ((), 7)


async def test_an_empty_list_has_no_total(store):
    page = await store.unit().claims(ClaimQuery(org="nobody"))
    assert (page.claims, page.total) == ((), 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("contoso", [1]),
        ("  CONTOSO ", [1]),
        ("toso l", [1]),
        ("RÉSEAU", [2]),
        ("straße", [3]),
        ("STRASSE", [3]),
        ("%", [4]),
        ("_", [4]),
        ("/", [4]),
        ("\\", [4]),
        ("'", [4]),
        ("a%z", []),
        ("nowhere", []),
        ("   ", [4, 3, 2, 1]),
        ("3", [3, 2]),
        ("#3", [3]),
        ("365", [2]),
        ("99999999999999999999999999", []),
        ("٣", []),
        ("3\0", [3, 2]),
        ("\0", [4, 3, 2, 1]),
    ],
)
async def test_search_finds_a_part_of_a_name_or_the_number(stored, listed, text, found):
    await stored(1, customer_name="Contoso Ltd", claim_name="Rollout")
    await stored(2, customer_name="Fabrikam", claim_name="réseau 365")
    await stored(3, customer_name="Straße GmbH", claim_name=None)
    await stored(4, customer_name=None, claim_name="100 % _of_ a/z \\ 'quoted'")

    assert await listed(text=text, order="newest") == found


async def test_search_follows_a_changed_name(store, stored, listed):
    claim = await stored(1, customer_name="Old")
    unit = store.unit()
    unit.save(claim.model_copy(update={"customer_name": "New"}))
    await unit.commit()

    assert await listed(text="old") == []
    assert await listed(text="new") == [1]


async def test_a_changed_status_or_deadline_is_listed_as_it_is(store, stored, listed):
    claim = await stored(1, deadlines=due_in(1))
    await stored(2, deadlines=due_in(5))
    unit = store.unit()
    unit.save(claim.model_copy(update={"status": Status.APPROVED, "deadlines": due_in(9)}))
    await unit.commit()

    assert await listed() == [2, 1]
    assert await listed(statuses=(Status.APPROVED,)) == [1]


async def test_customers_are_each_shown_once_with_their_newest_claim(store, stored):
    day = timedelta(days=1)
    await stored(1, tenant_id="t1", added_at=NOON)
    await stored(2, tenant_id="t2", added_at=NOON + 5 * day)
    await stored(3, tenant_id="t1", added_at=NOON + 3 * day)
    await stored(4, tenant_id="t1", added_at=NOON + 9 * day, status=Status.DISCARDED)
    await stored(5, tenant_id="t3", added_at=None)
    await stored(6, tenant_id=None, added_at=NOON + 9 * day)
    await stored(7, tenant_id="t4", added_at=NOON + 9 * day, org="other")
    await stored(8, tenant_id="t5", added_at=NOON + 4 * day)
    await stored(9, tenant_id="t5", added_at=NOON + 4 * day)
    org = (await store.unit().claim(None, 1)).org

    newest = [claim.id for claim in await store.unit().customers(org)]
    two = [claim.id for claim in await store.unit().customers(org, limit=2)]

    assert newest == [2, 9, 3]
    assert two == [2, 9]
