"""Takes the whole assistant from its one place, with a clock that tests move."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from keeping import ada, keeping, product, start

__all__ = ["ada", "keeping", "product", "start"]
