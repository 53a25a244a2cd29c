"""The base of every record of the core: plain data that nobody changes in place."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """The base of every record here: unchangeable, and tolerant of fields of a later version."""

    model_config = ConfigDict(frozen=True, extra="ignore")
