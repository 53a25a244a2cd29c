"""Reads a log back as the collector would."""

import io
import json
from typing import Any


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    """Give the log line by line."""
    return [json.loads(line) for line in log.getvalue().splitlines()]
