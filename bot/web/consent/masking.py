"""Takes the customers' tokens out of log lines, because a token in a log is a key in a log."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

_TOKEN = re.compile(r"(/consent/)[^\s/?#\"'<>\\]+")
_plain = logging.Formatter()
_PLAIN = frozenset(vars(logging.makeLogRecord({})))
#: Loggers that write request lines or tracebacks of requests.
_LOGGERS = ("aiohttp.access", "aiohttp.server", "aiohttp.web", "bot.web.consent")


def mask(text: str) -> str:
    """Give a text with every token of a consent address replaced."""
    return _TOKEN.sub(r"\1***", text)


class MaskConsentTokens(logging.Filter):
    """Masks a record's message and its extra texts; drops nothing. Fits loggers and handlers."""

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


def mask_web_logs() -> None:
    """Put the mask on the web server's own loggers, once."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(row, MaskConsentTokens) for row in logger.filters):
            logger.addFilter(MaskConsentTokens())
