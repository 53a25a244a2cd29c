"""The made-up partner and people of the local profile, so that a first try needs no settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.settings import Settings
from bot.web.local.people import LocalPerson

LOCAL_TENANT = "3b1d7a52-6c0e-4f7e-9a55-0c7f5a1e9d10"
LOCAL_ADMIN = "0a1b2c3d-0000-4000-8000-00000000ada1"
LOCAL_REVIEWER = "0a1b2c3d-0000-4000-8000-0000000004ae"

LOCAL_PEOPLE = (
    LocalPerson(LOCAL_ADMIN, "Ada Admin", "ada@contoso.example", "Incentives admin"),
    LocalPerson(LOCAL_REVIEWER, "Rae Reviewer", "rae@contoso.example", "Reviewer"),
)
LOCAL_DEFAULTS: Mapping[str, Any] = {
    "tenant_ids": (LOCAL_TENANT,),
    "admins": (LOCAL_ADMIN,),
    "reviewers": (LOCAL_REVIEWER,),
    "partner_name": "Contoso Consulting",
    "partner_domains": ("contoso.example",),
    "partner_locations": {"4501123": "Contoso Seattle", "4501124": "Contoso Berlin"},
    "mail_from": "associations@contoso.example",
}


def with_local_people(settings: Settings) -> Settings:
    """Fill in the made-up partner and people of the local profile where nothing is set."""
    if not settings.local:
        return settings
    missing = {k: v for k, v in LOCAL_DEFAULTS.items() if not getattr(settings, k)}
    return settings.model_copy(update=missing)
