"""What a turn costs the server's CPU, as a multiple of the least any bot does (the floor)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from statistics import median

import aiohttp

from benchmarks.people import PEOPLE, Person
from benchmarks.processes import Server, server
from benchmarks.report import Line

ROUNDS, WARM_UP, MANY = 3, 40, 32
TURNS = 192
#: Goals as multiples of the floor, for one person and for 32 at once.
GOALS = {1: 4.0, MANY: 5.5}

Costs = dict[str, list[float]]


def run(*, large: bool) -> Iterator[Line]:
    """Measure each server in turns, several times, so that a busy moment hits all alike."""
    with ExitStack() as running:
        connector = running.enter_context(server("connector")).url
        servers = {
            name: running.enter_context(server(name, connector))
            for name in ("floor", "local", "jwt", "stock")
        }
        for users in (1, MANY):
            yield from _lines(asyncio.run(measure(servers, connector, users)), users)


def _lines(costs: Costs, users: int) -> Iterator[Line]:
    who = "1 person" if users == 1 else f"{users} at once"
    base = costs.pop("floor")
    yield Line(f"floor, {who}", median(base) * 1000, "ms")
    for name, each in costs.items():
        goal = GOALS[users] if name.endswith("JWT on") else None
        ratio = median(cost / least for cost, least in zip(each, base, strict=True))
        yield Line(f"{name}, {who}", ratio, "×", goal)


async def measure(servers: dict[str, Server], connector: str, users: int) -> Costs:
    """Give the CPU seconds a turn took in each round, for each kind of turn."""
    async with aiohttp.ClientSession() as session:

        def people(name: str, group: int = 1) -> list[Person]:
            at, token = servers[name].url, servers[name].said.get("token", "")
            chosen = PEOPLE[users * group :][:users]  # nobody twice: a claim is begun only once
            return [Person(session, at, connector, who, token) for who in chosen]

        floor, stock, pressed, checked = map(people, ("floor", "stock", "local", "jwt"))
        typed = people("local", group=2)
        for each, typing in ((pressed, False), (checked, False), (typed, True)):
            await asyncio.gather(*(person.begin(typing=typing) for person in each))
        loads: dict[str, tuple[str, list[Callable[[], Awaitable[None]]]]] = {
            "floor": ("floor", [person.hello for person in floor]),
            "pressed step": ("local", [person.turn for person in pressed]),
            "pressed step, inbound JWT on": ("jwt", [person.turn for person in checked]),
            "typed step (old card settled, new one sent)": ("local", [p.turn for p in typed]),
            "stock botbuilder waterfall, memory only": ("stock", [p.hello for p in stock]),
        }
        costs: Costs = {name: [] for name in loads}
        for _, takes in loads.values():
            await load(takes, WARM_UP)
        for _ in range(ROUNDS):
            for name, (at, takes) in loads.items():
                costs[name].append(await cost(servers[at], takes))
        return costs


async def cost(measured: Server, takes: list[Callable[[], Awaitable[None]]]) -> float:
    """Give the CPU seconds of one turn, on average over many."""
    before = measured.cpu()
    await load(takes, TURNS)
    return (measured.cpu() - before) / (TURNS // len(takes) * len(takes))


async def load(takes: list[Callable[[], Awaitable[None]]], turns: int) -> None:
    """Let everybody take their turns, each the next when the last is answered."""

    async def talk(take: Callable[[], Awaitable[None]]) -> None:
        for _ in range(turns // len(takes)):
            await take()

    await asyncio.gather(*map(talk, takes))
