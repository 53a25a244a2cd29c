"""The SDK as it comes, for comparison: its own adapter, waterfall and state, kept in memory."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from botbuilder.core import (
    ConversationState,
    MemoryStorage,
    MessageFactory,
    TurnContext,
)
from botbuilder.core.card_factory import CardFactory
from botbuilder.dialogs import Dialog as SdkDialog
from botbuilder.dialogs import (
    DialogSet,
    DialogTurnResult,
    DialogTurnStatus,
    WaterfallDialog,
    WaterfallStepContext,
)
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

from benchmarks.servers import CARD


class Nobody:
    """The settings of a bot without an identity, as the emulator uses it."""

    APP_ID = ""
    APP_PASSWORD = ""
    APP_TYPE = "MultiTenant"
    APP_TENANTID = ""


class Asking:
    """A claim's conversation the way the SDK's samples write it."""

    def __init__(self) -> None:
        self.state = ConversationState(MemoryStorage())
        self.dialogs = DialogSet(self.state.create_property("dialogs"))
        self.dialogs.add(WaterfallDialog("claim", [self.ask] * 8))

    async def on_turn(self, context: TurnContext) -> None:
        """Answer a message with the next step's card."""
        dialog = await self.dialogs.create_context(context)
        result = await dialog.continue_dialog()
        if result.status in (DialogTurnStatus.Empty, DialogTurnStatus.Complete):
            await dialog.begin_dialog("claim")
        await self.state.save_changes(context)

    async def ask(self, step: WaterfallStepContext) -> DialogTurnResult:
        """Send one card."""
        card = CardFactory.adaptive_card(CARD)
        await step.context.send_activity(MessageFactory.attachment(card))
        return SdkDialog.end_of_turn


async def stock(_: str, _folder: str) -> tuple[web.Application, dict[str, Any]]:
    """Make the server."""
    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Nobody)), Asking()

    async def receive(request: web.Request) -> web.Response:
        answer = await adapter.process(request, bot)
        return answer or web.Response()

    app = web.Application()
    app.add_routes([web.post("/api/messages", receive)])
    return app, {}
