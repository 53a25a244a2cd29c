"""A card submit has a value and no text, on which the SDK's samples crash; ours is a press."""

import pytest

from bot.dialogs.gestures import Pressed
from tests.teams import channel


@pytest.mark.parametrize("text", [None, "", "  ", "<at>CPOR Claims</at>"], ids=repr)
async def test_a_submit_is_read_like_an_execute(chat, text):
    data = {"nonce": "n", "claim_id": "1001", "claim_name": "Contoso"}
    response = await chat.post(channel.submit(chat.url, "next", data=data, text=text))
    assert response.status == 200
    (gesture,) = chat.dialogs.gestures
    assert gesture == Pressed(
        verb="next",
        claim_id=1001,
        nonce="n",
        inputs={"claim_name": "Contoso"},
        message_id="m7",
    )
