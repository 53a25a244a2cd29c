"""Who may do what to a claim, asked again at every change, so that a lost role counts at once."""

from __future__ import annotations

from bot.claims.errors import Code, Refused
from bot.claims.models import Actor, ActorKind, Capability, Claim, Person
from bot.claims.ports import Unit

_LACKING = {
    Capability.CLAIM: Code.NOT_AN_ADMIN,
    Capability.REVIEW: Code.NOT_A_REVIEWER,
}


def lacking(person: Person, capability: Capability) -> Refused:
    """Give the refusal for what a person may not do, or what could not be looked up just now."""
    unchecked = capability in person.unchecked
    return Refused.because(Code.ROLE_NOT_CHECKED if unchecked else _LACKING[capability])


def as_admin(person: Person) -> Actor:
    """Give the person as the admin who acts. Raises `Refused` where they may not claim (seed)."""
    if not person.may(Capability.CLAIM):
        raise lacking(person, Capability.CLAIM)
    return Actor(kind=ActorKind.ADMIN, id=person.object_id, name=person.name)


def as_reviewer(person: Person) -> Actor:
    """Give the person as the reviewer who acts. Raises `Refused` where they may not review."""
    if not person.may(Capability.REVIEW):
        raise lacking(person, Capability.REVIEW)
    return Actor(kind=ActorKind.REVIEWER, id=person.object_id, name=person.name)


async def own_claim(unit: Unit, person: Person, claim_id: int | None) -> Claim:
    """Give a claim the person made themselves.

    Raises `Refused` with NOT_FOUND for anybody else's: that a claim exists is not told either.
    """
    claim = await unit.claim(person.tenant_id, claim_id) if claim_id is not None else None
    if claim is None or claim.owner != person.object_id:
        raise Refused.because(Code.NOT_FOUND)
    return claim


async def visible_claim(unit: Unit, person: Person, claim_id: int | None) -> Claim:
    """Give a claim the person made, or (once submitted) any claim to a reviewer.

    Raises `Refused`: where it cannot be told now whether somebody reviews, ROLE_NOT_CHECKED
    whether there is such a claim or not.
    """
    if person.may(Capability.REVIEW) and claim_id is not None:
        claim = await unit.claim(person.tenant_id, claim_id)
        if claim and claim.submitted_at is not None:
            return claim
    try:
        return await own_claim(unit, person, claim_id)
    except Refused:
        if Capability.REVIEW in person.unchecked:
            raise lacking(person, Capability.REVIEW) from None
        raise
