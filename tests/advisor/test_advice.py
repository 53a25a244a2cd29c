"""What the facts found come to: the role table, and the finer points beyond it."""

import itertools

import pytest

from bot.advisor.advice import decide
from bot.advisor.facts import Found
from bot.claims.models import PartnerRole
from bot.claims.roles import About, Activity, Bought, Facts, advise

BIZ, MW = About.BUSINESS_APPLICATIONS, About.MODERN_WORK_SECURITY
ADOPTION, PURCHASE = Activity.ADOPTION_USAGE, Activity.INFLUENCED_PURCHASE
SELECTION = Activity.INFLUENCED_SELECTION


def several(*values):
    return tuple(value for value in values if value)


@pytest.mark.parametrize("about", [None, *About])
def test_single_facts_are_decided_by_the_role_table(about) -> None:
    for activity, bought in itertools.product((None, *Activity), (None, *Bought)):
        facts = Facts(about=about, activity=activity, bought=bought)
        found = Found(about=several(about), activity=several(activity), bought=several(bought))
        wanted = advise(facts).id
        if facts == Facts(bought=Bought.CSP):
            wanted = "ask:purchase_channel"
        assert decide(found).id == wanted.replace("no_role:resale", "ask:activity")


def test_two_areas_are_two_claims() -> None:
    verdict = decide(Found(about=(MW, BIZ), activity=(ADOPTION,)))
    assert (verdict.id, verdict.several) == ("ask:solution_area", (str(MW), str(BIZ)))


def test_two_kinds_of_work_in_business_applications_are_two_claims() -> None:
    verdict = decide(Found(about=(BIZ,), activity=(ADOPTION, PURCHASE)))
    assert (verdict.id, verdict.remarks) == ("ask:activity", ("two_roles",))
    assert verdict.facts.about is BIZ


def test_in_modern_work_only_the_adoption_has_a_role() -> None:
    verdict = decide(Found(about=(MW,), activity=(ADOPTION, PURCHASE)))
    assert (verdict.id, verdict.remarks) == ("role:use_or_consume", ("presales_apart",))
    assert decide(Found(about=(MW,), activity=(PURCHASE, SELECTION))).id == (
        "no_role:presales_modern_work"
    )


def test_two_ways_of_buying_are_an_unknown_one() -> None:
    bought = (Bought.CSP, Bought.VOLUME_LICENSING)
    verdict = decide(Found(about=(BIZ,), activity=(ADOPTION,), bought=bought))
    assert verdict.id == "ask:purchase_channel"


def test_csp_ends_it_whatever_was_done() -> None:
    found = Found(about=(BIZ,), activity=(ADOPTION, PURCHASE), bought=(Bought.CSP,))
    assert decide(found).id == "no_role:csp_purchase"


@pytest.mark.parametrize(
    ("found", "remark"),
    [
        (Found(about=(BIZ,), named=(PartnerRole.USE_OR_CONSUME,)), "not_in_area.use_or_consume"),
        (Found(about=(MW,), named=(PartnerRole.INFLUENCED_REVENUE,)), "not_in_area.influenced_revenue"),
        (Found(about=(BIZ,), activity=(ADOPTION,), pay=True), "no_paid_usage_role"),
        (Found(about=(BIZ,), activity=(SELECTION,), pay=True), "never_pays"),
        (Found(unlisted=True), "not_in_catalogue"),
        (Found(copilot=True), "which_copilot"),
        (Found(activity=(Activity.RESALE,)), "resale_alone"),
        (Found(bought=(Bought.CSP,)), "csp_alone"),
    ],
)  # fmt: skip
def test_what_the_admin_may_not_expect_is_said(found: Found, remark: str) -> None:
    assert remark in decide(found).remarks


def test_a_role_in_business_applications_has_its_condition_first() -> None:
    open_one = decide(Found(about=(BIZ,), activity=(ADOPTION,)))
    known = decide(Found(about=(BIZ,), activity=(ADOPTION,), bought=(Bought.WEB_DIRECT,)))
    assert (open_one.channel_open, known.channel_open) == (True, False)
    assert not decide(Found(about=(MW,), activity=(ADOPTION,))).channel_open
