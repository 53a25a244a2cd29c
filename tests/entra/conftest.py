"""The running stand-in, and seconds to push on."""

from tests.clocks import seconds
from tests.entra.standin import standin

__all__ = ["seconds", "standin"]
