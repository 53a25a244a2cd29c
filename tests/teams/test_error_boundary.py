"""Whatever breaks, the person gets one sentence, nothing half is stored, and logs stay discreet."""

from bot.dialogs.turn import Reply
from tests.teams import channel
from tests.teams.channel import ADA

CANARY = "canary-7f3a@secret.example https://contoso.sharepoint.com/x?tempauth=tok"


async def broken(turn):
    turn.state["half"] = True
    turn.replies.append(Reply(text="never sent"))
    try:
        raise KeyError(CANARY)
    except KeyError as error:
        raise RuntimeError(f"about {CANARY}") from error


async def test_a_message_gets_one_sentence_with_the_id_that_is_in_the_log(chat, logs):
    chat.dialogs.script = broken
    response = await chat.say(f"my address is {CANARY}")
    assert response.status == 200
    (failed,) = [entry for entry in logs if entry["event"] == "turn.failed"]
    (sentence,) = chat.teams.texts
    assert failed["reference"] in sentence
    assert "KeyError" in failed["stack"]
    assert "in broken" in failed["stack"] or " broken" in failed["stack"]
    assert "canary" not in repr(logs)
    assert "tempauth" not in repr(logs)


async def test_nothing_of_the_turn_is_stored_and_it_can_be_done_again(chat):
    chat.dialogs.script = broken
    message = channel.said(chat.url, "hello")
    await chat.post(message)
    assert (await chat.store.unit().conversation(f"a:ada:{ADA}")).version == 0
    assert await chat.store.unit().reference(channel.TENANT, ADA) is None

    async def mended(turn):
        turn.replies.append(Reply(text="works"))

    chat.dialogs.script = mended
    await chat.post(message)
    assert chat.teams.texts[-1] == "works"


async def test_what_was_stored_before_is_kept(chat):
    async def keep(turn):
        turn.state["kept"] = 1

    chat.dialogs.script = keep
    await chat.say("one")
    chat.dialogs.script = broken
    await chat.say("two")
    assert (await chat.store.unit().conversation(f"a:ada:{ADA}")).data == b'{"kept":1}'


async def test_a_press_gets_the_sentence_in_its_answer_and_the_card_stays(chat):
    chat.dialogs.script = broken
    body = await (await chat.press()).json()
    assert body["type"] == "application/vnd.microsoft.activity.message"
    assert "went wrong" in body["value"]
    assert chat.teams.sent == []


async def test_state_that_is_no_json_breaks_the_turn_and_not_the_row(chat):
    async def script(turn):
        turn.state["object"] = object()

    chat.dialogs.script = script
    assert (await chat.say()).status == 200
    assert "went wrong" in chat.teams.texts[0]


async def test_an_apology_that_cannot_be_sent_is_not_an_error(chat):
    chat.dialogs.script = broken
    chat.teams.refuse(500)
    assert (await chat.say()).status == 200


async def test_beyond_the_boundary_there_is_only_a_reference(chat, logs, monkeypatch):
    async def defective(context, activity):
        raise RuntimeError(CANARY)

    monkeypatch.setattr(chat.turns, "run", defective)
    response = await chat.say()
    body = await response.json()
    (failed,) = [entry for entry in logs if entry["event"] == "turn.failed"]
    assert response.status == 500
    assert body == {"error": "internal", "reference": failed["reference"]}
    assert "canary" not in repr(logs)


async def test_a_whole_turn_logs_nothing_somebody_wrote(chat, logs):
    async def script(turn):
        turn.replies.append(Reply(text=CANARY))

    chat.dialogs.script = script
    chat.teams.refuse(403, "ConversationBlockedByUser")
    await chat.say(CANARY)
    await chat.post(channel.submit(chat.url, data={"claim_name": CANARY, "claim_id": "bad"}))
    assert "canary" not in repr(logs)
