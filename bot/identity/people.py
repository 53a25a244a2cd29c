"""What people of the partner's organisation may do: by object id, Entra group or app role."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot.claims.models import Capability, Person
from bot.claims.ports import Clock
from bot.identity.graph import GraphDown
from bot.identity.kept import Fetched, Kept
from bot.identity.memberships import Memberships
from bot.identity.tokens import SignedIn

GROUP, ROLE = "group:", "role:"
#: Seconds an answer of Entra's counts. Half of them on, a use renews it, and nobody waits for that.
GOOD_FOR = 600.0
#: Seconds between two questions about one person while Entra gives no answer.
_PAUSE = 2.0
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds a capability, in the three ways the settings can name them."""

    ids: frozenset[str]
    groups: frozenset[str]
    roles: frozenset[str]

    @classmethod
    def named(cls, entries: Iterable[str]) -> Holders:
        """Read entries such as an object id, `group:<object id>` and `role:<app role value>`."""
        texts = [entry.strip() for entry in entries]
        groups = {text.removeprefix(GROUP).lower() for text in texts if text.startswith(GROUP)}
        roles = {text.removeprefix(ROLE) for text in texts if text.startswith(ROLE)}
        ids = {text.lower() for text in texts if not text.startswith((GROUP, ROLE))}
        return cls(frozenset(ids), frozenset(groups), frozenset(roles))


class ConfiguredPeople:
    """Reads capabilities from configured Entra object ids; whoever is in no list may only ask."""

    def __init__(self, admins: Collection[str], reviewers: Collection[str]) -> None:
        self._holders = {
            Capability.CLAIM: Holders.named(admins).ids,
            Capability.REVIEW: Holders.named(reviewers).ids,
        }

    async def with_capabilities(self, person: Person) -> Person:
        """Give the person with what they may do now; nothing they held before is kept."""
        held = frozenset(
            capability
            for capability, holders in self._holders.items()
            if person.object_id.lower() in holders
        )
        return person.model_copy(update={"capabilities": held})


class Directory(Protocol):
    """Where groups and app roles are looked up (`bot.identity.memberships`)."""

    async def of(self, object_id: str) -> Memberships:
        """Give what somebody holds. Raises `GraphDown`."""
        ...

    async def close(self) -> None:
        """Stop what is still asked."""
        ...


class EntraPeople:
    """Reads capabilities from object ids, and from Entra where those do not settle it.

    An answer counts for ten minutes of `clock`; many questions about one person are one. While
    Entra is silent nothing older counts either. Only people of `tenant_id` can be looked up: our
    app lives there.
    """

    def __init__(
        self,
        admins: Collection[str],
        reviewers: Collection[str],
        directory: Directory,
        tenant_id: str,
        clock: Clock,
    ) -> None:
        self._holders = {
            Capability.CLAIM: Holders.named(admins),
            Capability.REVIEW: Holders.named(reviewers),
        }
        self._directory = directory
        self._tenant_id = tenant_id.lower()
        self._clock = clock
        self._known: OrderedDict[str, Kept[Memberships]] = OrderedDict()

    async def with_capabilities(self, person: Person) -> Person:
        """Give the person with what they may do now; nothing they held before is kept.

        What depends on Entra is `unchecked` where Entra does not answer, and not held.
        """
        object_id = person.object_id.lower()
        roles = self._fresh_roles(person)
        held = {
            capability
            for capability, holders in self._holders.items()
            if object_id in holders.ids or holders.roles & (roles or frozenset())
        }
        asked = {one for one in set(Capability) - held if self._depends(one, roles)}
        found = await self._by_entra(person) if asked else set()
        unchecked = asked if found is None else set()
        capabilities = frozenset(held | (found or set()))
        return person.model_copy(
            update={"capabilities": capabilities, "unchecked": frozenset(unchecked)}
        )

    async def close(self) -> None:
        """Stop what is still asked."""
        for kept in self._known.values():
            await kept.close()
        await self._directory.close()

    def _fresh_roles(self, person: Person) -> frozenset[str] | None:
        """Give the app roles of a caller's token while they are as new as an answer may be."""
        if not isinstance(person, SignedIn):
            return None
        age = self._clock.now().timestamp() - person.issued_at
        return person.app_roles if age < GOOD_FOR else None

    def _depends(self, capability: Capability, roles: frozenset[str] | None) -> bool:
        """Say whether Entra must be asked for somebody who is not known to hold a capability."""
        holders = self._holders[capability]
        return bool(holders.groups or (holders.roles and roles is None))

    async def _by_entra(self, person: Person) -> set[Capability] | None:
        if person.tenant_id.lower() != self._tenant_id:
            return set()
        known = self._of(person.object_id.lower())
        if known.value is None:
            await known.renew()
        else:
            known.freshen()
        if (memberships := known.value) is None:
            return None
        return {
            capability
            for capability, holders in self._holders.items()
            if holders.groups & memberships.groups or holders.roles & memberships.roles
        }

    def _of(self, object_id: str) -> Kept[Memberships]:
        if object_id not in self._known:
            self._known[object_id] = Kept(
                partial(self._ask, object_id),
                pause=_PAUSE,
                empty_pause=_PAUSE,
                monotonic=lambda: self._clock.now().timestamp(),
            )
        self._known.move_to_end(object_id)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return self._known[object_id]

    async def _ask(self, object_id: str) -> Fetched[Memberships] | None:
        try:
            memberships = await self._directory.of(object_id)
        except GraphDown:
            return None
        return Fetched(memberships, renew_after=GOOD_FOR / 2, good_for=GOOD_FOR)
