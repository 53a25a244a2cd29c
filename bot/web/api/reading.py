"""Shows claims to those who may see them: reviewers the submitted ones, admins their own."""

from __future__ import annotations

from aiohttp import web

from bot.claims.models import Capability, Claim, Event, Person, Status
from bot.claims.ports import BlobNotFound, BlobStore, ClaimPage, ClaimQuery, Store
from bot.services.access import as_admin, lacking, visible_claim
from bot.web.api.asked import ListQuery
from bot.web.api.operations import Call, Operation, answer_json
from bot.web.api.problems import ApiProblem
from bot.web.api.proof_files import find_file, is_clean, send_file
from bot.web.api.shapes import ClaimList, ClaimView, History, claim_list, claim_view, history_view

#: What a reviewer can see of others: whatever was submitted once.
SUBMITTED = tuple(each for each in Status if each not in (Status.DRAFT, Status.DISCARDED))
#: What only reviewers see in a history.
_INTERNAL = (Event.COMMENT, Event.REFUSED)
#: Statuses that no other limits: the whole of an admin's own list.
_ALL = tuple(Status)


class Reading:
    """The operations that change nothing."""

    def __init__(self, store: Store, blobs: BlobStore) -> None:
        self._store, self._blobs = store, blobs

    def operations(self) -> tuple[Operation, ...]:
        """Give the rows for the table."""
        return (
            Operation(
                name="list_claims",
                method="GET",
                path="/claims",
                summary="List claims: a reviewer sees submitted ones, an admin their own.",
                handle=self.list,
                answer=ClaimList,
                query=ListQuery,
                errors=("malformed", "invalid"),
            ),
            Operation(
                name="get_claim",
                method="GET",
                path="/claims/{claim_id}",
                summary="Show one claim with its deadlines, consent and proof files.",
                handle=self.show,
                answer=ClaimView,
                errors=("not_found",),
                versioned=True,
            ),
            Operation(
                name="get_history",
                method="GET",
                path="/claims/{claim_id}/history",
                summary="Show who did what to a claim, oldest first.",
                handle=self.history,
                answer=History,
                errors=("not_found",),
            ),
            Operation(
                name="get_file",
                method="GET",
                path="/claims/{claim_id}/files/{file_id}",
                summary="Give the content of a proof file that has passed its checks.",
                handle=self.file,
                errors=("not_found", "not_ready"),
            ),
        )

    async def list(self, call: Call) -> web.StreamResponse:
        """List claims, oldest submission first unless asked otherwise."""
        query: ListQuery = call.query
        page = await self._page(call.person, query)
        return answer_json(claim_list(page, query.offset, query.limit))

    async def show(self, call: Call) -> web.StreamResponse:
        """Show one claim."""
        claim = await self._claim(call)
        return answer_json(claim_view(claim, call.today), claim.version)

    async def history(self, call: Call) -> web.StreamResponse:
        """Show a claim's history; reviewers' notes to reviewers only."""
        unit = self._store.unit()
        claim = await visible_claim(unit, _reader(call.person), call.claim_id)
        entries = await unit.history(claim.org, claim.id)
        if not call.person.may(Capability.REVIEW):
            entries = [row for row in entries if row.event not in _INTERNAL]
        return answer_json(history_view(entries))

    async def file(self, call: Call) -> web.StreamResponse:
        """Stream a proof file."""
        claim = await self._claim(call)
        file = find_file(claim, call.request.match_info["file_id"])
        if file is None:
            raise ApiProblem("not_found")
        if not is_clean(file):
            raise ApiProblem("not_ready")
        try:
            return await send_file(call.request, file, self._blobs)
        except BlobNotFound:
            raise ApiProblem("not_found") from None

    async def _claim(self, call: Call) -> Claim:
        return await visible_claim(self._store.unit(), _reader(call.person), call.claim_id)

    async def _page(self, person: Person, query: ListQuery) -> ClaimPage:
        reviews = person.may(Capability.REVIEW) and not query.mine
        owner = None if reviews else as_admin(person).id
        seen = SUBMITTED if reviews else _ALL
        wanted = [status for status in query.status or seen if status in seen]
        if not wanted:  # to the store no status would mean every status
            return ClaimPage(claims=(), total=0)
        return await self._store.unit().claims(
            ClaimQuery(
                org=person.tenant_id,
                owner=owner,
                statuses=tuple(dict.fromkeys(wanted)),
                text=query.text,
                order=query.order,
                offset=query.offset,
                limit=query.limit,
            )
        )


def _reader(person: Person) -> Person:
    """Give the person, if they may see any claim at all. Raises `Refused`."""
    if not person.capabilities & {Capability.REVIEW, Capability.CLAIM}:
        raise lacking(person, Capability.REVIEW)
    return person
