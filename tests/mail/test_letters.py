"""What the mail to the customer says, in every language."""

import re
import tomllib
from datetime import date
from html import unescape

import pytest

from bot.mail.letters import WORDS, Letters, inert
from bot.services.consent import ConsentRequestView

LOCALES = ["en-GB", "de-DE", "fr-FR", "es-MX", "pt-BR", "ja-JP"]
LINK = "https://claims.contoso.example/consent/9qLw7VbT2xYcN4mRpH8sJdF6gKaE1uWoQ5iXzB0tC3e"


@pytest.fixture(scope="module")
def letters():
    return Letters()


@pytest.fixture
def view():
    return ConsentRequestView(
        claim_id=1042,
        partner_name="Contoso Consulting",
        customer_name="Fabrikam",
        contact_name="Casey Customer",
        contact_email="casey@fabrikam.example",
        items=("Exchange Online", "Teams", "Teams Phone"),
        admin_name="Ada Admin",
        admin_email="ada@contoso.example",
        notice_ends=date(2026, 6, 16),
        link=LINK,
    )


def seen(html):
    """The words a reader sees of an HTML mail, in one line."""
    body = re.sub(r"<head>.*</head>|<!--.*?-->", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]+>", "", body)).split())


def test_the_mail_says_who_asks_what_it_means_and_what_can_be_done(letters, view):
    mail = letters.consent_request(view)
    assert (mail.to_name, mail.to_email) == ("Casey Customer", "casey@fabrikam.example")
    assert mail.reply_to == "ada@contoso.example"
    assert mail.subject == (
        "Please check: Contoso Consulting asks to be recorded as Fabrikam’s Microsoft partner"
    )
    for text in (" ".join(mail.text.split()), seen(mail.html)):
        for words in (
            "Hello Casey,",
            "Exchange Online, Teams and Teams Phone",
            "Usage and licence numbers for these products, and nothing else.",
            "No admin rights, no mail, no files.",
            "agreement after Tuesday 16 June 2026. You can still decline later, at any time",
            "Opening the page decides nothing.",
            "Questions? Ask Ada Admin at ada@contoso.example",
            "aka.ms/about-cpor",
            "Nobody will ask you for a password. Claim 1042.",
        ):
            assert words in text
        assert LINK in text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("subscription", [None, "5d1b0000-0000-4000-8000-00000000aaaa"])
@pytest.mark.parametrize("over", [False, True])
def test_plain_text_and_html_say_the_same(letters, view, locale, subscription, over):
    changed = {"locale": locale, "subscription_id": subscription, "notice_over": over}
    mail = letters.consent_request(view.model_copy(update=changed))
    words = re.compile(r"\w+")
    only_html = set(words.findall(seen(mail.html).lower())) - set(words.findall(mail.text.lower()))
    # only the hint for a button that does not work is not needed in plain text
    said = tomllib.loads((WORDS / f"{locale[:2]}.toml").read_text(encoding="utf-8"))
    hint = said["consent_request"]["below_button"].lower()
    assert only_html <= set(words.findall(hint))
    assert mail.locale == locale


@pytest.mark.parametrize("locale", LOCALES)
def test_there_is_one_link_to_the_page_and_nothing_is_fetched(letters, view, locale):
    html = letters.consent_request(view.model_copy(update={"locale": locale})).html
    addresses = set(re.findall(r'(?:href|src|background)="([^"]+)"', html))
    assert addresses == {LINK, "mailto:ada@contoso.example", "https://aka.ms/about-cpor"}
    assert not re.search(r"<(img|script|link|iframe|form|video)|url\(|@import", html)
    assert len(html.encode()) < 90_000  # a longer mail is cut by some readers


def test_german_is_written_in_german(letters, view):
    mail = letters.consent_request(view.model_copy(update={"locale": "de-AT"}))
    assert mail.subject.startswith("Bitte prüfen: Contoso Consulting möchte")
    assert "nach Dienstag, 16. Juni 2026 als Zustimmung" in mail.text
    assert "Exchange Online, Teams und Teams Phone" in mail.text
    assert '<html lang="de-AT"' in mail.html


@pytest.mark.parametrize(
    ("locale", "greeting", "items", "silence"),
    [
        (
            "fr-FR",
            "Bonjour Casey Customer,",
            "Exchange Online, Teams et Teams Phone",
            "cela vaut accord après le mardi 16 juin 2026. Vous pourrez encore refuser plus tard",
        ),
        (
            "es-MX",
            "Hola, Casey Customer:",
            "Exchange Online, Teams y Teams Phone",
            "después del martes 16 de junio de 2026 se considerará que está de acuerdo.",
        ),
        (
            "pt-BR",
            "Olá, Casey,",
            "Exchange Online, Teams e Teams Phone",
            "concordância depois de terça-feira, 16 de junho de 2026. Você ainda poderá recusar",
        ),
        (
            "ja-JP",
            "Casey Customer 様",
            "Exchange Online、Teams、Teams Phone",
            "2026年6月16日(火)を過ぎると同意したものとみなされます。",
        ),
    ],
)
def test_a_language_keeps_its_own_manners(letters, view, locale, greeting, items, silence):
    mail = letters.consent_request(view.model_copy(update={"locale": locale}))
    assert mail.text.startswith(greeting)
    assert items in mail.text
    assert silence in mail.text


def test_spanish_and_french_change_a_word_by_what_follows(letters, view):
    asked = {"locale": "es-ES", "items": ("Teams", "Intune")}
    assert "Teams e Intune" in letters.consent_request(view.model_copy(update=asked)).text
    asked = {"locale": "fr-FR", "notice_ends": date(2026, 7, 1)}
    text = letters.consent_request(view.model_copy(update=asked)).text
    assert "mercredi 1er juillet 2026" in text


@pytest.mark.parametrize("locale", ["it-IT", "", "x", "../de"])
def test_another_language_falls_back_to_english(letters, view, locale):
    mail = letters.consent_request(view.model_copy(update={"locale": locale}))
    assert mail.locale == "en-GB"
    assert "Hello Casey" in mail.text


def test_what_people_typed_is_inert(letters, view):
    evil = "<img src=x onerror=alert(1)> [Approve](http://evil.example)\r\nBcc: x\u202e{{ 7*7 }}"
    names = dict.fromkeys(("customer_name", "contact_name", "partner_name", "admin_name"), evil)
    mail = letters.consent_request(view.model_copy(update={**names, "items": (evil,)}))
    assert "<img" not in mail.html
    for text in (mail.subject, mail.text, mail.html, mail.to_name):
        assert "http://evil" not in text
        assert "\u202e" not in text
        assert "49" not in text
    assert not re.search(r"[\r\n]", mail.subject + mail.to_name)


def test_a_long_name_is_cut():
    assert len(inert("a" * 5000)) == 200


@pytest.mark.parametrize(
    ("name", "greeting"),
    [("Casey Customer", "Casey"), ("Dr. Casey Customer", "Dr. Casey Customer")],
)
def test_the_greeting_uses_the_first_name(letters, view, name, greeting):
    mail = letters.consent_request(view.model_copy(update={"contact_name": name}))
    assert mail.text.startswith(f"Hello {greeting},")


def test_after_the_notice_the_mail_does_not_promise_a_day_that_is_gone(letters, view):
    text = letters.consent_request(view.model_copy(update={"notice_over": True})).text
    assert "No answer came by Tuesday 16 June 2026; that counts as agreement." in text
    assert "If you do nothing" not in text
