"""Who may use the assistant: people of the partner's own tenants, in a personal Teams chat."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.teams.addresses import AllowedHosts
from bot.teams.authentication import CHANNEL
from bot.teams.plain import one_line

Wire = Mapping[str, Any]
_LONGEST_TAG = 20
_NOT_EMPLOYED = frozenset({"guest", "anonymous"})


class Reason(StrEnum):
    """Why somebody is turned away."""

    FOREIGN_CHANNEL = "foreign_channel"
    FOREIGN_SERVICE = "foreign_service"
    NOT_PERSONAL = "not_personal"
    FOREIGN_TENANT = "foreign_tenant"
    GUEST = "guest"
    NO_IDENTITY = "no_identity"


SILENT = frozenset({Reason.FOREIGN_CHANNEL, Reason.FOREIGN_SERVICE})
"""For these nothing is sent, not even a polite word: it would go to a stranger's address."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who may talk to the assistant, by what the channel vouches for."""

    tenant_id: str
    object_id: str
    user_id: str
    bot_id: str
    conversation_id: str
    service_url: str
    locale: str
    name: str
    """Good for a greeting; nothing is decided by it."""

    @property
    def conversation_key(self) -> str:
        """Give the key of this person's conversation."""
        return f"{self.conversation_id}:{self.object_id}"


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Somebody who may not, and why."""

    reason: Reason


class Admission:
    """The rule, as a function of the activity alone.

    `tenants` is the allow-list; `hosts` the service URLs that are Microsoft's. `home_tenant` (local
    profile only) stands in where an activity names no tenant or kind of conversation, as some
    test clients leave them out.
    """

    def __init__(
        self, tenants: Collection[str], hosts: AllowedHosts, *, home_tenant: str = ""
    ) -> None:
        self._tenants = frozenset(tenant.strip().lower() for tenant in tenants)
        self._hosts = hosts
        self._home = home_tenant.strip().lower()

    def judge(self, activity: Wire) -> Admitted | TurnedAway:
        """Say who sends a well-formed activity, or why they are turned away."""
        reason = self._against(activity)
        return TurnedAway(reason) if reason else self._admit(activity)

    def _against(self, activity: Wire) -> Reason | None:
        sender = activity["from"]
        checks = (
            (activity["channelId"] != CHANNEL, Reason.FOREIGN_CHANNEL),
            (not self._hosts.accepts(activity["serviceUrl"]), Reason.FOREIGN_SERVICE),
            (not self._personal(activity["conversation"]), Reason.NOT_PERSONAL),
            (self._tenant(activity) not in self._tenants, Reason.FOREIGN_TENANT),
            (is_guest(sender), Reason.GUEST),
            (not sender.get("aadObjectId"), Reason.NO_IDENTITY),
        )
        return next((reason for holds, reason in checks if holds), None)

    def _personal(self, conversation: Wire) -> bool:
        kind = conversation.get("conversationType") or ("personal" if self._home else "")
        return kind == "personal" and not conversation.get("isGroup")

    def _tenant(self, activity: Wire) -> str:
        """Give the tenant both places name; none where they contradict each other."""
        data = activity.get("channelData")
        tenant = data.get("tenant") if isinstance(data, Mapping) else None
        named = tenant.get("id") if isinstance(tenant, Mapping) else None
        places = {named, activity["conversation"].get("tenantId")} - {None, ""}
        if not places:
            return self._home
        only = places.pop()
        return only.lower() if not places and isinstance(only, str) else ""

    def _admit(self, activity: Wire) -> Admitted:
        sender = activity["from"]
        return Admitted(
            tenant_id=self._tenant(activity),
            object_id=sender["aadObjectId"].lower(),
            user_id=sender["id"],
            bot_id=(activity.get("recipient") or {}).get("id") or "",
            conversation_id=activity["conversation"]["id"],
            service_url=activity["serviceUrl"],
            locale=_locale(activity.get("locale")),
            name=one_line(sender.get("name") or "", 120),
        )


def is_guest(member: Wire) -> bool:
    """Say whether the channel calls a person a guest or an anonymous visitor."""
    role = member.get("userRole") or member.get("role")
    principal = member.get("userPrincipalName")
    return (isinstance(role, str) and role.lower() in _NOT_EMPLOYED) or (
        isinstance(principal, str) and "#ext#" in principal.lower()
    )


def _locale(value: str | None) -> str:
    """Give a language tag fit to look words up by; empty where there is none."""
    if not value or len(value) > _LONGEST_TAG or not value.isascii():
        return ""
    return value if value.replace("-", "").isalnum() else ""
