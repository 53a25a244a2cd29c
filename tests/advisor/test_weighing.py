"""How exact words and the weights of the whole text come together."""

from bot.advisor.facts import Found
from bot.advisor.weighing import NONE, SEVERAL, weighed
from bot.advisor.weights import Odds
from bot.claims.models import PartnerRole
from bot.claims.roles import About, Activity, Bought

BA, MW = About.BUSINESS_APPLICATIONS, About.MODERN_WORK_SECURITY
NOTHING = {fact: Odds(((NONE, 1.0),)) for fact in ("about", "activity", "bought")}


def odds(fact: str, **values: float) -> dict[str, Odds]:
    ranked = sorted(values.items(), key=lambda row: -row[1])
    return {**NOTHING, fact: Odds(tuple(ranked))}


def test_a_product_named_goes_before_the_weights() -> None:
    found = weighed(Found(about=(BA,)), odds("about", modern_work_security=0.9, none=0.1))
    assert found.about == (BA,)


def test_two_areas_are_two_even_where_words_know_one_product_only() -> None:
    found = weighed(Found(about=(MW,)), odds("about", **{SEVERAL: 0.9, NONE: 0.1}))
    assert set(found.about) == {BA, MW}


def test_the_area_of_a_role_s_name_is_the_last_resort() -> None:
    named = Found(named=(PartnerRole.USE_OR_CONSUME,))
    assert weighed(named, NOTHING).about == (MW,)
    elsewhere = weighed(named, odds("about", business_applications=0.9, none=0.1))
    assert elsewhere.about == (BA,)


def test_a_product_in_no_list_has_no_area_whatever_role_is_named() -> None:
    named = Found(named=(PartnerRole.USE_OR_CONSUME,), unlisted=True)
    assert weighed(named, NOTHING).about == ()


def test_work_that_only_words_name_is_dropped_where_nothing_bears_it_out() -> None:
    told = Found(activity=(Activity.ADOPTION_USAGE,))
    assert weighed(told, NOTHING).activity == ()
    named = told.model_copy(update={"named": (PartnerRole.USE_OR_CONSUME,)})
    assert weighed(named, odds("activity", none=0.6, adoption_usage=0.4)).activity


def test_of_two_ways_of_buying_one_must_be_very_likely() -> None:
    both = Found(bought=(Bought.CSP, Bought.VOLUME_LICENSING))
    assert len(weighed(both, odds("bought", csp=0.8, volume_licensing=0.2)).bought) == 2
    assert weighed(both, odds("bought", csp=0.95, none=0.05)).bought == (Bought.CSP,)


def test_csp_said_of_a_role_says_nothing_of_the_purchase() -> None:
    likely = odds("bought", csp=0.95, none=0.05)
    assert weighed(Found(csp_role=True), likely).bought == ()
    assert weighed(Found(csp_role=True, bought=(Bought.CSP,)), likely).bought == (Bought.CSP,)
