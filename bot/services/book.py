"""Finds claims for a person: their list, one by name or number, and what is unfinished."""

from __future__ import annotations

from bot.claims.models import Claim, Person, Status
from bot.claims.ports import ClaimPage, ClaimQuery, Unit

#: What waits for the admin.
NEEDS_ADMIN = (Status.ACTION_REQUIRED, Status.REJECTED, Status.DRAFT)
#: What is left out of a list unless it is asked for.
GONE = (Status.DISCARDED,)


async def my_claims(
    unit: Unit, person: Person, statuses: tuple[Status, ...] = (), offset: int = 0, limit: int = 10
) -> ClaimPage:
    """List a person's own claims, nearest deadline first; discarded ones only when asked for."""
    wanted = statuses or tuple(each for each in Status if each not in GONE)
    return await unit.claims(
        ClaimQuery(
            org=person.tenant_id,
            owner=person.object_id,
            statuses=wanted,
            offset=offset,
            limit=limit,
        )
    )


async def unfinished(unit: Unit, person: Person, limit: int = 5) -> list[Claim]:
    """Give the claims that wait for the admin, newest change first."""
    query = ClaimQuery(
        org=person.tenant_id,
        owner=person.object_id,
        statuses=(Status.DRAFT, Status.ACTION_REQUIRED),
        order="newest",
        limit=limit,
    )
    return list((await unit.claims(query)).claims)


async def find_claims(unit: Unit, person: Person, words: str, limit: int = 10) -> list[Claim]:
    """Find a person's own claims by number, customer or claim name."""
    query = ClaimQuery(
        org=person.tenant_id,
        owner=person.object_id,
        statuses=tuple(each for each in Status if each not in GONE),
        text=words.strip().removeprefix("#"),
        order="newest",
        limit=limit,
    )
    return list((await unit.claims(query)).claims)


async def last_claim(unit: Unit, person: Person) -> Claim | None:
    """Give the person's newest added claim, whose role and location are offered again."""
    query = ClaimQuery(
        org=person.tenant_id,
        owner=person.object_id,
        include_started=False,
        order="newest",
        limit=1,
    )
    return next(iter((await unit.claims(query)).claims), None)
