"""How a look into a file says no, so that each kind of file can be its own small module."""

from __future__ import annotations

from bot.claims.errors import Code
from bot.claims.evidence import Finding


class Bad(Exception):
    """Raised by a check that found a reason to refuse the file."""

    def __init__(self, code: Code, finding: Finding) -> None:
        super().__init__(f"{code}: {finding}")
        self.code, self.finding = code, finding


def unsafe(finding: Finding) -> Bad:
    """Build the verdict on a file that could do harm."""
    return Bad(Code.FILE_UNSAFE, finding)


def unreadable(finding: Finding) -> Bad:
    """Build the verdict on a file nobody here can read."""
    return Bad(Code.FILE_UNREADABLE, finding)


def wrong_content() -> Bad:
    """Build the verdict on a file that is not what its name says."""
    return Bad(Code.FILE_KIND, Finding.WRONG_CONTENT)
