"""What an examination finds, and how many are made at once without one harming another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands with one thing; only `BAD` keeps the assistant from its work."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line for the operator: what was looked at, how it is, and what would mend it."""

    check: str
    state: State
    said: str
    mend: str = ""


def good(check: str, said: str) -> Finding:
    """Say that a thing is as it should be."""
    return Finding(check, State.GOOD, said)


def doubtful(check: str, said: str, mend: str) -> Finding:
    """Say that a thing works, or may work, but somebody should look at it."""
    return Finding(check, State.DOUBTFUL, said, mend)


def bad(check: str, said: str, mend: str) -> Finding:
    """Say that a thing must be mended."""
    return Finding(check, State.BAD, said, mend)


Findings = Finding | Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at; `hint` is what to mend where it neither answers nor says why."""

    name: str
    look: Callable[[], Awaitable[Findings]]
    hint: str
    seconds: float = 15.0


async def examine(checks: Sequence[Check]) -> list[Finding]:
    """Look at everything at once; the findings come in the order of the checks."""
    found = await asyncio.gather(*(_one(check) for check in checks))
    return [finding for rows in found for finding in rows]


async def _one(check: Check) -> list[Finding]:
    try:
        async with asyncio.timeout(check.seconds):
            found = await check.look()
    except TimeoutError:
        return [bad(check.name, f"no answer within {check.seconds:g} seconds", check.hint)]
    except Exception as error:  # whatever it is, the other checks go on
        return [bad(check.name, f"failed ({cause(error)})", check.hint)]
    return [found] if isinstance(found, Finding) else list(found)


def cause(error: BaseException) -> str:
    """Name an error by its innermost type: its text could hold an address with a password."""
    return type(list(chain(error))[-1]).__name__


def chain(error: BaseException) -> Iterator[BaseException]:
    """Give an error and what caused it, the innermost last."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
