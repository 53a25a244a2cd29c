"""A chat page and a mailbox on this machine, so that everything can be tried without Teams."""

from bot.web.local.people import LocalPerson
from bot.web.local.routes import add_local_routes

__all__ = ["LocalPerson", "add_local_routes"]
