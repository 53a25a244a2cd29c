"""The language a customer is first written to in."""

import pytest

from bot.services.customer_language import language_of


@pytest.mark.parametrize(
    ("email", "locale"),
    [
        ("a@fabrikam.de", "de-DE"),
        ("a@fabrikam.AT", "de-AT"),
        ("a@fabrikam.fr", "fr-FR"),
        ("a@fabrikam.es", "es-ES"),
        ("a@it.fabrikam.com.mx", "es-MX"),
        ("a@fabrikam.com.ar", "es-AR"),
        ("a@fabrikam.cl", "es-CL"),
        ("a@fabrikam.pe", "es-PE"),
        ("a@fabrikam.com.br", "pt-BR"),
        ("a@fabrikam.pt", "pt-BR"),
        ("a@fabrikam.co.jp", "ja-JP"),
    ],
)
def test_it_follows_the_country_of_the_address(email, locale):
    assert language_of(email) == locale


@pytest.mark.parametrize("ending", ["be", "ch", "ca", "lu", "com", "eu", "uk", "it", "example"])
def test_an_address_that_does_not_say_gets_english(ending):
    assert language_of(f"a@fabrikam.{ending}") == "en-GB"


def test_colombia_is_told_from_an_ending_sold_to_everybody():
    assert language_of("a@fabrikam.com.co") == "es-CO"
    assert language_of("a@fabrikam.co") == "en-GB"


@pytest.mark.parametrize("email", ["", "a", "a@", "de", "a@localhost"])
def test_what_is_no_whole_address_gets_english(email):
    assert language_of(email) == ("de-DE" if email == "de" else "en-GB")
