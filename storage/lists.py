"""Lists of claims: each question becomes the narrowest statement an index can answer."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from bot.claims.ports import ClaimPage, ClaimQuery
from storage.rows import folded, read_claim
from storage.tables import claims

#: Longer numbers do not fit a claim number's column.
NUMBER_DIGITS = 18

COLUMNS = (claims.c.id, claims.c.org, claims.c.version, claims.c.document)

ORDERS: dict[str, tuple[ColumnElement[object], ...]] = {
    "due": (claims.c.due_at, claims.c.newest),
    "newest": (claims.c.newest,),
    "oldest": (claims.c.submitted_at, claims.c.id),
}


def list_claims(connection: Connection, query: ClaimQuery) -> ClaimPage:
    """List claims as asked, with how many there are in all."""
    wanted = conditions(query)
    page: Select[tuple[int, str, int, str]] = (
        select(*COLUMNS)
        .where(*wanted)
        .order_by(*ORDERS[query.order])
        .limit(query.limit)
        .offset(query.offset)
    )
    rows = connection.execute(page).all()
    found = tuple(read_claim(row) for row in rows)
    return ClaimPage(claims=found, total=total(connection, query, wanted, len(found)))


def total(
    connection: Connection, query: ClaimQuery, wanted: list[ColumnElement[bool]], found: int
) -> int:
    """Count the whole list; where the page shows its end, no second look is needed."""
    if 0 < found < query.limit or (found == 0 and query.offset == 0 and query.limit > 0):
        return query.offset + found
    count = select(func.count()).select_from(claims).where(*wanted)
    return connection.execute(count).scalar_one()


def conditions(query: ClaimQuery) -> list[ColumnElement[bool]]:
    """Give what a claim must be to be listed.

    Where a tenant or a name narrows an organisation's claims, they are picked first, each by its
    own index: left the choice, SQLite walks all of them in the order of the list instead.
    """
    wanted: list[ColumnElement[bool]] = []
    text = query.text.replace("\0", "").strip()
    narrow = [claims.c.tenant_id == query.tenant_id] if query.tenant_id is not None else []
    if text:
        narrow.append(matches(text))
    if query.org is not None and query.owner is None and narrow:
        picked = select(claims.c.id).where(claims.c.org == query.org, *narrow)
        wanted.append(claims.c.id.in_(picked))
    else:
        wanted += narrow
        if query.org is not None:
            wanted.append(claims.c.org == query.org)
    return wanted + states(query)


def states(query: ClaimQuery) -> list[ColumnElement[bool]]:
    """Give whose and in what state a claim must be."""
    wanted: list[ColumnElement[bool]] = []
    if query.owner is not None:
        wanted.append(claims.c.owner == query.owner)
    if query.statuses:
        wanted.append(claims.c.status.in_([status.value for status in query.statuses]))
    if not query.include_started:
        wanted.append(claims.c.started.is_(False))
    return wanted


def matches(text: str) -> ColumnElement[bool]:
    """Say that a name contains the text, sign for sign, or that the claim has this number."""
    part = folded(text)
    named = [
        column.contains(part, autoescape=True)
        for column in (claims.c.customer_name, claims.c.claim_name)
    ]
    number = text.removeprefix("#")
    if number.isascii() and number.isdecimal() and len(number) <= NUMBER_DIGITS:
        return or_(claims.c.id == int(number), *named)
    return or_(*named)
