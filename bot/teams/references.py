"""Where a person can be written to later, and the e-mail address the channel's roster has."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.claims.models import Person
from bot.claims.ports import Reference
from bot.teams.admission import Admitted, is_guest
from bot.teams.connector import Connector, SendFailed
from bot.teams.plain import one_line

_PAUSE = 600.0
_MOST_REMEMBERED = 10_000


class GuestFound(Exception):
    """Raised where the roster calls a person a guest, which their activity did not show."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the roster says of a person."""

    name: str = ""
    email: str = ""


class Profiles:
    """Asks the roster once per person; a failure costs little and is not repeated at once."""

    def __init__(
        self,
        connector: Connector,
        *,
        timeout: float = 1.5,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connector = connector
        self._timeout = timeout
        self._monotonic = monotonic
        self._failed: dict[str, float] = {}

    async def of(self, who: Admitted) -> Profile:
        """Give what the roster says; an empty profile where it does not answer in time.

        Raises `GuestFound`.
        """
        if self._monotonic() < self._failed.get(who.object_id, float("-inf")):
            return Profile()
        try:
            async with asyncio.timeout(self._timeout):
                client = self._connector.at(who.service_url)
                member = await client.get_member(who.conversation_id, who.user_id)
        except (SendFailed, TimeoutError):
            member = {}
        if is_guest(member):
            raise GuestFound
        profile = _read(member)
        if not profile.email:
            self._remember_failure(who.object_id)
        return profile

    def _remember_failure(self, object_id: str) -> None:
        if len(self._failed) >= _MOST_REMEMBERED:
            self._failed.clear()
        self._failed[object_id] = self._monotonic() + _PAUSE


def _read(member: dict[str, object]) -> Profile:
    email = member.get("email") or member.get("userPrincipalName")
    name = member.get("name")
    return Profile(
        name=one_line(name, 120) if isinstance(name, str) else "",
        email=one_line(email, 254) if isinstance(email, str) and "@" in email else "",
    )


async def current_reference(
    who: Admitted, stored: Reference | None, profiles: Profiles
) -> Reference:
    """Give a person's reference as it should be kept now, never blocked: they are here.

    Raises `GuestFound`.
    """
    known = stored if stored is not None and stored.email else None
    profile = Profile(known.name, known.email) if known else await profiles.of(who)
    return Reference(
        tenant_id=who.tenant_id,
        object_id=who.object_id,
        user_id=who.user_id,
        bot_id=who.bot_id,
        conversation_id=who.conversation_id,
        service_url=who.service_url,
        locale=who.locale or (stored.locale if stored else "en-GB"),
        name=profile.name or who.name,
        email=profile.email,
    )


def person_of(reference: Reference) -> Person:
    """Give the person behind a reference, without capabilities."""
    return Person(
        tenant_id=reference.tenant_id,
        object_id=reference.object_id,
        name=reference.name,
        email=reference.email,
        locale=reference.locale,
    )
