"""What happens to a claim after its answers: statuses, deadlines, the customer's word, history."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from bot.claims.frozen import Frozen
from bot.claims.people import Actor, ActorKind


class Status(StrEnum):
    """Where a claim stands; names and order follow Partner Center's "manage" page."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    ACTION_REQUIRED = "action_required"
    APPROVED = "approved"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    REJECTED_FINAL = "rejected_final"
    DISCARDED = "discarded"
    EXPIRED = "expired"


#: A claim in one of these holds its workloads or its subscription: nobody else here may claim them.
LIVE = frozenset(
    {
        Status.DRAFT,
        Status.SUBMITTED,
        Status.UNDER_REVIEW,
        Status.ACTION_REQUIRED,
        Status.APPROVED,
        Status.DISPUTED,
    }
)


class RejectionReason(StrEnum):
    """Why a claim was rejected: the reasons documented by Partner Center's "manage" page."""

    CUSTOMER_DECLINED = "customer_declined"
    POE_MISSING = "poe_missing"
    POE_NO_ACKNOWLEDGEMENT = "poe_no_acknowledgement"
    POE_DATES = "poe_dates"
    POE_WORK_NOT_DESCRIBED = "poe_work_not_described"
    POE_PRODUCTS_NOT_NAMED = "poe_products_not_named"
    NO_PARTNER_RESPONSE = "no_partner_response"
    PARTNER_REQUEST = "partner_request"


#: The reasons a reviewer may choose; the others follow from customer, partner or clock.
REVIEWER_REASONS = (
    RejectionReason.POE_MISSING,
    RejectionReason.POE_NO_ACKNOWLEDGEMENT,
    RejectionReason.POE_DATES,
    RejectionReason.POE_WORK_NOT_DESCRIBED,
    RejectionReason.POE_PRODUCTS_NOT_NAMED,
    RejectionReason.PARTNER_REQUEST,
)


class Request(Frozen):
    """What a reviewer wants to know, and by when."""

    text: str
    by: str
    at: datetime
    answer_by: date


class Rejection(Frozen):
    """Why and by whom a claim was rejected; `dispute_by` None: it cannot be disputed."""

    reason: RejectionReason
    by: ActorKind
    name: str = ""
    comment: str = ""
    at: datetime
    dispute_by: date | None = None


class Expiry(Frozen):
    """That a claim ended with its subscription: who said so, when, and in which words."""

    by: ActorKind
    name: str = ""
    comment: str = ""
    at: datetime


class DeadlineKind(StrEnum):
    """What falls due on a claim."""

    DRAFT_REMINDER = "draft_reminder"
    REVIEW_BEGINS = "review_begins"
    DECISION = "decision"
    ANSWER = "answer"
    ANSWER_REMINDER_5 = "answer_reminder_5"
    ANSWER_REMINDER_1 = "answer_reminder_1"
    DISPUTE = "dispute"
    OFFICIAL = "official"
    POE_REMINDER = "poe_reminder"
    POE_AGES = "poe_ages"
    SUBSCRIPTION_REMINDER = "subscription_reminder"
    SUBSCRIPTION_ENDS = "subscription_ends"
    DIRECTORY_RETRY = "directory_retry"
    FILE_RETRY = "file_retry"


class Deadline(Frozen):
    """One due time of a claim; `on` is the last day shown to people, `at` the instant it acts."""

    kind: DeadlineKind
    on: date
    at: datetime


class Decision(StrEnum):
    """What a customer can answer."""

    APPROVE = "approve"
    DECLINE = "decline"


class CustomerAnswer(Frozen):
    """What the customer decided on the consent page; the latest one counts."""

    decision: Decision
    at: datetime
    name: str
    reason: str = ""
    text_hash: str = ""


class Undelivered(StrEnum):
    """Why the customer has not got the last mail."""

    RETURNED = "returned"
    GIVEN_UP = "given_up"


class Consent(Frozen):
    """The customer's side of a claim: where the request went and what came back."""

    round: int
    email: str
    asked_for: tuple[str, ...] = ()
    """Ids of what the customer was asked about: the items, and the subscription where one is."""
    asked_at: datetime
    notice_ends: date
    """Last day of the notice period; silence until then counts as agreement."""
    mailed_at: datetime | None = None
    undelivered: Undelivered | None = None
    """None while the mail is on its way or out."""
    answer: CustomerAnswer | None = None
    trace: str = ""
    """Where the operator's trace of the request stands (W3C text); empty while none is kept."""


class Event(StrEnum):
    """Everything that can be done to a claim and is worth a line in its history."""

    START = "start"
    CHANGE = "change"
    ADD_CUSTOMER = "add_customer"
    ADD_FILE = "add_file"
    REMOVE_FILE = "remove_file"
    SUBMIT = "submit"
    DISCARD = "discard"
    BEGIN_REVIEW = "begin_review"
    REQUEST_INFO = "request_info"
    ANSWER_ACTION = "answer_action"
    APPROVE = "approve"
    REJECT = "reject"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    DISPUTE = "dispute"
    CUSTOMER_APPROVE = "customer_approve"
    CUSTOMER_DECLINE = "customer_decline"
    DISASSOCIATE = "disassociate"
    EXPIRE = "expire"
    BECOME_OFFICIAL = "become_official"
    RESEND_CONSENT = "resend_consent"
    MAIL_IN_DOUBT = "mail_in_doubt"
    MAIL_RETURNED = "mail_returned"
    COMMENT = "comment"
    REFUSED = "refused"


class HistoryEntry(Frozen):
    """One line of a claim's history: who did what, when, and what changed."""

    claim_id: int
    at: datetime
    event: Event
    actor: Actor
    before: Status | None = None
    after: Status
    note: str = ""
    fields: tuple[str, ...] = ()
