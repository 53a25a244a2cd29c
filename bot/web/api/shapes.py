"""What the API shows of a claim, under the field ids that people script against."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.claims.models import (
    Acknowledgement,
    ActorKind,
    Claim,
    DeadlineKind,
    Decision,
    Event,
    FileState,
    HistoryEntry,
    PartnerRole,
    PurchaseChannel,
    RejectionReason,
    SolutionArea,
    Status,
    Undelivered,
    Verification,
)
from bot.claims.ports import ClaimPage


class Shape(BaseModel):
    """The base of every answer; read off the claim's own attributes."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class DeadlineView(Shape):
    """What falls due, and its last day."""

    kind: DeadlineKind
    on: date
    at: datetime


class FileView(Shape):
    """One proof file; its content is at `files/{id}` once it is clean."""

    id: str
    name: str
    size: int
    media_type: str
    state: FileState
    added_at: datetime


class RequestView(Shape):
    """What a reviewer asked, and the last day to answer."""

    text: str
    by: str
    at: datetime
    answer_by: date


class RejectionView(Shape):
    """Why the claim was rejected, and until when it can be disputed (null: it cannot)."""

    reason: RejectionReason
    by: ActorKind
    name: str
    comment: str
    at: datetime
    dispute_by: date | None


class ExpiryView(Shape):
    """That the claim ended with its subscription: by a reviewer, or by the day that was noted."""

    by: ActorKind
    name: str
    comment: str
    at: datetime


class ConsentState(StrEnum):
    """Where the customer's consent stands; silence counts as agreement after the notice period."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    NO_OBJECTION = "no_objection"
    APPROVED = "approved"
    DECLINED = "declined"


class ConsentView(Shape):
    """The customer's side of the claim."""

    state: ConsentState
    asked_at: datetime | None = None
    mailed_at: datetime | None = None
    undelivered: Undelivered | None = None
    """Why the customer has not got the last mail; null while it is on its way or out."""
    notice_ends: date | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    reason: str = ""


class DirectoryView(Shape):
    """What Microsoft's directory said about the customer's domain."""

    result: Verification
    domain: str
    tenant_id: str
    checked_at: datetime | None


class ClaimRow(Shape):
    """A claim in a list."""

    id: int
    version: int
    status: Status
    owner: str
    owner_name: str
    solution_area: SolutionArea | None
    partner_role: PartnerRole | None
    claim_name: str | None
    partner_id: str | None
    customer_name: str | None
    tenant_id: str | None
    submitted_at: datetime | None
    changed_at: datetime
    deadlines: list[DeadlineView]


class ClaimView(ClaimRow):
    """A whole claim."""

    customer_domain: str | None
    purchase_channel: PurchaseChannel | None
    opt_out_of_incentive: bool | None
    workloads: list[str]
    products: list[str]
    subscription_id: str | None
    customer_contact_name: str | None
    customer_contact_title: str | None
    customer_contact_email: str | None
    partner_contact_name: str | None
    partner_contact_email: str | None
    seller_name: str | None
    isv_solution: str | None
    poe_files: list[FileView]
    poe_summary: str | None
    poe_signed_on: date | None
    comments: str | None
    acknowledgements: list[Acknowledgement]
    consent: ConsentView
    directory: DirectoryView
    request: RequestView | None
    rejection: RejectionView | None
    expiry: ExpiryView | None
    based_on: int | None
    created_at: datetime
    review_begun_at: datetime | None
    approved_at: datetime | None
    disputed_at: datetime | None
    official_on: date | None
    poe_renewed_at: datetime | None
    subscription_ends_on: date | None


class ClaimList(Shape):
    """Some claims, and how many there are in all."""

    total: int
    offset: int
    limit: int
    claims: list[ClaimRow]


class ActorView(Shape):
    """Who did something."""

    kind: ActorKind
    id: str
    name: str


class EntryView(Shape):
    """One line of a claim's history."""

    at: datetime
    event: Event
    actor: ActorView
    before: Status | None
    after: Status
    note: str
    fields: list[str]


class History(Shape):
    """A claim's history, oldest first."""

    entries: list[EntryView]


def claim_view(claim: Claim, today: date) -> ClaimView:
    """Show a whole claim; `today` is the partner's day, which ends the notice period."""
    parts = {name: getattr(claim, name) for name in ClaimView.model_fields}
    return ClaimView.model_validate({**parts, "consent": consent_view(claim, today)})


def claim_list(page: ClaimPage, offset: int, limit: int) -> ClaimList:
    """Show a page of claims."""
    rows = [ClaimRow.model_validate(claim) for claim in page.claims]
    return ClaimList(total=page.total, offset=offset, limit=limit, claims=rows)


def history_view(entries: list[HistoryEntry]) -> History:
    """Show a claim's history."""
    return History(entries=[EntryView.model_validate(row) for row in entries])


def consent_view(claim: Claim, today: date) -> ConsentView:
    """Say where the customer's consent stands."""
    consent = claim.consent
    if consent is None:
        return ConsentView(state=ConsentState.NOT_ASKED)
    answer = consent.answer
    silent = consent.notice_ends < today and consent.undelivered is None
    return ConsentView(
        state=_state(answer.decision if answer else None, silent),
        asked_at=consent.asked_at,
        mailed_at=consent.mailed_at,
        undelivered=consent.undelivered,
        notice_ends=consent.notice_ends,
        answered_at=answer.at if answer else None,
        answered_by=answer.name if answer else "",
        reason=answer.reason if answer else "",
    )


def _state(decision: Decision | None, notice_over: bool) -> ConsentState:
    if decision is None:
        return ConsentState.NO_OBJECTION if notice_over else ConsentState.WAITING
    return ConsentState.APPROVED if decision is Decision.APPROVE else ConsentState.DECLINED
