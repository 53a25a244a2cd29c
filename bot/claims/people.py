"""Who acts on a claim, and what a person of the partner's tenant may do."""

from __future__ import annotations

from enum import StrEnum

from bot.claims.frozen import Frozen


class ActorKind(StrEnum):
    """Who moves a claim on; decides which moves are allowed."""

    ADMIN = "admin"
    REVIEWER = "reviewer"
    CUSTOMER = "customer"
    CLOCK = "clock"


class Capability(StrEnum):
    """What a person of the partner's tenant may do; everyone may ask questions."""

    CLAIM = "claim"
    REVIEW = "review"


class Person(Frozen):
    """Somebody in the partner's tenant, as the validated activity or token names them."""

    tenant_id: str
    object_id: str
    name: str = ""
    email: str = ""
    locale: str = "en-GB"
    capabilities: frozenset[Capability] = frozenset()
    unchecked: frozenset[Capability] = frozenset()
    """Capabilities that could not be looked up now; until they can, they are not held."""

    def may(self, capability: Capability) -> bool:
        """Say whether this person holds a capability."""
        return capability in self.capabilities


class Actor(Frozen):
    """Who did something to a claim, as kept in its history."""

    kind: ActorKind
    id: str = ""
    name: str = ""
