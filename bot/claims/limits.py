"""What a claim's proof files may be: kinds, sizes and number, which an operator can set."""

from __future__ import annotations

from pathlib import PurePosixPath

from pydantic import field_validator

from bot.claims.models import Frozen

#: One megabyte as people's file managers count it; a file shown there as 25 MB is accepted.
MEGABYTE = 1024 * 1024
_SAME_KIND = {"jpeg": "jpg"}


def kind_of(name: str) -> str:
    """Tell a file's kind from its name's ending: lower case, no dot, "" where there is none."""
    ending = PurePosixPath(name).suffix.removeprefix(".").lower()
    return _SAME_KIND.get(ending, ending)


class Limits(Frozen):
    """What a claim's files may be; Microsoft documents none, so an operator can set all of it."""

    kinds: tuple[str, ...] = ("pdf", "docx", "xlsx", "pptx", "png", "jpg")
    """Extensions without the dot, lower case; jpeg counts as jpg."""
    file_bytes: int = 25 * MEGABYTE
    files: int = 10
    claim_bytes: int = 100 * MEGABYTE

    @field_validator("kinds")
    @classmethod
    def _plain(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """Accept ".JPEG" for jpg in an operator's settings."""
        return tuple(dict.fromkeys(kind_of(f"x.{kind.strip().lstrip('.')}") for kind in kinds))
