"""The SDK walks cards through msrest and rebuilds its retry list per call; ours never runs it."""

from msrest.serialization import Deserializer, Model, Serializer
from msrest.service_client import ServiceClient
from msrest.universal_http.requests import ClientRetryPolicy

from bot.dialogs.turn import Reply
from tests.teams.channel import CARD


async def test_nothing_of_msrest_runs_in_a_turn(chat, monkeypatch):
    ran = []

    def counting(name):
        return lambda *args, **kwargs: ran.append(name)

    for owner in (Serializer, Deserializer, ServiceClient, ClientRetryPolicy):
        monkeypatch.setattr(owner, "__init__", counting(owner.__name__))
    monkeypatch.setattr(Model, "deserialize", counting("Model.deserialize"))
    monkeypatch.setattr(Model, "serialize", counting("Model.serialize"))

    async def script(turn):
        turn.in_place = Reply(card=CARD)
        turn.replies.append(Reply(card=CARD))

    chat.dialogs.script = script
    assert (await chat.say()).status == 200
    assert (await chat.press()).status == 200
    assert len(chat.teams.sent) == 3
    assert ran == []
