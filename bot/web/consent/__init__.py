"""Shows the customer the request and takes the answer, with no script and nothing preset."""

from bot.web.consent.routes import ConsentPage, add_consent_routes

__all__ = ["ConsentPage", "add_consent_routes"]
