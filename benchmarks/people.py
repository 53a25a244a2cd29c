"""People who chat with a measured server the way Teams passes it on."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp

TENANT = "3b1d7a52-6c0e-4f7e-9a55-0c7f5a1e9d10"
PEOPLE = tuple(f"0a1b2c3d-0000-4000-8000-{n:012d}" for n in range(1, 129))
ITEMS = "teams,exchange_online"

Wire = dict[str, Any]


class Person:
    """One person's chat with the assistant, up to the question for the workloads."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, connector: str, who: str, token: str = ""
    ) -> None:
        self._session, self._url, self._connector, self._who = session, url, connector, who
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._ids = itertools.count(1)
        self._card: Wire = {}
        self._steps: Iterator[Callable[[], Any]] = itertools.cycle(())

    async def begin(self, *, typing: bool) -> None:
        """Start a claim; afterwards each turn goes a step on or back, typed or pressed."""
        await self._post(type="installationUpdate", action="add")
        await self._say("new claim")
        async with self._session.get(f"{self._connector}/last/a:{self._who}") as response:
            self._card = await response.json()
        area = {"solution_area": "modern_work_security", "partner_role": "use_or_consume"}
        await self._press("next", **area)
        domain = {"customer_name": "Fabrikam", "customer_domain": "fabrikam.example"}
        await self._press("next", **domain, partner_id="4501123")
        on = (
            (lambda: self._say(ITEMS)) if typing else (lambda: self._press("next", workloads=ITEMS))
        )
        back = (lambda: self._say("back")) if typing else (lambda: self._press("back"))
        self._steps = itertools.cycle((on, back))

    async def turn(self) -> None:
        """Take the next turn of the claim."""
        await next(self._steps)()

    async def hello(self) -> None:
        """Send a message, to a server that answers any with one card."""
        await self._say("hello")

    async def _say(self, text: str) -> None:
        await self._post(type="message", text=text)

    async def _press(self, verb: str, **inputs: str) -> None:
        action = next(each for each in _actions(self._card) if each.get("verb") == verb)
        data = {**action["data"], **inputs}
        value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}}
        answer = await self._post(type="invoke", name="adaptiveCard/action", value=value)
        self._card = answer["value"]

    async def _post(self, **parts: Any) -> Any:
        activity = {
            "id": f"{self._who}-{next(self._ids)}",
            "channelId": "msteams",
            "serviceUrl": f"{self._connector}/",
            "from": {"id": f"29:{self._who}", "aadObjectId": self._who, "name": "Ada Admin"},
            "recipient": {"id": "28:bot", "name": "CPOR"},
            "conversation": {
                "id": f"a:{self._who}",
                "conversationType": "personal",
                "tenantId": TENANT,
            },
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
            "replyToId": "m1",
            **parts,
        }
        url = f"{self._url}/api/messages"
        async with self._session.post(url, json=activity, headers=self._headers) as response:
            response.raise_for_status()
            return await response.json(content_type=None) if response.content_length else None


def _actions(element: Any) -> Iterator[Wire]:
    if isinstance(element, dict):
        if element.get("type") == "Action.Execute":
            yield element
        for value in element.values():
            yield from _actions(value)
    elif isinstance(element, list):
        for item in element:
            yield from _actions(item)
