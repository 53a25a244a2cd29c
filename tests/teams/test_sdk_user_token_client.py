"""The SDK builds a token client and new connections per turn; ours share what the process has."""


async def test_a_turn_has_no_user_token_client_and_one_shared_connector(chat):
    await chat.say("one")
    await chat.say("two")
    first, second = (context.turn_state for context in chat.dialogs.contexts)
    assert first["UserTokenClient"] is None
    assert first["ConnectorClient"] is second["ConnectorClient"]


async def test_a_dialog_can_still_send_through_the_sdk(chat):
    """Nothing of ours does, but a dialog library would; cards must not be walked then either."""

    async def script(turn):
        await chat.dialogs.contexts[-1].send_activity("through the SDK")

    chat.dialogs.script = script
    await chat.say()
    assert chat.teams.texts == ["through the SDK"]
    assert chat.teams.sent[0]["replyToId"]
