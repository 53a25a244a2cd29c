"""With the SDK's storage the last writer wins; ours starts the later turn over, on any database."""

import asyncio
import json

from bot.dialogs.turn import Reply
from tests.teams import channel
from tests.teams.house import house


async def test_two_replicas_answering_one_conversation_lose_nothing(store):
    async with house(store) as one, house(store) as two:
        both = asyncio.Barrier(2)
        waited = []

        async def script(turn):
            count = turn.state.get("count", 0)
            if len(waited) < 2:
                waited.append(turn)
                await both.wait()
            turn.state["count"] = count + 1
            turn.replies.append(Reply(text=f"count {count + 1}"))

        one.dialogs.script = two.dialogs.script = script
        answers = await channel.gathered(one.say("first"), two.say("second"))
        assert [answer.status for answer in answers] == [200, 200]
        kept = await store.unit().conversation(f"a:ada:{channel.ADA}")
        assert json.loads(kept.data) == {"count": 2}
        assert sorted(one.teams.texts + two.teams.texts) == ["count 1", "count 2"]


async def test_one_press_at_two_replicas_is_one_result(store):
    async with house(store) as one, house(store) as two:
        both = asyncio.Barrier(2)
        waited = []

        async def script(turn):
            if len(waited) < 2:
                waited.append(turn)
                await both.wait()
            turn.in_place = Reply(text=f"result {id(turn)}")

        one.dialogs.script = two.dialogs.script = script
        press = channel.execute(one.url)
        answers = await channel.gathered(one.post(press), two.post(press | {"id": "other"}))
        first, second = [await answer.json() for answer in answers]
        assert first == second
