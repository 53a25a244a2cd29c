"""A claim that waits for its customer and its reviewer, as most tests of either need one."""

from datetime import datetime
from typing import Any

from bot.claims.models import Claim, PartnerRole, SolutionArea, Status
from tests.clocks import MORNING


def submitted_claim(number: int, at: datetime = MORNING, **fields: Any) -> Claim:
    """Make Ada's claim for a customer of its own, submitted then; `fields` are its own."""
    usual = {
        "org": "contoso",
        "owner": "ada",
        "owner_name": "Ada Admin",
        "status": Status.SUBMITTED,
        "created_at": at,
        "changed_at": at,
        "added_at": at,
        "submitted_at": at,
        "solution_area": SolutionArea.MODERN_WORK_SECURITY,
        "partner_role": PartnerRole.USE_OR_CONSUME,
        "partner_id": "5001",
        "customer_name": "Fabrikam",
        "customer_domain": "fabrikam.example",
        "tenant_id": f"7b0c9d5e-0000-4000-8000-{number:012}",
        "workloads": ("exchange_online", "teams"),
        "customer_contact_name": "Casey Customer",
        "customer_contact_email": "casey@fabrikam.example",
        "partner_contact_name": "Ada Admin",
        "partner_contact_email": "ada@contoso.example",
    }
    return Claim(id=number, **usual | fields)
