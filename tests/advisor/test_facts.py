"""What is told of the work: what we did, not what was left undone or done by somebody else."""

import pytest

from bot.advisor.facts import Found, find_facts, says_only_facts
from bot.advisor.lexicon import lexicon
from bot.advisor.reading import words_of
from bot.claims.models import PartnerRole
from bot.claims.roles import About, Activity, Bought

ADOPTION, PURCHASE = Activity.ADOPTION_USAGE, Activity.INFLUENCED_PURCHASE


def facts_of(text: str) -> Found:
    words = words_of(text)
    return find_facts(words, lexicon().marks(words))


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("not presales, only adoption", {ADOPTION}),
        ("We did presales and another partner did the rollout", {PURCHASE}),
        ("adoption? not us. presales only", {PURCHASE}),
        ("the rollout, that was not us", set()),
        ("no deployment, training or support", set()),
        ("We did not sell, we trained them", {ADOPTION}),
        ("adoption. We were not involved in the sale", {ADOPTION}),
        ("presales, and no training", {PURCHASE}),
        ("Zero deployment from us, presales it was", {PURCHASE}),
        ("Presales, um die Nutzung kümmert sich wer anders", {PURCHASE}),
        ("Eingeführt hat es jemand anderes, Presales kam von uns", {PURCHASE}),
        ("nous avons fait l'avant-vente, l'usage est parti chez un confrère", {PURCHASE}),
        ("adopción no hicimos, solamente preventa", {PURCHASE}),
        ("fizemos a pré-venda, a adoção ficou com outro parceiro", {PURCHASE}),
        ("定着は一切やってない、プリセールスだけ", {PURCHASE}),
        ("提案はしましたが、導入後の支援は一切行っておりません", {PURCHASE}),
    ],
)
def test_only_our_own_work_counts(text: str, work: set[Activity]) -> None:
    assert set(facts_of(text).activity) == work


def test_what_is_told_goes_before_the_role_that_is_asked_for_by_name() -> None:
    found = facts_of("Build intent for Teams, we did the training")
    assert found.activity == (ADOPTION,)
    assert found.named == (PartnerRole.BUILD_INTENT_ADVISOR,)


def test_a_role_s_name_tells_its_kind_of_work_where_nothing_else_does() -> None:
    assert facts_of("RevRec for Business Central").activity == (Activity.INFLUENCED_SELECTION,)


def test_two_ways_of_buying_are_both_kept() -> None:
    assert set(facts_of("may be CSP, may be EA").bought) == {Bought.CSP, Bought.VOLUME_LICENSING}


def test_the_csp_role_is_a_purchase_only_where_no_work_is_told() -> None:
    assert facts_of("Is Influenced Revenue the CSP role?").bought == (Bought.CSP,)
    found = facts_of("They call it the CSP role. We did presales for Field Service")
    assert found.csp_role
    assert found.bought == ()


def test_partner_admin_link_means_azure_only_where_nothing_else_is_named() -> None:
    assert facts_of("PAL").about == (About.AZURE,)
    assert facts_of("PAL for Power Apps").about == (About.BUSINESS_APPLICATIONS,)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Copilot?", True),
        ("Dynamics 365, EA", True),
        ("Teams Phone", True),
        ("Teams Phone price", False),
        ("", False),
    ],
)
def test_facts_and_nothing_else(text: str, only: bool) -> None:
    words = words_of(text)
    assert says_only_facts(words, lexicon().marks(words)) is only
