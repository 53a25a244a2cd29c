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

WITHHELD = "(withheld)"
Kind = Callable[[object], bool]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What a button or command can be called; held to the code by tests/observing.
VERBS = _words(
    "add_customer add_poe answer_action approve back begin_review choose_role comment discard "
    "disassociate dispute download_template edit export help keep my_claims new_claim next "
    "open_claim reject request_info resend_consent review save_comments submit_claim upload_poe "
    "usage withdraw"
)
#: The connector's own words for a refusal; another service's are not repeated.
CODES = _words(
    "ActivityNotFound ActivityNotFoundInConversation BadArgument BadFormat BadId BadSyntax "
    "BotDisabled BotNotInConversationRoster Busy ClientConnectionError ClientOSError "
    "ClientPayloadError Conflict ConversationBlockedByUser ConversationNotFound Forbidden "
    "ForeignServiceUrl Gone InvalidBotApiHost InvalidRequest MessageSizeTooBig "
    "MessageWritesBlocked NotConnected NotFound NotImplemented PreconditionFailed "
    "ServerTimeoutError ServiceError ServiceUnavailable TimeoutError Throttled TokenUnavailable "
    "TooManyRequests Unauthorized UserNotInConversation"
)
#: Our own short sentences of why something was refused or put aside.
REASONS = frozenset(
    (
        "algorithm or key id",
        "audience",
        "endorsement",
        "expired",
        "garbage",
        "issuer",
        "issuer of the key",
        "mail delayed",
        "mail given up",
        "mail in doubt",
        "mail refused",
        "no bearer token",
        "nobody to write to",
        "not valid yet",
        "object id",
        "service url",
        "tenant",
        "the blob store is silent",
        "the channel is busy",
        "the person cannot be reached",
        "times",
        "unknown key",
        "foreign_channel",
        "foreign_service",
        "foreign_tenant",
        "guest",
        "no_identity",
        "not_personal",
    )
)
_DOING = frozenset(
    ("Typed", "Pressed", "Sent", "Arrived", "FileConsent", "activity", "noting what was sent")
)
_METHODS = _words("GET HEAD POST PUT PATCH DELETE OPTIONS")
_OUTCOMES = _words(
    "accepted again answered delayed delivered done failed gone ignored in_doubt later malformed "
    "not_admitted not_sent parked refused repeated turned_away approve decline"
)
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
    """Expect one of our own reasons, or an exception's name."""
    if not isinstance(value, str):
        return False
    if re.fullmatch(r"refused by the channel \(\d{1,3}\)", value):
        return True
    return value in REASONS or error_type(value)


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
    "method": one_of(*_METHODS),
    "route": _route,
    "status": whole_number,
    "bytes": whole_number,
    "seconds": number,
    "attempt": whole_number,
    "at_hand": whole_number,
    "claim": whole_number,
    "row": whole_number,
    "error": error_type,
    "because": error_type,
    "stack": stack,
    "why": reason,
    "reason": reason,
    "code": one_of("", *CODES),
    "kind": one_of(*OutboxKind, *DeadlineKind),
    "job": one_of("outbox", "clocks", "tidying"),
    "part": one_of("database", "outbox", "files"),
    "doing": one_of(*_DOING),
    "gesture": one_of(*_DOING),
    "verb": one_of("", *VERBS),
    "dialog": _word,
    "screen": like(r"[a-z_]{0,32}"),
    "operation": one_of("put", "get", "delete", "check", "send", "update", "take_back", "look_up"),
    "outcome": one_of(*_OUTCOMES),
}


def kept(facts: Mapping[str, object]) -> dict[str, object]:
    """Give what may leave: allowed keys only, with values of another kind withheld."""
    return {
        key: value if KINDS[key](value) else WITHHELD
        for key, value in facts.items()
        if key in KINDS
    }
