"""Loads the SDK's dialogs without its prompts, which would double the time a start takes.

Here cards ask, never an SDK prompt; but importing the dialogs imports the prompts, and these import
recognisers of numbers and dates in a dozen languages: 0.3 s and 18 MB. They wait until somebody
asks for them, and are then the real ones.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

DIALOGS = "botbuilder.dialogs"
WAITING = tuple(f"{DIALOGS}.{part}" for part in ("prompts", "choices", "skills"))


def load_dialogs() -> None:
    """Import the SDK's dialogs so that all they give stays to be had, prompts when asked for.

    Does nothing where they are imported already.
    """
    if DIALOGS in sys.modules:
        return
    sys.modules.update({name: _empty(name) for name in WAITING})
    try:
        dialogs = importlib.import_module(DIALOGS)
    finally:
        for name in WAITING:
            del sys.modules[name]
    dialogs.__getattr__ = _asked_after_all  # type: ignore[method-assign]


def _empty(name: str) -> ModuleType:
    module = ModuleType(name)
    module.__all__ = []  # type: ignore[attr-defined]
    return module


def _asked_after_all(name: str) -> Any:
    if not name.startswith("_"):
        for waiting in WAITING:
            module = importlib.import_module(waiting)
            if name in module.__all__:
                return getattr(module, name)
    raise AttributeError(f"module {DIALOGS!r} has no attribute {name!r}")
