"""The local pages, running with the echo bot."""

from tests.web.local.local_server import server

__all__ = ["server"]
