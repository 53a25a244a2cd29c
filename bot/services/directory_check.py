"""Checks the customer's domain against the tenant ID: the classic mix-up is caught early."""

from __future__ import annotations

from datetime import timedelta

from bot.claims.calendar import Calendar
from bot.claims.deadlines import without_deadline
from bot.claims.errors import Code, Problem
from bot.claims.models import Claim, Deadline, DeadlineKind, DirectoryCheck, Verification
from bot.claims.ports import Clock, Directory

#: How long the assistant waits before it asks a silent directory again by itself.
RETRY_AFTER = timedelta(minutes=5)


def needs_check(claim: Claim) -> bool:
    """Say whether domain and tenant ID as they stand have not been confirmed."""
    if not claim.customer_domain:
        return False
    seen = claim.directory
    confirmed = seen.result is Verification.MATCHED and seen.tenant_id == claim.tenant_id
    return not (confirmed and seen.domain == claim.customer_domain)


async def check_directory(
    claim: Claim, directory: Directory, clock: Clock, calendar: Calendar
) -> tuple[Claim, Problem | None]:
    """Look the domain up; fill the tenant ID in where it is missing, or compare it.

    Gives the claim with what was found, and a problem: TENANT_MISMATCH (data `found`, `domain`;
    the claim's tenant ID is left as it is), DOMAIN_UNKNOWN or DIRECTORY_DOWN where the tenant ID
    is still missing. With a typed tenant ID an unknown domain or a silent directory is no
    problem: the claim then says "not verified", and the lookup is tried again by itself.
    """
    if not needs_check(claim):
        return claim, None
    domain = claim.customer_domain or ""
    answer = await directory.find_tenant(domain)
    check = DirectoryCheck(
        result=answer.result, domain=domain, tenant_id=answer.tenant_id, checked_at=clock.now()
    )
    checked = _with_retry(claim.model_copy(update={"directory": check}), clock, calendar)
    if answer.result is Verification.MATCHED:
        return _compare(checked, answer.tenant_id, domain)
    if claim.tenant_id:
        return checked, None
    if answer.result is Verification.NOT_FOUND:
        return checked, Problem(Code.DOMAIN_UNKNOWN, "customer_domain", {"domain": domain})
    return checked, Problem(Code.DIRECTORY_DOWN, "tenant_id", {"domain": domain})


def _compare(claim: Claim, found: str, domain: str) -> tuple[Claim, Problem | None]:
    if claim.tenant_id is None:
        return claim.model_copy(update={"tenant_id": found}), None
    if claim.tenant_id == found:
        return claim, None
    data = {"found": found, "domain": domain}
    return claim, Problem(Code.TENANT_MISMATCH, "tenant_id", data)


def _with_retry(claim: Claim, clock: Clock, calendar: Calendar) -> Claim:
    """Set the next try where the directory was silent; take it off where it answered."""
    claim = without_deadline(claim, DeadlineKind.DIRECTORY_RETRY)
    if claim.directory.result is not Verification.UNAVAILABLE:
        return claim
    at = clock.now() + RETRY_AFTER
    row = Deadline(kind=DeadlineKind.DIRECTORY_RETRY, on=calendar.today(at), at=at)
    return claim.model_copy(update={"deadlines": (*claim.deadlines, row)})
