"""What people may do follows the settings of the moment, and nothing else."""

from bot.claims.models import Capability, Person
from bot.identity.people import ConfiguredPeople

ADA = Person(tenant_id="t", object_id="8b0c0a7e-2d3c-4b5a-9f34-5b5d6f3a1c11")


async def test_listed_people_hold_what_their_list_says():
    people = ConfiguredPeople(admins=[ADA.object_id.upper()], reviewers=["other"])
    ada = await people.with_capabilities(ADA)
    assert ada.capabilities == {Capability.CLAIM}


async def test_one_person_may_be_on_both_lists():
    people = ConfiguredPeople(admins=[ADA.object_id], reviewers=[f" {ADA.object_id} "])
    assert (await people.with_capabilities(ADA)).capabilities == set(Capability)


async def test_a_capability_held_before_is_taken_away():
    held = ADA.model_copy(update={"capabilities": frozenset(Capability)})
    people = ConfiguredPeople(admins=[], reviewers=[])
    assert (await people.with_capabilities(held)).capabilities == frozenset()
