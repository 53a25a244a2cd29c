"""The curated forms: each language knows every topic, each form stands once, facts are facts."""

from collections import Counter

import pytest

from bot.advisor.entries import entries
from bot.advisor.forms import ROLE, UNKNOWN, fingerprint, forms
from bot.advisor.weights import weights
from bot.claims.roles import About, Activity, Bought

LANGUAGES = ("de", "en", "es", "fr", "ja", "pt")
FORMS = list(forms())
TOPICS = {ROLE, UNKNOWN} | {
    answer_id for answer_id in entries() if answer_id.startswith(("help:", "command:"))
}


def test_the_weights_were_learned_from_these_forms() -> None:
    assert weights().made_from == fingerprint(), "run: make knowledge"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_asks_for_everything(language: str) -> None:
    asked = Counter(form.topic for form in FORMS if form.language == language)
    assert set(asked) == TOPICS
    assert min(asked.values()) >= 20


def test_no_form_stands_twice_in_a_language() -> None:
    counts = Counter((form.language, _plain(form.text)) for form in FORMS)
    assert [form for form, count in counts.items() if count > 1] == []


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def test_facts_are_those_the_role_table_knows() -> None:
    assert {form.about for form in FORMS} <= {None, "several", "unlisted", *About}
    assert {form.activity for form in FORMS} <= {None, "several", *Activity}
    assert {form.bought for form in FORMS} <= {None, *Bought}
