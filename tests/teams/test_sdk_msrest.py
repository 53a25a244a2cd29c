"""The SDK walks every card through msrest and rebuilds its retry list per call; ours never runs it."""

import msrest.pipeline
import msrest.serialization
import msrest.service_client
from msrest.pipeline import requests as msrest_requests

from bot.dialogs.turn import Reply
from tests.teams.channel import CARD


async def test_nothing_of_msrest_runs_in_a_turn(chat, monkeypatch):
    ran = []

    def count(name):
        def init(self, *args, **kwargs):
            ran.append(name)

        return init

    for owner in (
        msrest.serialization.Serializer,
        msrest.serialization.Deserializer,
        msrest.service_client.ServiceClient,
        msrest_requests.ClientRetryPolicy
        if hasattr(msrest_requests, "ClientRetryPolicy")
        else None,
    ):
        if owner is not None:
            monkeypatch.setattr(owner, "__init__", count(owner.__name__))
    monkeypatch.setattr(msrest.serialization.Model, "deserialize", count("Model.deserialize"))
    monkeypatch.setattr(msrest.serialization.Model, "serialize", count("Model.serialize"))

    async def script(turn):
        turn.in_place = Reply(card=CARD)
        turn.replies.append(Reply(card=CARD))

    chat.dialogs.script = script
    assert (await chat.say()).status == 200
    assert (await chat.press()).status == 200
    assert len(chat.teams.sent) == 3
    assert ran == []
