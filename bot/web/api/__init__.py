"""The reviewers' and integrations' way in: the same use cases as in chat, over JSON."""

from bot.web.api.routes import add_api_routes

__all__ = ["add_api_routes"]
