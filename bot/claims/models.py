"""The claim and its parts, so that every folder speaks of the same things by the same names.

Everything about a claim can be imported from here; `course` and `people` hold what would make
this module too long.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from bot.claims.course import (
    LIVE,
    REVIEWER_REASONS,
    Consent,
    CustomerAnswer,
    Deadline,
    DeadlineKind,
    Decision,
    Event,
    Expiry,
    HistoryEntry,
    Rejection,
    RejectionReason,
    Request,
    Status,
    Undelivered,
)
from bot.claims.frozen import Frozen
from bot.claims.people import (
    Actor,
    ActorKind,
    Capability,
    Person,
)

__all__ = [
    "LIVE",
    "REVIEWER_REASONS",
    "Acknowledgement",
    "Actor",
    "ActorKind",
    "Capability",
    "Claim",
    "Consent",
    "CustomerAnswer",
    "Deadline",
    "DeadlineKind",
    "Decision",
    "DirectoryCheck",
    "Event",
    "Expiry",
    "FileState",
    "Frozen",
    "HistoryEntry",
    "PartnerRole",
    "Person",
    "ProofFile",
    "PurchaseChannel",
    "Rejection",
    "RejectionReason",
    "Request",
    "SolutionArea",
    "Status",
    "Undelivered",
    "Verification",
]


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


class Acknowledgement(StrEnum):
    """What the admin confirms before submitting; all four are needed."""

    DATA_IS_TRUE = "data_is_true"
    CUSTOMER_SIGNED = "customer_signed"
    MORE_MAY_BE_ASKED = "more_may_be_asked"
    CUSTOMER_NOTIFIED = "customer_notified"


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
    expiry: Expiry | None = None
    disputed_at: datetime | None = None
    submitted_at: datetime | None = None
    review_begun_at: datetime | None = None
    approved_at: datetime | None = None
    official_on: date | None = None
    """First official day; while not approved, the earliest day it could become official."""
    poe_renewed_at: datetime | None = None
    """When newer proof was last added to the association, with the day of its signature."""
    subscription_ends_on: date | None = None
    """Last day of the subscription as the admin noted it; no page or interface tells it to us."""
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
