"""The claim and its parts, so that every folder speaks of the same things by the same names."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class SolutionArea(StrEnum):
    """The two areas a claim can be made in; the area fixes the roles and the items."""

    BUSINESS_APPLICATIONS = "business_applications"
    MODERN_WORK_SECURITY = "modern_work_security"


class PartnerRole(StrEnum):
    """The four partner roles of the claiming platform."""

    BUILD_INTENT_ADVISOR = "build_intent_advisor"
    USAGE_RECOGNITION = "usage_recognition"
    INFLUENCED_REVENUE = "influenced_revenue"
    USE_OR_CONSUME = "use_or_consume"


class PurchaseChannel(StrEnum):
    """How the customer bought the licences; decides whether a role applies."""

    VOLUME_LICENSING = "volume_licensing"
    WEB_DIRECT = "web_direct"
    CSP = "csp"


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


class Acknowledgement(StrEnum):
    """What the admin confirms before submitting; all four are needed."""

    DATA_IS_TRUE = "data_is_true"
    CUSTOMER_SIGNED = "customer_signed"
    MORE_MAY_BE_ASKED = "more_may_be_asked"
    CUSTOMER_NOTIFIED = "customer_notified"


class ActorKind(StrEnum):
    """Who moves a claim on; decides which moves are allowed."""

    ADMIN = "admin"
    REVIEWER = "reviewer"
    CUSTOMER = "customer"
    CLOCK = "clock"


class Capability(StrEnum):
    """What a person of the partner's tenant may do; everyone may ask questions."""

    CLAIM = "claim"
    REVIEW = "review"


class Verification(StrEnum):
    """Whether Microsoft's directory confirmed that the domain belongs to the tenant ID."""

    NOT_CHECKED = "not_checked"
    MATCHED = "matched"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


class FileState(StrEnum):
    """How far the check of a proof file has come; only CLEAN files count at submission."""

    CHECKING = "checking"
    CLEAN = "clean"
    SCAN_PENDING = "scan_pending"


class Frozen(BaseModel):
    """The base of every record here: unchangeable, and tolerant of fields of a later version."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Person(Frozen):
    """Somebody in the partner's tenant, as the validated activity or token names them."""

    tenant_id: str
    object_id: str
    name: str = ""
    email: str = ""
    locale: str = "en-GB"
    capabilities: frozenset[Capability] = frozenset()

    def may(self, capability: Capability) -> bool:
        """Say whether this person holds a capability."""
        return capability in self.capabilities


class Actor(Frozen):
    """Who did something to a claim, as kept in its history."""

    kind: ActorKind
    id: str = ""
    name: str = ""


class ProofFile(Frozen):
    """One proof-of-execution file as listed on the claim; the bytes lie in the blob store."""

    id: str
    name: str
    size: int
    sha256: str = ""
    media_type: str = ""
    state: FileState = FileState.CHECKING
    added_at: datetime
    blob: str = ""
    named_items: tuple[str, ...] | None = None
    """Catalogue ids found in the text by a plain search; None when the text cannot be read."""


class DirectoryCheck(Frozen):
    """What Microsoft's directory said about the customer's domain, and when."""

    result: Verification = Verification.NOT_CHECKED
    domain: str = ""
    tenant_id: str = ""
    checked_at: datetime | None = None


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


class Consent(Frozen):
    """The customer's side of a claim: where the request went and what came back."""

    round: int
    email: str
    asked_at: datetime
    notice_ends: date
    """Last day of the notice period; silence until then counts as agreement."""
    mailed_at: datetime | None = None
    answer: CustomerAnswer | None = None


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
    DIRECTORY_RETRY = "directory_retry"
    FILE_RETRY = "file_retry"


class Deadline(Frozen):
    """One due time of a claim; `on` is the last day shown to people, `at` the instant it acts."""

    kind: DeadlineKind
    on: date
    at: datetime


class Claim(Frozen):
    """One customer-association claim; field names are the ids people script against."""

    id: int
    org: str
    """Tenant ID of the partner organisation that makes the claim."""
    owner: str
    """Entra object id of the admin who made it."""
    owner_name: str = ""
    version: int = 0
    """Rises by one with every stored change; 0 means not stored yet."""
    status: Status = Status.DRAFT
    moved_in: int = 0
    """The version that the last change of status was stored as; older cards cannot move on."""
    created_at: datetime
    changed_at: datetime
    added_at: datetime | None = None
    """When "Add customer" made the draft; None while the answers are still being collected."""
    based_on: int | None = None
    """The earlier claim this one was filled in from."""

    solution_area: SolutionArea | None = None
    partner_role: PartnerRole | None = None
    claim_name: str | None = None
    partner_id: str | None = None
    customer_name: str | None = None
    customer_domain: str | None = None
    tenant_id: str | None = None
    purchase_channel: PurchaseChannel | None = None
    opt_out_of_incentive: bool | None = None
    workloads: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    subscription_id: str | None = None
    customer_contact_name: str | None = None
    customer_contact_title: str | None = None
    customer_contact_email: str | None = None
    partner_contact_name: str | None = None
    partner_contact_email: str | None = None
    seller_name: str | None = None
    isv_solution: str | None = None

    poe_files: tuple[ProofFile, ...] = ()
    poe_summary: str | None = None
    poe_signed_on: date | None = None
    comments: str | None = None
    acknowledgements: tuple[Acknowledgement, ...] = ()

    directory: DirectoryCheck = DirectoryCheck()
    consent: Consent | None = None
    request: Request | None = None
    rejection: Rejection | None = None
    disputed_at: datetime | None = None
    submitted_at: datetime | None = None
    review_begun_at: datetime | None = None
    approved_at: datetime | None = None
    official_on: date | None = None
    """First official day; while not approved, the earliest day it could become official."""
    deadlines: tuple[Deadline, ...] = ()

    @property
    def started(self) -> bool:
        """True while answers are saved but "Add customer" has not made the draft."""
        return self.status is Status.DRAFT and self.added_at is None

    @property
    def items(self) -> tuple[str, ...]:
        """The claimed workloads or products, whichever the area asks for."""
        if self.solution_area is SolutionArea.MODERN_WORK_SECURITY:
            return self.workloads
        return self.products

    @property
    def holds(self) -> tuple[str, ...]:
        """Keys of what only one live claim may hold: a subscription, or workloads of a tenant."""
        if self.started or self.status not in LIVE:
            return ()
        return self.would_hold

    @property
    def would_hold(self) -> tuple[str, ...]:
        """The same keys, as if the claim were live."""
        if self.solution_area is SolutionArea.BUSINESS_APPLICATIONS:
            return (f"subscription:{self.subscription_id}",) if self.subscription_id else ()
        if not self.tenant_id:
            return ()
        return tuple(f"workload:{self.tenant_id}:{workload}" for workload in self.workloads)

    def deadline(self, kind: DeadlineKind) -> Deadline | None:
        """Give the running deadline of a kind, if there is one."""
        return next((row for row in self.deadlines if row.kind is kind), None)


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
