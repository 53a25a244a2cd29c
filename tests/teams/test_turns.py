"""A turn from the activity to the reply: stored before it is sent, and sent once."""

import asyncio
import json
from datetime import UTC, datetime

from bot.claims.errors import Conflict, Covered
from bot.claims.models import Capability, Claim
from bot.dialogs.gestures import Arrived, Pressed, Typed
from bot.dialogs.turn import Reply
from tests.teams import channel
from tests.teams.channel import ADA, CARD, TENANT

KEY = f"a:ada:{ADA}"


async def test_a_message_is_answered_through_the_connector(chat):
    response = await chat.say("hello")
    assert (response.status, await response.read()) == (200, b"")
    (method, path, body) = chat.teams.calls[-1]
    assert (method, body["text"]) == ("POST", "got Typed")
    assert path.startswith("/emea/v3/conversations/a:ada/activities/a")
    assert body["recipient"] == {"id": "29:ada"}
    assert body["from"] == {"id": "28:bot"}
    assert body["replyToId"] == path.rsplit("/", 1)[1]


async def test_the_turn_knows_who_speaks(chat):
    await chat.say("hello")
    (turn,) = chat.dialogs.turns
    assert turn.gesture == Typed(text="hello")
    assert (turn.person.tenant_id, turn.person.object_id) == (TENANT, ADA)
    assert turn.person.capabilities == {Capability.CLAIM}
    assert turn.person.locale == "en-GB"
    assert chat.dialogs.contexts[0].activity.text == "hello"


async def test_an_execute_is_answered_by_the_card_that_replaces_it(chat):
    async def script(turn):
        turn.in_place = Reply(card=CARD)

    chat.dialogs.script = script
    response = await chat.press("next", data={"nonce": "n", "claim_id": 1001, "claim_name": "X"})
    assert response.status == 200
    assert await response.json() == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.card.adaptive",
        "value": CARD,
    }
    gesture = chat.dialogs.gestures[0]
    assert (gesture.verb, gesture.claim_id, gesture.inputs) == ("next", 1001, {"claim_name": "X"})
    assert chat.teams.sent == []


async def test_an_execute_may_be_answered_by_text_or_by_nothing(chat):
    async def script(turn):
        turn.in_place = Reply(text="Saved.") if turn.gesture.verb == "next" else None

    chat.dialogs.script = script
    kind = "application/vnd.microsoft.activity.message"
    assert await (await chat.press("next")).json() == {
        "statusCode": 200,
        "type": kind,
        "value": "Saved.",
    }
    assert (await (await chat.press("back")).json())["value"] == ""


async def test_a_submit_changes_the_message_it_came_from(chat):
    async def script(turn):
        turn.in_place = Reply(card=CARD, summary="Done")
        turn.replies.append(Reply(text="And a word."))

    chat.dialogs.script = script
    response = await chat.post(channel.submit(chat.url, "next"))
    assert response.status == 200
    assert isinstance(chat.dialogs.gestures[0], Pressed)
    changed, said = [call for call in chat.teams.calls if call[0] != "GET"]
    assert (changed[0], changed[1].rsplit("/", 1)[1]) == ("PUT", "m7")
    assert changed[2]["attachments"][0]["content"] == CARD
    assert (said[0], said[2]["text"]) == ("POST", "And a word.")


async def test_a_submit_without_its_message_gets_a_new_one(chat):
    async def script(turn):
        turn.in_place = Reply(card=CARD)

    chat.dialogs.script = script
    await chat.post(channel.submit(chat.url, "next", replyToId=None))
    assert [call[0] for call in chat.teams.calls if call[0] != "GET"] == ["POST"]


async def test_a_change_of_a_message_that_is_gone_is_sent_anew(chat):
    async def script(turn):
        turn.replies.append(Reply(text="News", replaces="m-old"))

    chat.dialogs.script = script
    chat.teams.refuse(404, "ActivityNotFound")
    assert (await chat.say()).status == 200
    assert chat.teams.calls[-1][0] == "POST"
    assert chat.teams.texts == ["News"]


async def test_the_same_activity_twice_is_one_turn(chat):
    message = channel.said(chat.url, "hello")
    first, second = await chat.post(message), await chat.post(message)
    assert (first.status, second.status) == (200, 200)
    assert len(chat.dialogs.turns) == 1
    assert chat.teams.texts == ["got Typed"]


async def test_one_press_four_times_at_once_with_old_and_new_ids_is_one_turn(chat):
    async def script(turn):
        await asyncio.sleep(0)
        turn.in_place = Reply(card=CARD | {"n": len(chat.dialogs.turns)})
        turn.replies.append(Reply(text="Submitted."))

    chat.dialogs.script = script
    press = channel.execute(chat.url, "submit_claim", data={"nonce": "n9", "claim_id": 1001})
    again = press | {"id": "another-1"}
    third = press | {"id": "another-2"}
    answers = await channel.gathered(*(chat.post(body) for body in (press, press, again, third)))
    bodies = [await answer.json() for answer in answers]
    assert len(chat.dialogs.turns) == 1
    assert bodies == [bodies[0]] * 4
    assert bodies[0]["value"]["n"] == 1
    assert chat.teams.texts == ["Submitted."]


async def test_the_same_card_filled_in_differently_is_a_new_press(chat):
    for name in ("Contoso", "Fabrikam"):
        await chat.press("next", data={"nonce": "n1", "customer_name": name})
    assert [g.inputs["customer_name"] for g in chat.dialogs.gestures] == ["Contoso", "Fabrikam"]


async def test_two_messages_at_once_in_one_conversation_take_turns(chat):
    running = []

    async def script(turn):
        running.append(turn.gesture.text)
        count = turn.state.get("count", 0)
        await asyncio.sleep(0.01)
        turn.state["count"] = count + 1
        assert running == [turn.gesture.text]
        running.clear()

    chat.dialogs.script = script
    answers = await channel.gathered(*(chat.say(f"message {n}") for n in range(5)))
    assert [answer.status for answer in answers] == [200] * 5
    assert len(chat.dialogs.turns) == 5
    kept = await chat.store.unit().conversation(KEY)
    assert json.loads(kept.data) == {"count": 5}
    assert len(chat.turns._locks) == 0


async def test_people_do_not_wait_for_each_other(chat):
    both = asyncio.Barrier(2)

    async def script(turn):
        async with asyncio.timeout(5):
            await both.wait()

    chat.dialogs.script = script
    rae = {"id": "29:rae", "name": "Rae", "aadObjectId": channel.RAE}
    home = {"id": "a:rae", "conversationType": "personal", "tenantId": TENANT}
    answers = await channel.gathered(
        chat.say("one"), chat.say("two", **{"from": rae, "conversation": home})
    )
    assert [answer.status for answer in answers] == [200, 200]
    assert len(chat.dialogs.turns) == 2


async def test_a_lost_race_starts_the_turn_over(chat):
    async def script(turn):
        turn.replies.append(Reply(text=f"attempt {len(chat.dialogs.turns)}"))
        if len(chat.dialogs.turns) == 1:
            turn.unit.commit = losing(Conflict())
        if len(chat.dialogs.turns) == 2:
            turn.unit.commit = losing(Covered(1001))

    chat.dialogs.script = script
    await chat.say()
    assert chat.teams.texts == ["attempt 3"]


def losing(error):
    async def commit():
        raise error

    return commit


async def test_what_was_stored_but_not_sent_is_sent_by_the_next_delivery(chat):
    async def script(turn):
        turn.replies.extend([Reply(text="one"), Reply(text="two")])

    chat.dialogs.script = script
    message = channel.said(chat.url, "hello")
    chat.teams.refuse(503)
    chat.teams.refuse(503)
    chat.teams.refuse(503)
    assert (await chat.post(message)).status == 503
    assert chat.teams.texts == []
    assert (await chat.post(message)).status == 200
    assert (await chat.post(message)).status == 200
    assert chat.teams.texts == ["one", "two"]
    assert len(chat.dialogs.turns) == 1


async def test_a_redelivery_goes_on_where_sending_stopped(chat):
    async def script(turn):
        turn.replies.extend([Reply(text="one"), Reply(text="two")])

    chat.dialogs.script = script
    message = channel.said(chat.url, "hello")

    async def break_after_one():
        if len(chat.teams.sent) == 1 and len(chat.dialogs.turns) == 1 and not broken:
            broken.append(True)
            for _ in range(3):
                chat.teams.refuse(502)

    broken = []
    chat.teams.latency = break_after_one
    assert (await chat.post(message)).status == 503
    assert (await chat.post(message)).status == 200
    assert chat.teams.texts == ["one", "two"]


async def test_a_press_is_answered_even_if_the_connector_is_down(chat):
    async def script(turn):
        turn.in_place = Reply(card=CARD)
        turn.replies.append(Reply(text="later"))

    chat.dialogs.script = script
    for _ in range(3):
        chat.teams.refuse(503)
    press = channel.execute(chat.url)
    assert (await (await chat.post(press)).json())["value"] == CARD
    assert (await (await chat.post(press)).json())["value"] == CARD
    assert chat.teams.texts == ["later"]
    assert len(chat.dialogs.turns) == 1


async def test_unchanged_state_is_not_written(chat):
    async def script(turn):
        turn.state["seen"] = True

    chat.dialogs.script = script
    await chat.say("one")
    first = await chat.store.unit().conversation(KEY)
    await chat.say("two")
    second = await chat.store.unit().conversation(KEY)
    assert (first.version, second.version) == (1, 1)


async def test_a_poisoned_state_row_is_refused_and_the_chat_goes_on(chat):
    unit = chat.store.unit()
    row = await unit.conversation(KEY)
    poison = {"stack": [{"py/object": "os.system", "py/reduce": ["touch /tmp/owned"]}]}
    unit.keep_conversation(row.model_copy(update={"data": json.dumps(poison).encode()}))
    await unit.commit()
    await chat.say()
    assert chat.dialogs.turns[0].state == {}
    assert (await chat.store.unit().conversation(KEY)).data == b"{}"


def save_claim(turn):
    now = datetime.now(UTC)
    turn.unit.save(Claim(id=1001, org=TENANT, owner=ADA, created_at=now, changed_at=now))


async def test_the_message_that_shows_a_status_is_kept(chat):
    async def script(turn):
        save_claim(turn)
        turn.replies.append(Reply(text="words"))
        turn.replies.append(Reply(card=CARD, status_of=1001))

    chat.dialogs.script = script
    await chat.say()
    card = await chat.store.unit().status_card(1001, ADA)
    assert (card.message_id, card.conversation_id) == ("m2", "a:ada")


async def test_a_pressed_card_that_becomes_a_status_is_kept(chat):
    async def script(turn):
        save_claim(turn)
        turn.in_place = Reply(card=CARD, status_of=1001)

    chat.dialogs.script = script
    await chat.press("submit_claim")
    assert (await chat.store.unit().status_card(1001, ADA)).message_id == "m7"


async def test_busy_shows_the_typing_indicator_at_once(chat):
    async def script(turn):
        await turn.busy()
        assert chat.teams.calls[-1][2]["type"] == "typing"
        turn.replies.append(Reply(text="done"))

    chat.dialogs.script = script
    await chat.say()
    assert chat.teams.texts == ["done"]


async def test_an_unsendable_typing_indicator_does_no_harm(chat):
    async def script(turn):
        chat.teams.refuse(500)
        await turn.busy()
        turn.replies.append(Reply(text="done"))

    chat.dialogs.script = script
    await chat.say()
    assert chat.teams.texts == ["done"]


async def test_a_file_is_offered_and_shown_as_delivered(chat):
    async def script(turn):
        if isinstance(turn.gesture, Typed):
            offer = {"name": "a.docx", "description": "Template", "size": 9, "context": {"t": 1}}
            turn.replies.append(Reply(offer=offer))
        else:
            turn.replies.append(Reply(delivered=turn.gesture.target))

    chat.dialogs.script = script
    await chat.say("template")
    offered = chat.teams.sent[-1]["attachments"][0]
    assert offered["contentType"] == "application/vnd.microsoft.teams.card.file.consent"
    assert offered["content"]["acceptContext"] == {"t": 1}
    upload = {
        "uploadUrl": "https://contoso-my.sharepoint.com/up",
        "contentUrl": "https://contoso-my.sharepoint.com/a.docx",
        "name": "a.docx",
        "uniqueId": "u",
        "fileType": "docx",
    }
    value = {"action": "accept", "context": {"t": 1}, "uploadInfo": upload, "type": "fileUpload"}
    consent = channel.activity(chat.url, "invoke", name="fileConsent/invoke", value=value)
    response = await chat.post(consent)
    assert (response.status, await response.read()) == (200, b"")
    shown = chat.teams.sent[-1]["attachments"][0]
    assert shown["contentType"] == "application/vnd.microsoft.teams.card.file.info"
    assert shown["contentUrl"] == upload["contentUrl"]
    assert shown["content"] == {"uniqueId": "u", "fileType": "docx"}


async def test_the_two_activities_of_an_installation_are_answered_once(chat):
    installed = channel.activity(chat.url, "installationUpdate", action="add")
    joined = channel.activity(chat.url, "conversationUpdate", membersAdded=[{"id": "28:bot"}])
    answers = await channel.gathered(chat.post(installed), chat.post(joined))
    assert [answer.status for answer in answers] == [200, 200]
    assert chat.dialogs.gestures == [Arrived()]


async def test_what_nothing_is_done_for_is_taken_without_a_word(chat):
    for kind in ("messageReaction", "messageUpdate", "typing", "event", "somethingNew"):
        assert (await chat.post(channel.activity(chat.url, kind))).status == 200
    unknown = channel.activity(chat.url, "invoke", name="composeExtension/query", value={})
    assert (await chat.post(unknown)).status == 200
    assert (chat.dialogs.turns, chat.teams.calls) == ([], [])
