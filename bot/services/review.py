"""What a reviewer decides, in chat or over the API: one path for both."""

from __future__ import annotations

from bot.claims.errors import Code, Problem, Refused
from bot.claims.models import REVIEWER_REASONS, Claim, Event, Person, RejectionReason, Status
from bot.claims.ports import ClaimPage, ClaimQuery, Clock, Unit
from bot.claims.rules import Rulebook
from bot.claims.status import find_move, move, record
from bot.services.access import as_reviewer
from bot.services.notices import tell_owner

#: What waits for a reviewer.
WAITING = (Status.SUBMITTED, Status.DISPUTED, Status.UNDER_REVIEW)


class Review:
    """The reviewer's use cases; each tells the claim's admin in the same transaction."""

    def __init__(self, rules: Rulebook, clock: Clock) -> None:
        self._rules, self._clock = rules, clock

    async def queue(
        self,
        unit: Unit,
        person: Person,
        statuses: tuple[Status, ...] = WAITING,
        offset: int = 0,
        limit: int = 10,
    ) -> ClaimPage:
        """List the claims that wait, oldest submission first. Raises `Refused` for others."""
        as_reviewer(person)
        query = ClaimQuery(
            org=person.tenant_id,
            statuses=statuses,
            include_started=False,
            order="oldest",
            offset=offset,
            limit=limit,
        )
        return await unit.claims(query)

    async def find(self, unit: Unit, person: Person, claim_id: int | None) -> Claim:
        """Give a submitted claim of the reviewer's organisation. Raises `Refused` NOT_FOUND."""
        as_reviewer(person)
        claim = await unit.claim(person.tenant_id, claim_id) if claim_id is not None else None
        if claim is None or claim.submitted_at is None:
            raise Refused.because(Code.NOT_FOUND)
        return claim

    def begin(self, unit: Unit, claim: Claim, person: Person) -> Claim:
        """Begin the review of a submitted claim."""
        return self._decide(unit, claim, person, Event.BEGIN_REVIEW)

    def request_info(self, unit: Unit, claim: Claim, person: Person, question: str) -> Claim:
        """Ask the partner; the claim waits for 14 business days. The question is needed."""
        return self._decide(unit, claim, person, Event.REQUEST_INFO, question)

    def approve(self, unit: Unit, claim: Claim, person: Person, comment: str = "") -> Claim:
        """Approve a claim under review or in dispute."""
        return self._decide(unit, claim, person, Event.APPROVE, comment)

    def reject(
        self,
        unit: Unit,
        claim: Claim,
        person: Person,
        reason: RejectionReason | None,
        comment: str,
    ) -> Claim:
        """Reject with one of the documented reasons (source: manage) and words for the partner.

        Raises `Refused` with everything that is missing at once.
        """
        problems = []
        if reason not in REVIEWER_REASONS:
            problems.append(Problem(Code.CHOOSE_A_REASON, "rejection_reason"))
        if not comment.strip():
            problems.append(Problem(Code.WRITE_A_MESSAGE, "review_comment"))
        if problems and find_move(claim.status, Event.REJECT, as_reviewer(person).kind):
            raise Refused(*problems)
        return self._decide(unit, claim, person, Event.REJECT, comment, reason)

    def expire(self, unit: Unit, claim: Claim, person: Person, comment: str = "") -> Claim:
        """Say that the subscription of an approved Business Applications claim has expired."""
        return self._decide(unit, claim, person, Event.EXPIRE, comment)

    def comment(self, unit: Unit, claim: Claim, person: Person, text: str) -> Claim:
        """Keep a note in the history; only reviewers see it. Raises `Refused` without a text."""
        actor, now = as_reviewer(person), self._clock.now()
        if not text.strip():
            raise Refused.because(Code.WRITE_A_MESSAGE, "review_comment")
        unit.save(claim, record(claim, Event.COMMENT, actor, now, note=text.strip()))
        return claim

    def _decide(
        self,
        unit: Unit,
        claim: Claim,
        person: Person,
        event: Event,
        note: str = "",
        reason: RejectionReason | None = None,
    ) -> Claim:
        now = self._clock.now()
        after, entry = move(
            claim,
            event,
            as_reviewer(person),
            now,
            self._rules.calendar,
            note.strip(),
            reason=reason,
            periods=self._rules.periods,
        )
        unit.save(after, entry)
        tell_owner(unit, claim, event, now)
        return after
