"""Guesses which language a customer reads, so that the first letter is one they understand."""

from __future__ import annotations

_DEFAULT = "en-GB"
#: Countries whose business is done in one of our languages. Where several are spoken (.be, .ch,
#: .ca, .lu) and for endings sold all over the world (.com, .eu), the address says nothing.
_COUNTRIES = {
    "de": ("de", "at", "li"),
    "fr": ("fr", "mc"),
    "es": (
        *("es", "mx", "ar", "cl", "pe", "uy", "py", "bo", "ec", "ve"),
        *("cr", "cu", "do", "gt", "hn", "ni", "pa", "sv"),
    ),
    "ja": ("jp",),
}
#: Portuguese is written the Brazilian way, whoever reads it.
_BRAZILIAN = ("br", "pt", "ao", "mz")
_LOCALES = {
    **{
        country: f"{tongue}-{country.upper()}"
        for tongue in _COUNTRIES
        for country in _COUNTRIES[tongue]
    },
    **dict.fromkeys(_BRAZILIAN, "pt-BR"),
}
#: Colombia sells plain ".co" to everybody; its own organisations are below these.
_COLOMBIAN = {"com", "edu", "gov", "mil", "net", "nom", "org"}


def language_of(email: str) -> str:
    """Guess the customer's locale from the country in the address; English where it says none."""
    *_, second, country = ("", *email.rpartition("@")[2].lower().split("."))
    if country == "co":
        return "es-CO" if second in _COLOMBIAN else _DEFAULT
    return _LOCALES.get(country, _DEFAULT)
