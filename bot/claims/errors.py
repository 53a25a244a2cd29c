"""The codes of everything that can be wrong, so that `bot.text` can say each in plain words."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum


class Code(StrEnum):
    """What was wrong with an answer, a file or a move."""

    # an answer to a field
    REQUIRED = "required"
    TOO_LONG = "too_long"
    NOT_ONE_LINE = "not_one_line"
    NOT_A_CHOICE = "not_a_choice"
    ROLE_OF_OTHER_AREA = "role_of_other_area"
    NOT_DIGITS = "not_digits"
    NOT_YOUR_LOCATION = "not_your_location"
    NOT_A_DOMAIN = "not_a_domain"
    NOT_A_GUID = "not_a_guid"
    NIL_GUID = "nil_guid"
    OWN_TENANT = "own_tenant"
    IS_SUBSCRIPTION_ID = "is_subscription_id"
    IS_TENANT_ID = "is_tenant_id"
    NOT_AN_EMAIL = "not_an_email"
    OWN_EMAIL = "own_email"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_A_DATE = "not_a_date"
    DATE_IN_FUTURE = "date_in_future"
    DATE_TOO_OLD = "date_too_old"
    DATE_PASSED = "date_passed"
    DATE_TOO_FAR = "date_too_far"
    DATE_NOT_NEWER = "date_not_newer"
    PICK_AT_LEAST_ONE = "pick_at_least_one"
    NOT_IN_CATALOGUE = "not_in_catalogue"
    TOO_SHORT = "too_short"
    TICK_ALL = "tick_all"
    NOT_FOR_THIS_CLAIM = "not_for_this_claim"
    # the customer's directory
    TENANT_MISMATCH = "tenant_mismatch"
    DOMAIN_UNKNOWN = "domain_unknown"
    DIRECTORY_DOWN = "directory_down"
    # the claim as a whole
    CSP_PURCHASE = "csp_purchase"
    ALREADY_COVERED = "already_covered"
    NOT_EDITABLE = "not_editable"
    NOT_ALLOWED_NOW = "not_allowed_now"
    NOT_YOURS = "not_yours"
    NOT_FOUND = "not_found"
    CHANGED_MEANWHILE = "changed_meanwhile"
    DISPUTE_ONCE = "dispute_once"
    DISPUTE_TOO_LATE = "dispute_too_late"
    DISPUTE_NOT_POSSIBLE = "dispute_not_possible"
    ANSWER_TOO_LATE = "answer_too_late"
    CHOOSE_A_REASON = "choose_a_reason"
    WRITE_A_MESSAGE = "write_a_message"
    RESEND_LIMIT = "resend_limit"
    NOT_AN_ADMIN = "not_an_admin"
    NOT_A_REVIEWER = "not_a_reviewer"
    ROLE_NOT_CHECKED = "role_not_checked"
    # proof files
    FILE_MISSING = "file_missing"
    FILE_KIND = "file_kind"
    FILE_TOO_BIG = "file_too_big"
    FILE_EMPTY = "file_empty"
    FILE_UNSAFE = "file_unsafe"
    FILE_UNREADABLE = "file_unreadable"
    FILE_DUPLICATE = "file_duplicate"
    FILES_TOO_MANY = "files_too_many"
    FILES_TOO_BIG = "files_too_big"
    FILE_NOT_FETCHED = "file_not_fetched"
    FILE_LINK_EXPIRED = "file_link_expired"
    FILE_SOURCE_REFUSED = "file_source_refused"
    FILE_TIMED_OUT = "file_timed_out"
    FILE_STILL_CHECKING = "file_still_checking"
    FILE_STORE_DOWN = "file_store_down"


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: the code, the field it belongs to, and values for its words."""

    code: Code
    field: str = ""
    data: Mapping[str, object] = dataclasses.field(default_factory=dict)


class Refused(Exception):
    """Raised when a claim cannot be changed as asked; nothing was changed."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems

    @classmethod
    def because(cls, code: Code, field: str = "", **data: object) -> Refused:
        """Build the refusal for a single problem."""
        return cls(Problem(code, field, data))


class Conflict(Exception):
    """Raised at commit when somebody else changed the same row first; the turn is done anew."""


class Covered(Exception):
    """Raised at commit when another live claim already holds a workload or the subscription."""

    def __init__(self, claim_id: int | None = None) -> None:
        super().__init__(f"already covered by claim {claim_id}")
        self.claim_id = claim_id
