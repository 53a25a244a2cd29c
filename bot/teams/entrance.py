"""Where activities come in from the web: gives an HTTP answer for everything, and never a trace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botbuilder.core import TurnContext

from bot.teams import faults
from bot.teams.adapter import TeamsAdapter
from bot.teams.authentication import Caller, NotAdmitted
from bot.teams.presses import BadPayload
from bot.teams.refusals import ForeignService, SendLater
from bot.teams.turns import Turns

Answer = tuple[int, dict[str, Any] | None]


class Entrance:
    """Takes one well-formed activity with what is known of its sender."""

    def __init__(self, adapter: TeamsAdapter, turns: Turns) -> None:
        self._adapter = adapter
        self._turns = turns

    async def receive(
        self,
        activity: Mapping[str, Any],
        *,
        authorization: str,
        peer: str,
        host: str,
        forwarded: bool,
    ) -> Answer:
        """Run an activity and give HTTP status and JSON body (None: no body).

        200 done · 400 no client of ours sends this · 401, 403 not from the channel · 503 try
        again · 500 with nothing but a reference id.
        """

        async def run(context: TurnContext) -> None:
            await self._turns.run(context, activity)

        caller = Caller(authorization, peer, host, forwarded)
        try:
            return await self._adapter.process(activity, caller, run)
        except NotAdmitted as refused:
            return refused.status, _error("not_admitted")
        except ForeignService:
            return 403, _error("not_admitted")
        except BadPayload:
            return 400, _error("bad_payload")
        except SendLater:
            return 503, _error("answer_not_sent")
        except Exception as error:
            reference = faults.record(error, "activity")
            return 500, {**_error("internal"), "reference": reference}


def _error(code: str) -> dict[str, Any]:
    return {"error": code}
