"""Takes the tokens of links out of what the web server itself logs: a token in a log is a key.

The second fence: `bot.observing.logs` repeats nothing that was filled into a library's message.
This one holds too where somebody else reads the loggers.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

_TOKEN = re.compile(r"(/(?:consent|files)/)[^\s/?#\"'<>\\]+", re.IGNORECASE)
_plain = logging.Formatter()
_PLAIN = frozenset(vars(logging.makeLogRecord({})))
#: Loggers that write request lines or tracebacks of requests.
_LOGGERS = ("aiohttp.access", "aiohttp.server", "aiohttp.web")


def mask(text: str) -> str:
    """Give a text with every token of a customer's or a file's address replaced."""
    return _TOKEN.sub(r"\1***", text)


class MaskLinkTokens(logging.Filter):
    """Masks a record's message, traceback and extra texts; drops nothing. Fits handlers too."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record in place and let it pass."""
        message = record.getMessage()
        masked = mask(message)
        if masked != message:
            record.msg, record.args = masked, None
        if record.exc_info and not record.exc_text:
            record.exc_text = mask(_plain.formatException(record.exc_info))
        for name, value in vars(record).items():
            if name not in _PLAIN:
                setattr(record, name, _masked(value))
        return True


def _masked(value: object) -> object:
    """Mask texts, also in the small tables that structured logs carry along."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {key: _masked(part) for key, part in value.items()}
    return [_masked(part) for part in value] if isinstance(value, list | tuple) else value


def mask_link_tokens() -> None:
    """Put the mask on the web server's own loggers, once."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(row, MaskLinkTokens) for row in logger.filters):
            logger.addFilter(MaskLinkTokens())
