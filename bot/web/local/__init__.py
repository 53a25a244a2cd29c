"""The local chat page: a stand-in for Teams and a mailbox, so that everything can be tried alone."""

from bot.web.local.people import LocalPerson
from bot.web.local.routes import add_local_routes

__all__ = ["LocalPerson", "add_local_routes"]
