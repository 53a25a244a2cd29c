"""What a turn leaves behind is stored once, and a turn that lost a race leaves nothing."""

import asyncio
from datetime import timedelta

import pytest

from bot.claims.errors import Conflict
from bot.claims.ports import ConsentLink, ConversationState, Reference, StatusCard


async def commit(store, **kept):
    unit = store.unit()
    for method, arguments in kept.items():
        getattr(unit, method)(*arguments)
    await unit.commit()


async def test_an_answer_is_given_again(store):
    await commit(store, remember=("activity:1", {"card": {"text": "žlutý 🐎"}}))

    found = await store.unit().answered("activity:1")

    assert (found.key, found.result) == ("activity:1", {"card": {"text": "žlutý 🐎"}})
    assert found.message_ids is None
    assert await store.unit().answered("activity:2") is None
    assert await store.unit().answered() is None


async def test_the_first_key_that_has_an_answer_counts(store):
    await commit(store, remember=("b", {"n": 2}))
    await commit(store, remember=("c", {"n": 3}))

    assert (await store.unit().answered("a", "c", "b")).key == "c"
    assert (await store.unit().answered("a", "b", "c")).key == "b"


async def test_sent_messages_are_noted(store):
    await commit(store, remember=("a", {}))
    await commit(store, remember=("b", {}))
    await store.mark_sent("a", ["m1", "m2"])
    await store.mark_sent("b", [])
    await store.mark_sent("never stored", ["m3"])

    assert (await store.unit().answered("a")).message_ids == ("m1", "m2")
    assert (await store.unit().answered("b")).message_ids == ()
    assert await store.unit().answered("never stored") is None


async def test_the_same_press_is_answered_once(store, replica):
    replicas = [store, await replica()]

    async def press(number):
        try:
            await commit(replicas[number % 2], remember=("press", {"by": number}))
        except Conflict:
            return 0
        return 1

    assert sum(await asyncio.gather(*(press(number) for number in range(10)))) == 1


async def test_old_answers_are_forgotten(store, clock):
    await commit(store, remember=("old", {}))
    clock.move(hours=1)
    await commit(store, remember=("new", {}))

    assert await store.forget_answered(clock.now() - timedelta(minutes=1)) == 1
    assert await store.unit().answered("old") is None
    assert await store.unit().answered("new") is not None


async def test_a_conversation_starts_empty_and_comes_back(store):
    assert await store.unit().conversation("c") == ConversationState(key="c")

    data = b'{"claim":1001,"phase":"na\xc3\xafve"}'
    await commit(store, keep_conversation=(ConversationState(key="c", data=data),))

    found = await store.unit().conversation("c")
    assert found == ConversationState(key="c", data=data, version=1)


async def test_a_conversation_is_changed_only_by_who_read_it_last(store):
    await commit(store, keep_conversation=(ConversationState(key="c", data=b"1"),))
    read = await store.unit().conversation("c")
    second = read.model_copy(update={"data": b"2"})
    await commit(store, keep_conversation=(second,))

    late = store.unit()
    late.keep_conversation(read.model_copy(update={"data": b"late"}))
    late.remember("late", {})
    with pytest.raises(Conflict):
        await late.commit()

    found = await store.unit().conversation("c")
    assert (found.data, found.version) == (b"2", 2)
    assert await store.unit().answered("late") is None


@pytest.mark.parametrize("stored_before", [False, True])
async def test_of_parallel_turns_one_wins(store, replica, stored_before):
    if stored_before:
        await commit(store, keep_conversation=(ConversationState(key="c"),))
    replicas = [store, await replica()]
    read = await store.unit().conversation("c")

    async def turn(number):
        state = read.model_copy(update={"data": str(number).encode()})
        try:
            await commit(replicas[number % 2], keep_conversation=(state,))
        except Conflict:
            return None
        return number

    winners = [n for n in await asyncio.gather(*map(turn, range(10))) if n is not None]

    found = await store.unit().conversation("c")
    assert [found.data] == [str(number).encode() for number in winners]
    assert found.version == read.version + 1


async def test_a_person_is_found_and_the_latest_address_counts(store):
    first = Reference(
        tenant_id="t",
        object_id="o",
        user_id="29:x",
        conversation_id="a:1",
        service_url="https://smba.trafficmanager.net/emea/",
    )
    await commit(store, keep_reference=(first,))
    blocked = first.model_copy(update={"blocked": True, "conversation_id": "a:2"})
    await commit(store, keep_reference=(blocked,))

    assert await store.unit().reference("t", "o") == blocked
    assert await store.unit().reference("t", "other") is None
    assert await store.unit().reference("other", "o") is None


async def test_customer_links_are_kept_and_revoked(store, stored, clock):
    await stored(1001)
    now = clock.now()

    def link(number):
        return ConsentLink(
            token_hash=f"{number:064x}",
            claim_id=1001,
            org="org",
            email="dana@contoso.example",
            round=number,
            created_at=now + timedelta(hours=number),
            expires_at=now + timedelta(days=30),
        )

    await commit(store, keep_link=(link(2),))
    await commit(store, keep_link=(link(1),))
    revoked = link(1).model_copy(update={"revoked_at": now})
    await commit(store, keep_link=(revoked,))

    assert await store.unit().consent_links(1001) == [revoked, link(2)]
    assert await store.unit().consent_link(link(2).token_hash) == link(2)
    assert await store.unit().consent_link(revoked.token_hash) == revoked
    assert await store.unit().consent_link("unknown") is None
    assert await store.unit().consent_links(1002) == []


async def test_a_status_card_is_the_last_one_shown(store, stored):
    await stored(1001)
    card = StatusCard(claim_id=1001, object_id="o", conversation_id="c", message_id="m1")
    await commit(store, keep_status_card=(card,))
    newer = card.model_copy(update={"message_id": "m2"})
    await commit(store, keep_status_card=(newer,))

    assert await store.unit().status_card(1001, "o") == newer
    assert await store.unit().status_card(1001, "p") is None


async def test_what_a_turn_begins_with_is_looked_up_in_one_go(store):
    reference = Reference(
        tenant_id="t", object_id="o", user_id="29:o", conversation_id="c", service_url="https://x/"
    )
    state = ConversationState(key="t:c", data=b'{"stack": []}')
    await commit(
        store,
        remember=("press:1", {"card": {}}),
        keep_conversation=(state,),
        keep_reference=(reference,),
    )

    again = await store.unit().opening(["activity:9", "press:1"], "t", "o", "t:c")
    new = await store.unit().opening(["activity:9"], "t", "x", "t:x")

    assert (again.answered.key, again.reference) == ("press:1", reference)
    assert again.conversation == state.model_copy(update={"version": 1})
    assert (new.answered, new.reference) == (None, None)
    assert new.conversation == ConversationState(key="t:x")
