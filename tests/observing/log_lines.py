"""Reads what was logged: as entries while it happens, or back as the collector would."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs
from structlog.typing import EventDict


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    """Give the log line by line."""
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.fixture
def logs() -> Iterator[list[EventDict]]:
    """What is logged meanwhile."""
    structlog.reset_defaults()
    with capture_logs() as entries:
        yield entries
