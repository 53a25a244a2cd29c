"""Which role fits: every possible set of facts against a table of its own."""

import itertools

import pytest

from bot.claims.models import PartnerRole, SolutionArea
from bot.claims.roles import About, Activity, Bought, Facts, Pay, advise, role_for, roles

ABOUT = (None, *About)
ACTIVITY = (None, *Activity)
BOUGHT = (None, *Bought)

#: First row that fits decides; "*" fits anything, "-" is "not said", "/" is one of several.
ORDER = """
co_op                 | *                    | *         | redirect:co_op
azure                 | *                    | *         | redirect:pal
*                     | partner_activities   | *         | redirect:mci_partner_activities
business_applications | *                    | csp       | no_role:csp_purchase
*                     | resale               | *         | no_role:resale
-                     | *                    | *         | ask:solution_area
modern_work_security  | -                    | *         | ask:activity
modern_work_security  | adoption_usage       | *         | role:use_or_consume
modern_work_security  | influenced_purchase  | *         | no_role:presales_modern_work
modern_work_security  | influenced_selection | *         | no_role:presales_modern_work
business_applications | -                    | *         | ask:activity
business_applications | *                    | unknown   | ask:purchase_channel
business_applications | influenced_purchase  | *         | role:build_intent_advisor
business_applications | adoption_usage       | *         | role:usage_recognition
business_applications | influenced_selection | *         | role:influenced_revenue
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in ORDER.strip().splitlines()]


def wanted(*facts: str | None) -> str:
    said = [fact or "-" for fact in facts]
    return next(
        row[3]
        for row in ROWS
        if all(cell in ("*", fact) for cell, fact in zip(row[:3], said, strict=True))
    )


@pytest.mark.parametrize("about", ABOUT)
def test_every_set_of_facts_is_answered_in_the_order_of_the_table(about: About | None) -> None:
    for activity, bought in itertools.product(ACTIVITY, BOUGHT):
        advice = advise(Facts(about=about, activity=activity, bought=bought))
        assert advice.id == wanted(about, activity, bought)
        named = advice.id.removeprefix("role:") if advice.id.startswith("role:") else None
        assert advice.role == named
        business = about == "business_applications" and named is not None
        assert advice.channel_open is (business and bought is None)


def test_every_row_of_the_order_decides_something() -> None:
    combinations = itertools.product(ABOUT, ACTIVITY, BOUGHT)
    decided = {(wanted(*facts)) for facts in combinations}
    assert decided == {row[3] for row in ROWS}


def test_never_more_than_three_questions_and_each_leads_on() -> None:
    answers = {"solution_area": About, "activity": Activity, "purchase_channel": Bought}
    names = {"solution_area": "about", "activity": "activity", "purchase_channel": "bought"}

    def longest(facts: Facts, asked: tuple[str, ...]) -> int:
        advice = advise(facts)
        if not advice.id.startswith("ask:"):
            return len(asked)
        question = advice.id.removeprefix("ask:")
        if question in asked:
            assert (question, facts.bought) == ("purchase_channel", Bought.UNKNOWN)
            return len(asked)
        return max(
            longest(facts.model_copy(update={names[question]: answer}), (*asked, question))
            for answer in answers[question]
        )

    assert longest(Facts(bought=Bought.UNKNOWN), ()) == 3
    assert longest(Facts(), ()) == 2


#: The role table: name, area, engagement, kind of work, pay, how bought.
ROLES = {
    "build_intent_advisor": (
        "Build intent - Advisor",
        "business_applications",
        "MCI BizApps Presales Advisor",
        "OSA",
        "influenced_purchase",
        Pay.YES,
    ),
    "usage_recognition": (
        "Usage recognition - Non-Incentivized",
        "business_applications",
        "Usage Recognition – Biz Apps",
        "OSU-BA",
        "adoption_usage",
        Pay.NO,
    ),
    "influenced_revenue": (
        "Influenced Revenue recognition - Non-Incentivized",
        "business_applications",
        "Microsoft Business Applications Revenue",
        "RevRec",
        "influenced_selection",
        Pay.NEVER,
    ),
    "use_or_consume": (
        "Use or consume",
        "modern_work_security",
        "Modern Work and Security Usage",
        "OSU-M365",
        "adoption_usage",
        Pay.UNLESS_OPTED_OUT,
    ),
}


@pytest.mark.parametrize("role", PartnerRole)
def test_the_role_table_is_the_documented_one(role: PartnerRole) -> None:
    row = roles()[role]
    name, area, engagement, old_name, activity, pays = ROLES[role]
    assert (row.id, row.name, row.area, row.engagement) == (role, name, area, engagement)
    assert (row.activity, row.pays) == (activity, pays)
    assert old_name in row.old_names
    restricted = {"volume_licensing", "web_direct"}
    business = area == "business_applications"
    assert set(row.channels) == (restricted if business else restricted | {"csp"})
    assert row.source == "seed"
    assert role_for(SolutionArea(area), Activity(activity)) is role


def test_no_other_kind_of_work_has_a_role() -> None:
    pairs = {
        (area, activity): role_for(area, activity)
        for area, activity in itertools.product(SolutionArea, Activity)
    }
    assert sum(role is not None for role in pairs.values()) == len(PartnerRole) == len(roles())
