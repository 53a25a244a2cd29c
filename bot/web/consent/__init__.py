"""Shows the customer the request and takes the answer, with no script and nothing preset."""

from bot.web.consent.masking import MaskConsentTokens, mask
from bot.web.consent.routes import add_consent_routes

__all__ = ["MaskConsentTokens", "add_consent_routes", "mask"]
