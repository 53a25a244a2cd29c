"""Takes the whole assistant from its one place, with a clock that tests move."""

from tests.conversations.keeping import ada, keeping, product, start

__all__ = ["ada", "keeping", "product", "start"]
