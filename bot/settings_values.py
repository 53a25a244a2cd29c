"""How lists, tables and addresses are read from the text of a setting."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode


def _words(value: Any) -> Any:
    """Read "a, b" as two words."""
    if isinstance(value, str):
        return tuple(part for part in re.split(r"[,;\s]+", value) if part)
    return value


def _pairs(value: Any) -> Any:
    """Read "4501123=Contoso Seattle; 4501124=Contoso Berlin" as a table."""
    if not isinstance(value, str):
        return value
    rows = (part.partition("=") for part in value.split(";") if part.strip())
    return {key.strip(): name.strip() or key.strip() for key, _, name in rows}


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
Pairs = Annotated[dict[str, str], NoDecode, BeforeValidator(_pairs)]
Address = Annotated[str, AfterValidator(lambda text: text.rstrip("/"))]
