"""What people of the partner's organisation may do, from object ids in the settings."""

from __future__ import annotations

from collections.abc import Collection

from bot.claims.models import Capability, Person


class ConfiguredPeople:
    """Reads capabilities from configured Entra object ids; whoever is in no list may only ask."""

    def __init__(self, admins: Collection[str], reviewers: Collection[str]) -> None:
        self._holders = {
            Capability.CLAIM: frozenset(item.strip().lower() for item in admins),
            Capability.REVIEW: frozenset(item.strip().lower() for item in reviewers),
        }

    async def with_capabilities(self, person: Person) -> Person:
        """Give the person with what they may do now; nothing they held before is kept."""
        held = frozenset(
            capability
            for capability, holders in self._holders.items()
            if person.object_id.lower() in holders
        )
        return person.model_copy(update={"capabilities": held})
