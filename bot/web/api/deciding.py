"""Takes a reviewer's decisions to the same use cases as the chat does, once per idempotency key."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from aiohttp import web

from bot.claims.errors import Conflict
from bot.claims.models import Claim, Person, RejectionReason
from bot.claims.ports import Answered, Store, Unit
from bot.services.review import Review
from bot.web.api.asked import Asked, Message, Nothing, Reject, Remark
from bot.web.api.operations import Call, Operation, answer_json, etag
from bot.web.api.problems import ApiProblem
from bot.web.api.shapes import ClaimView, claim_view

_TRIES = 2
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_ERRORS = (
    "malformed",
    "not_found",
    "conflict",
    "outdated",
    "too_large",
    "not_json",
    "invalid",
)

Act = Callable[[Review, Unit, Claim, Person, Any], Claim]


def _begin(review: Review, unit: Unit, claim: Claim, person: Person, _: Nothing) -> Claim:
    return review.begin(unit, claim, person)


def _request(review: Review, unit: Unit, claim: Claim, person: Person, asked: Message) -> Claim:
    return review.request_info(unit, claim, person, asked.review_comment)


def _approve(review: Review, unit: Unit, claim: Claim, person: Person, asked: Remark) -> Claim:
    return review.approve(unit, claim, person, asked.review_comment)


def _reject(review: Review, unit: Unit, claim: Claim, person: Person, asked: Reject) -> Claim:
    reason = RejectionReason(asked.rejection_reason)
    return review.reject(unit, claim, person, reason, asked.review_comment)


def _expire(review: Review, unit: Unit, claim: Claim, person: Person, asked: Remark) -> Claim:
    return review.expire(unit, claim, person, asked.review_comment)


def _comment(review: Review, unit: Unit, claim: Claim, person: Person, asked: Message) -> Claim:
    return review.comment(unit, claim, person, asked.review_comment)


_ROWS: tuple[tuple[str, str, type[Asked], Act], ...] = (
    ("begin_review", "Begin the review of a submitted claim.", Nothing, _begin),
    ("request_info", "Ask the partner; the claim waits for the answer.", Message, _request),
    ("approve", "Approve a claim under review or in dispute.", Remark, _approve),
    ("reject", "Reject a claim for one of the documented reasons.", Reject, _reject),
    (
        "expire",
        "Say that the subscription of an approved Business Applications claim has expired.",
        Remark,
        _expire,
    ),
    ("comment", "Keep a note in the history that only reviewers see.", Message, _comment),
)


class Deciding:
    """The operations that move a claim on."""

    def __init__(self, store: Store, review: Review) -> None:
        self._store, self._review = store, review

    def operations(self) -> tuple[Operation, ...]:
        """Give the rows for the table."""
        return tuple(self._operation(*row) for row in _ROWS)

    def _operation(self, name: str, summary: str, body: type[Asked], act: Act) -> Operation:
        return Operation(
            name=name,
            method="POST",
            path=f"/claims/{{claim_id}}/{name}",
            summary=summary,
            handle=partial(self.decide, act=act),
            answer=ClaimView,
            body=body,
            errors=_ERRORS,
            versioned=True,
            changes=True,
        )

    async def decide(self, call: Call, act: Act) -> web.StreamResponse:
        """Do one decision; where somebody was faster, look again once."""
        key = _key(call)
        for _ in range(_TRIES):
            try:
                return await self._once(call, act, key)
            except Conflict:
                continue
        raise ApiProblem("conflict")

    async def _once(self, call: Call, act: Act, key: str) -> web.StreamResponse:
        unit = self._store.unit()
        claim = await self._review.find(unit, call.person, call.claim_id)
        content = _fingerprint(call) if key else ""
        known = await unit.answered(key) if key else None
        if known:
            return _again(known, content)
        _expect_version(call, claim)
        after = act(self._review, unit, claim, call.person, call.body)
        stored = after.model_copy(update={"version": claim.version + 1})
        view = claim_view(stored, call.today)
        if key:
            result = {"content": content, "version": stored.version}
            unit.remember(key, result | {"body": view.model_dump(mode="json")})
        await unit.commit()
        return answer_json(view, stored.version)


def _key(call: Call) -> str:
    """Give the key under which the answer is kept, or "" where the caller sent none."""
    given = call.request.headers.getall("Idempotency-Key", [])
    if not given:
        return ""
    if len(given) > 1 or not _KEY.fullmatch(given[0]):
        raise ApiProblem("malformed")
    return f"api:{call.person.tenant_id}:{call.person.object_id}:{given[0]}"


def _fingerprint(call: Call) -> str:
    """Tell one request from another under the same key."""
    digest = hashlib.sha256(call.request.path.encode("utf-8", "surrogatepass") + b"\0")
    digest.update(call.content)
    return digest.hexdigest()


def _again(known: Answered, content: str) -> web.Response:
    if known.result.get("content") != content:
        raise ApiProblem("key_reused")
    return web.Response(
        text=json.dumps(known.result["body"], ensure_ascii=False),
        content_type="application/json",
        headers=etag(known.result["version"]) | {"Idempotent-Replayed": "true"},
    )


def _expect_version(call: Call, claim: Claim) -> None:
    """Hold a caller to the version they looked at (RFC 9110, If-Match)."""
    given = call.request.headers.getall("If-Match", [])
    named = {part.strip() for part in ",".join(given).split(",")}
    if given and not named & {"*", f'"{claim.version}"'}:
        raise ApiProblem("outdated")
