"""The whole assistant, to be talked to from the Playground."""

from tests.browser.product import product

__all__ = ["product"]
