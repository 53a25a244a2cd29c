"""The list of what may leave in a log line or a span: named keys, each with the kind it expects.

A list of what to hide forgets the next secret; this one forgets the next figure instead, which
somebody notices and adds. A key that is not here is dropped, and a value of another kind is
withheld, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.claims.models import DeadlineKind
from bot.claims.ports import OutboxKind
from bot.observing.known_words import (
    CODES,
    DOING,
    JOBS,
    METHODS,
    OAUTH,
    OUTCOMES,
    PARTS,
    REASONS,
    VERBS,
)

WITHHELD = "(withheld)"
Kind = Callable[[object], bool]


_GRAPH = re.compile(r"(.*?) ?\(?Graph answered \d{3} ?(\w*)\)?")
_CHANNEL = re.compile(r"refused by the channel \(\d{1,3}\)")
_NO_TOKEN = re.compile(r"([a-z_]*)( \d{4,7})*")
_STACK_LINE = re.compile(r"[\w./\\:<>@+() -]+:\d+ [\w<>]+")


def one_of(*values: str) -> Kind:
    """Expect one of these words."""
    known = frozenset(values)
    return lambda value: isinstance(value, str) and value in known


def like(pattern: str) -> Kind:
    """Expect a text that is this pattern from end to end."""
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def whole_number(value: object) -> bool:
    """Expect a number that counts or numbers something."""
    return isinstance(value, int) and not isinstance(value, bool)


def number(value: object) -> bool:
    """Expect a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def error_type(value: object) -> bool:
    """Expect the name of an exception that this process really has, so no other capital word."""
    return isinstance(value, str) and (value in _seen or _look_for(value))


def reason(value: object) -> bool:
    """Expect one of our own reasons, an exception's name, or both with a colon in between.

    A refusal by Graph or by the channel may come with its number and, if we know it, its code.
    """
    if not isinstance(value, str):
        return False
    if graph := _GRAPH.fullmatch(value):
        return graph[1] in ("", *REASONS) and graph[2] in ("", *CODES)
    told, _, name = value.rpartition(": ")
    if told:
        return told in REASONS and error_type(name)
    return value in REASONS or _CHANNEL.fullmatch(value) is not None or error_type(value)


def no_token(value: object) -> bool:
    """Expect an exception's name, or OAuth's error with the numbers Entra adds to it."""
    said = _NO_TOKEN.fullmatch(value) if isinstance(value, str) else None
    return error_type(value) or (said is not None and said[1] in OAUTH)


def stack(value: object) -> bool:
    """Expect `trace_of`'s lines: exception names and places in code."""
    if not isinstance(value, str):
        return False
    lines = value.split("\n")
    return all(_STACK_LINE.fullmatch(line) or error_type(line) for line in lines)


_seen: set[str] = set()


def _look_for(name: str) -> bool:
    kinds: list[type[BaseException]] = [BaseException]
    while kinds:
        kind = kinds.pop()
        if kind.__name__ == name:
            _seen.add(name)
            return True
        kinds += type.__subclasses__(kind)
    return False


_word = like(r"[a-z_]{1,32}")
_route = like(r"(/([a-z][a-z_.*-]{0,24}|v1|\{\w{1,24}\})?)+|\(none\)")

KINDS: Mapping[str, Kind] = {
    "reference": like(r"[0-9a-f]{8}"),
    "trace_id": like(r"[0-9a-f]{32}"),
    "method": one_of(*METHODS),
    "route": _route,
    "status": whole_number,
    "bytes": whole_number,
    "seconds": number,
    "attempt": whole_number,
    "at_hand": whole_number,
    "claim": whole_number,
    "row": whole_number,
    "pages": whole_number,
    "request_id": like(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|"),
    "scope": like(r"https://(graph\.microsoft|api\.botframework)\.\w{2,5}/\.default"),
    "what_to_do": reason,
    "error": no_token,
    "because": error_type,
    "stack": stack,
    "why": reason,
    "reason": reason,
    "code": one_of("", *CODES),
    "kind": one_of(*OutboxKind, *DeadlineKind),
    "job": one_of(*JOBS),
    "part": one_of(*PARTS),
    "doing": one_of(*DOING),
    "gesture": one_of(*DOING),
    "verb": one_of("", *VERBS),
    "dialog": _word,
    "screen": like(r"[a-z_]{0,32}"),
    "operation": one_of("put", "get", "delete"),
    "outcome": one_of(*OUTCOMES),
}


def kept(facts: Mapping[str, object]) -> dict[str, object]:
    """Give what may leave: allowed keys only, with values of another kind withheld."""
    return {
        key: value if KINDS[key](value) else WITHHELD
        for key, value in facts.items()
        if key in KINDS
    }
