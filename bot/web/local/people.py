"""The people of the local profile, and the machine the page says they sit at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_REGION = re.compile(r"-([A-Za-z]{2})$")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class LocalPerson:
    """One person who can chat on the local page, as Teams would know them."""

    object_id: str
    name: str
    email: str
    role_label: str

    @property
    def teams_id(self) -> str:
        """Give the channel's own id of this person (`29:` as in Teams)."""
        return f"29:local-{self.object_id}"

    @property
    def conversation_id(self) -> str:
        """Give the id of the personal chat; the same after every restart."""
        return f"a:local-{self.object_id}"

    def account(self) -> dict[str, Any]:
        """Give the sender of an activity."""
        return {"id": self.teams_id, "aadObjectId": self.object_id, "name": self.name}

    def profile(self, tenant_id: str) -> dict[str, Any]:
        """Give the member record that Teams answers to a roster question."""
        given, _, surname = self.name.partition(" ")
        return self.account() | {
            "objectId": self.object_id,
            "givenName": given,
            "surname": surname,
            "email": self.email,
            "userPrincipalName": self.email,
            "tenantId": tenant_id,
            "userRole": "user",
        }


@dataclass(frozen=True)
class Device:
    """Language and time zone of the browser, which Teams sends with each activity."""

    locale: str = "en-US"
    timezone: str = "UTC"

    @classmethod
    def of(cls, locale: object, timezone: object) -> Device:
        """Read what the page says; anything unknown becomes US English or UTC."""
        known_locale = isinstance(locale, str) and _LOCALE.fullmatch(locale)
        return cls(
            locale=str(locale) if known_locale else "en-US",
            timezone=str(timezone) if _is_zone(timezone) else "UTC",
        )

    @property
    def country(self) -> str:
        """Give the region of the locale, US where it has none."""
        region = _REGION.search(self.locale)
        return region[1].upper() if region else "US"

    def local(self, instant: datetime) -> datetime:
        """Give an instant as this device's wall clock shows it."""
        return instant.astimezone(ZoneInfo(self.timezone))


def _is_zone(name: object) -> bool:
    try:
        return isinstance(name, str) and bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
