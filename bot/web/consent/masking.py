"""Takes the customers' tokens out of log lines, because a token in a log is a key in a log."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(/consent/)[^\s/?#\"'<>\\]+")
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
        for name, value in vars(record).items():
            if name not in _PLAIN and isinstance(value, str):
                setattr(record, name, mask(value))
        return True


def mask_web_logs() -> None:
    """Put the mask on the web server's own loggers, once."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(row, MaskConsentTokens) for row in logger.filters):
            logger.addFilter(MaskConsentTokens())
