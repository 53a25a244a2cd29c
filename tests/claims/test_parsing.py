"""What people type, paste and send for each field, and what is made of it."""

import unicodedata
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.claims.errors import Code, Problem
from bot.claims.fields import FIELDS
from bot.claims.models import (
    Acknowledgement,
    Claim,
    PartnerRole,
    PurchaseChannel,
    SolutionArea,
)
from bot.claims.parsing import guid, host_name, parse
from bot.claims.proof import good_until, months_before, signed_on_problem
from bot.claims.roles import roles
from bot.claims.rules import Rulebook

TODAY = date(2026, 6, 9)
OWN = "0a0a0a0a-1111-4222-8333-444444444444"
TENANT = "8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94"
SUBSCRIPTION = "3f0c6b1e-52d7-4d4a-8a39-0b6f2c9d7e15"
NIL = "00000000-0000-0000-0000-000000000000"
RULES = Rulebook(
    own_tenants=frozenset({OWN}),
    own_domains=frozenset({"contoso.example", "bücher.example"}),
)
ONE_LINE = (
    "claim_name",
    "customer_name",
    "customer_contact_name",
    "customer_contact_title",
    "partner_contact_name",
    "seller_name",
    "isv_solution",
)
TEXTS = (*ONE_LINE, "poe_summary", "comments")
IDS = ("tenant_id", "subscription_id")
MAILS = ("customer_contact_email", "partner_contact_email")


def a_claim(role: PartnerRole | None = PartnerRole.INFLUENCED_REVENUE, **parts: Any) -> Claim:
    values: dict[str, Any] = {
        "id": 1042,
        "org": "contoso",
        "owner": "ada",
        "created_at": "2026-06-09T09:48:00Z",
        "changed_at": "2026-06-09T09:48:00Z",
    }
    if role:
        values |= {"partner_role": role, "solution_area": roles()[role].area}
    return Claim.model_validate(values | parts)


def claim_for(field_id: str, **parts: Any) -> Claim:
    """A claim that shows the field."""
    modern = field_id in ("workloads", "opt_out_of_incentive")
    return a_claim(
        PartnerRole.USE_OR_CONSUME if modern else PartnerRole.INFLUENCED_REVENUE, **parts
    )


def read(field_id: str, raw: Any, **parts: Any) -> Any:
    return parse(field_id, raw, claim_for(field_id, **parts), RULES, TODAY)


def code(field_id: str, raw: Any, **parts: Any) -> Code:
    problem = read(field_id, raw, **parts)
    assert isinstance(problem, Problem), problem
    assert problem.field == field_id
    return problem.code


# anything at all

TYPES: dict[str, type] = {
    "solution_area": SolutionArea,
    "partner_role": PartnerRole,
    "purchase_channel": PurchaseChannel,
    "opt_out_of_incentive": bool,
    "workloads": tuple,
    "products": tuple,
    "poe_signed_on": date,
    "subscription_ends_on": date,
    "acknowledgements": tuple,
}
ODD = st.text(
    alphabet="ab@.-:/,<>{}\"'\r\n\t \u200b\u202e\ufeff\u0301é\x00\ud800ßＷ。١", max_size=40
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ODD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
LIKELY = st.sampled_from(
    [
        TENANT,
        SUBSCRIPTION,
        NIL,
        OWN,
        "www.www.fabrikam.example",
        "www.example",
        "Casey@Fabrikam.example",
        "mailto:casey@xn--bcher-kva.example",
        "2026-06-09",
        "2025-06-09",
        "20260609",
        "yes",
        "csp",
        "teams,exchange_online",
        ["sales", "power_bi"],
        [str(each) for each in Acknowledgement],
        "We trained 240 people.\r\nThey use it\rdaily.",
        "12345678",
        12345678,
    ]
)


@pytest.mark.parametrize("field_id", FIELDS)
@settings(max_examples=120)
@given(raw=JSON | LIKELY)
def test_whatever_is_sent_is_a_value_or_a_problem(field_id: str, raw: Any) -> None:
    value = read(field_id, raw)
    if isinstance(value, Problem):
        assert value.field == field_id
        return
    if value is None:
        assert not FIELDS[field_id].required(claim_for(field_id))
        return
    assert isinstance(value, TYPES.get(field_id, str))
    if isinstance(value, str):
        assert 0 < len(value) <= FIELDS[field_id].limit
        assert value == value.strip()
    again = read(field_id, value)
    assert again == value
    if not isinstance(value, tuple | bool | date):
        assert read(field_id, f"  {value} ") == value


@pytest.mark.parametrize("field_id", FIELDS)
@pytest.mark.parametrize("raw", [None, "", "   ", []])
def test_no_answer_is_none_where_it_may_be(field_id: str, raw: Any) -> None:
    value = read(field_id, raw)
    if not FIELDS[field_id].required(claim_for(field_id)):
        assert value is None
    elif field_id in ("workloads", "products"):
        assert value == Problem(Code.PICK_AT_LEAST_ONE, field_id)
    elif field_id == "acknowledgements":
        assert value.code is Code.TICK_ALL
    else:
        assert value == Problem(Code.REQUIRED, field_id)


def test_a_field_of_another_role_is_not_taken() -> None:
    modern, business = a_claim(PartnerRole.USE_OR_CONSUME), a_claim(PartnerRole.USAGE_RECOGNITION)
    not_theirs = {
        "purchase_channel": modern,
        "products": modern,
        "subscription_id": modern,
        "seller_name": business,
        "isv_solution": business,
        "workloads": business,
        "opt_out_of_incentive": business,
    }
    for field_id, claim in not_theirs.items():
        problem = parse(field_id, "yes", claim, RULES, TODAY)
        assert problem == Problem(Code.NOT_FOR_THIS_CLAIM, field_id)


# text

VISIBLE = st.text(
    alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60
).map(lambda text: unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("field_id", ONE_LINE)
@settings(max_examples=50)
@given(text=st.text(max_size=120) | ODD)
def test_a_line_has_nothing_invisible_in_it(field_id: str, text: str) -> None:
    value = read(field_id, text)
    if isinstance(value, str):
        assert not {unicodedata.category(char)[0] for char in value} & {"C"}
        assert not {unicodedata.category(char) for char in value} & {"Zl", "Zp"}
        assert unicodedata.is_normalized("NFC", value)
        assert "  " not in value
    else:
        assert value.code in (Code.REQUIRED, Code.NOT_ONE_LINE, Code.TOO_LONG)


@given(VISIBLE)
def test_what_can_be_seen_stays(text: str) -> None:
    assert read("claim_name", text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Fabrikam \t GmbH ", "Fabrikam GmbH"),
        ("Fabri\u200bkam", "Fabrikam"),
        ("\u202eFabrikam\u202c", "Fabrikam"),
        ("Fabri\x00kam\x1b[31m", "Fabrikam[31m"),
        ("\ufeffFabrikam", "Fabrikam"),
        ("Fabrikam\u2028GmbH", "Fabrikam GmbH"),
        ("Fabrikam \u200b GmbH", "Fabrikam GmbH"),
        ("Cafe\u0301", "Café"),
        ("Cafe\u200b\u0301", "Café"),
        (365, "365"),
    ],
)
def test_names_are_kept_as_they_look(typed: Any, kept: str) -> None:
    assert read("customer_name", typed) == kept


def test_a_name_is_one_line_of_a_hundred_characters() -> None:
    assert read("claim_name", "x" * 100) == "x" * 100
    assert read("claim_name", " " + "x" * 50 + "\u200b" + "x" * 50) == "x" * 100
    assert read("claim_name", "x" * 101) == Problem(
        Code.TOO_LONG, "claim_name", {"limit": 100, "length": 101}
    )
    assert code("claim_name", "two\nlines") is Code.NOT_ONE_LINE
    assert code("claim_name", "two\rlines") is Code.NOT_ONE_LINE
    assert code("claim_name", "\u200b\u2060") is Code.REQUIRED


@pytest.mark.parametrize("raw", [True, False, ["a"], {"a": 1}, [["a"]]])
def test_a_shape_that_no_card_sends_is_refused(raw: Any) -> None:
    for field_id in (*TEXTS, *IDS, *MAILS, "partner_id", "customer_domain", "poe_signed_on"):
        assert code(field_id, raw) is Code.NOT_A_CHOICE


@pytest.mark.parametrize("raw", [5, 1.5, True, {"teams": True}])
def test_a_choice_of_several_is_text_or_a_list(raw: Any) -> None:
    for field_id in ("workloads", "products", "acknowledgements"):
        assert code(field_id, raw) is Code.NOT_A_CHOICE


def test_comments_keep_their_lines() -> None:
    assert read("comments", " one\r\ntwo\rthree\n\tfour\u202e ") == "one\ntwo\nthree\n\tfour"
    assert read("comments", "x" * 2000) == "x" * 2000
    assert code("comments", "x" * 2001) is Code.TOO_LONG


def test_a_summary_is_a_sentence() -> None:
    assert read("poe_summary", "We trained them.") == "We trained them."
    assert code("poe_summary", "done") is Code.TOO_SHORT
    assert code("poe_summary", "12345 67890 ...") is Code.TOO_SHORT


# IDs


@pytest.mark.parametrize("field_id", IDS)
@pytest.mark.parametrize(
    "spelling",
    [
        "{given}",
        "{given}\u0020",
        "{{{given}}}",
        "({given})",
        " {{ {given} }} ",
    ],
)
def test_an_id_is_read_in_any_spelling(field_id: str, spelling: str) -> None:
    given = "AB2F41C6-0B7A-4E35-9C12-5FA3B7E60D94"
    assert read(field_id, spelling.format(given=given)) == given.lower()
    assert read(field_id, given.replace("-", "")) == given.lower()


@given(st.uuids(allow_nil=False))
def test_every_guid_is_read(value: Any) -> None:
    for text in (str(value), value.hex, f"{{{value}}}".upper()):
        assert guid(text) == str(value)


@pytest.mark.parametrize("field_id", IDS)
@pytest.mark.parametrize(
    "raw", ["fabrikam.example", TENANT[:-1], TENANT + "0", "g" + TENANT[1:], f"tenant {TENANT}"]
)
def test_what_is_no_id_is_said_so(field_id: str, raw: str) -> None:
    assert code(field_id, raw) is Code.NOT_A_GUID
    assert code(field_id, NIL) is Code.NIL_GUID
    assert code(field_id, NIL.replace("-", "")) is Code.NIL_GUID


def test_the_partners_own_tenant_is_no_customer() -> None:
    problem = read("tenant_id", OWN.upper())
    assert problem == Problem(Code.OWN_TENANT, "tenant_id", {"partner": "Contoso Consulting"})
    assert code("tenant_id", TENANT, org=TENANT.upper()) is Code.OWN_TENANT


def test_tenant_and_subscription_are_never_the_same() -> None:
    assert code("tenant_id", SUBSCRIPTION, subscription_id=SUBSCRIPTION) is Code.IS_SUBSCRIPTION_ID
    assert code("subscription_id", f"{{{TENANT.upper()}}}", tenant_id=TENANT) is Code.IS_TENANT_ID
    assert read("subscription_id", SUBSCRIPTION, tenant_id=TENANT) == SUBSCRIPTION


@pytest.mark.parametrize("raw", ["4711a", "4 711", "", "-1", "١٢٣", "1" * 21, "1.0"])
def test_a_partner_id_has_digits_only(raw: str) -> None:
    assert code("partner_id", raw) in (Code.NOT_DIGITS, Code.REQUIRED)


def test_a_partner_id_is_one_of_the_configured_locations() -> None:
    rules = Rulebook(locations={"4711": "Contoso Berlin"})
    claim = a_claim()
    assert parse("partner_id", " 4711 ", claim, rules, TODAY) == "4711"
    assert parse("partner_id", 4711, claim, rules, TODAY) == "4711"
    refused = parse("partner_id", "4712", claim, rules, TODAY)
    assert refused == Problem(Code.NOT_YOUR_LOCATION, "partner_id")
    assert read("partner_id", "4712") == "4712"


# domains and e-mails


@pytest.mark.parametrize(
    ("pasted", "host"),
    [
        ("fabrikam.example", "fabrikam.example"),
        (" FABRIKAM.Example. ", "fabrikam.example"),
        ("https://www.fabrikam.example/about?x=1#y", "fabrikam.example"),
        ("http://fabrikam.example:8080", "fabrikam.example"),
        ("casey@fabrikam.example", "fabrikam.example"),
        ("https://casey:secret@fabrikam.example/", "fabrikam.example"),
        ("sales.fabrikam.example", "sales.fabrikam.example"),
        ("fabrikam.onmicrosoft.com", "fabrikam.onmicrosoft.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER。example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("ｗｗｗ.fabrikam.example", "fabrikam.example"),
        ("www.example", "www.example"),
    ],
)
def test_a_domain_is_read_out_of_what_people_paste(pasted: str, host: str) -> None:
    assert read("customer_domain", pasted) == host


@pytest.mark.parametrize(
    "pasted",
    [
        "fabrikam",
        "fabrikam inc.example",
        "192.168.0.1",
        "https://10.0.0.1/",
        "0x7f.0.0.0x1",
        "[2001:db8::1]",
        "2001:db8::1",
        "-fabrikam.example",
        "fabrikam-.example",
        "fabri_kam.example",
        "fabrikam..example",
        "a." + "b" * 64 + ".example",
        ".".join(["a" * 60] * 5),
        "fabrikam.example\r\nHost: evil.example",
        "\ud800.example",
        TENANT,
    ],
)
def test_what_is_no_domain_is_said_so(pasted: str) -> None:
    assert code("customer_domain", pasted) is Code.NOT_A_DOMAIN


@given(ODD | st.text(alphabet="abwW.:/@-é。", max_size=30))
def test_a_domain_read_twice_is_the_same(text: str) -> None:
    host = host_name(text)
    if host is not None:
        assert host_name(host) == host
        assert host_name(f"https://{host}/x") == host
        assert host.isascii()


@pytest.mark.parametrize("field_id", MAILS)
@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("casey@fabrikam.example", "casey@fabrikam.example"),
        (" Casey.O'Neil+cpor@Fabrikam.EXAMPLE ", "Casey.O'Neil+cpor@fabrikam.example"),
        ("mailto:casey@fabrikam.example", "casey@fabrikam.example"),
    ],
)
def test_an_address_is_kept_as_mail_needs_it(field_id: str, typed: str, address: str) -> None:
    assert read(field_id, typed) == address


@pytest.mark.parametrize("field_id", MAILS)
@pytest.mark.parametrize(
    "typed",
    [
        "casey",
        "casey@",
        "@fabrikam.example",
        "casey@fabrikam",
        "casey@@fabrikam.example",
        "Casey <casey@fabrikam.example>",
        "casey@fabrikam.example, ada@fabrikam.example",
        "casey@fabrikam.example;ada@fabrikam.example",
        "casey@fabrikam.example\r\nBcc: all@fabrikam.example",
        "casey\n@fabrikam.example",
        "casey@fabrikam.example\x00",
        "cas\u202eey@fabrikam.example",
        "casey@[127.0.0.1]",
        "casey@127.0.0.1",
        "c" * 250 + "@fabrikam.example",
        "c" * 3000 + "@fabrikam.example",
    ],
)
def test_what_is_no_address_is_said_so(field_id: str, typed: str) -> None:
    assert code(field_id, typed) is Code.NOT_AN_EMAIL


@settings(max_examples=200)
@given(
    st.text(alphabet="ab.@<>,;:\r\n\t\x00\u200b\u2028 %é\"'", max_size=12),
    st.integers(0, 22),
)
def test_no_address_can_carry_a_second_header(dirt: str, at: int) -> None:
    typed = "casey@fabrikam.example"
    for field_id in MAILS:
        value = read(field_id, typed[:at] + dirt + typed[at:])
        if isinstance(value, str):
            assert not set(value) & set('\r\n\t\x00 <>,;:"\u2028\u200b')
            assert value.count("@") == 1
            assert not {unicodedata.category(char)[0] for char in value} & {"C", "Z"}


@pytest.mark.parametrize(
    "typed",
    [
        "ada@contoso.example",
        "ada@CONTOSO.example",
        "ada@mail.contoso.example",
        "ada@a.b.contoso.example",
        "ada@bücher.example",
        "ada@xn--bcher-kva.example",
    ],
)
def test_the_customers_contact_is_not_the_partner(typed: str) -> None:
    assert code("customer_contact_email", typed) is Code.OWN_EMAIL
    assert isinstance(read("partner_contact_email", typed), str)


def test_a_domain_that_only_ends_alike_is_somebody_elses() -> None:
    assert read("customer_contact_email", "casey@notcontoso.example")
    assert read("customer_contact_email", "casey@contoso.example.org")


# choices


def test_areas_and_roles_belong_together() -> None:
    for role in PartnerRole:
        area = roles()[role].area
        for claimed in (None, *SolutionArea):
            claim = a_claim(None, solution_area=claimed)
            value = parse("partner_role", str(role), claim, RULES, TODAY)
            if claimed in (None, area):
                assert value is role
            else:
                data = {"role": role, "area": claimed}
                assert value == Problem(Code.ROLE_OF_OTHER_AREA, "partner_role", data)


@pytest.mark.parametrize("field_id", ["solution_area", "partner_role", "purchase_channel"])
def test_a_choice_is_an_id_never_a_title(field_id: str) -> None:
    assert code(field_id, "Use or consume") is Code.NOT_A_CHOICE
    assert code(field_id, "USE_OR_CONSUME") is Code.NOT_A_CHOICE


@pytest.mark.parametrize(
    ("raw", "value"),
    [(True, True), (False, False), ("true", True), ("False", False)],
)
def test_opting_out_is_yes_or_no(raw: Any, value: bool) -> None:
    assert read("opt_out_of_incentive", raw) is value


@pytest.mark.parametrize("raw", ["maybe", "1", 1, 0, "yes", "oui"])
def test_opting_out_is_never_guessed(raw: Any) -> None:
    assert code("opt_out_of_incentive", raw) is Code.NOT_YES_OR_NO


@given(st.sets(st.sampled_from(sorted(RULES.catalogue.workloads))), st.randoms())
def test_any_number_of_workloads_is_kept_in_the_catalogues_order(
    picked: set[str], rng: Any
) -> None:
    mixed = sorted(picked) * 2
    rng.shuffle(mixed)
    wanted = tuple(item for item in RULES.catalogue.workloads if item in picked)
    for raw in (mixed, tuple(mixed), ",".join(mixed), " , ".join(mixed) + ","):
        value = read("workloads", raw)
        assert value == (wanted or Problem(Code.PICK_AT_LEAST_ONE, "workloads"))


def test_all_workloads_at_once_are_fine() -> None:
    everything = tuple(RULES.catalogue.workloads)
    assert len(everything) > 4
    assert read("workloads", ",".join(everything)) == everything


def test_an_unknown_item_is_refused_by_name_and_nothing_is_kept() -> None:
    problem = read("workloads", "teams,sales,fabric")
    assert problem == Problem(Code.NOT_IN_CATALOGUE, "workloads", {"names": ["fabric", "sales"]})
    assert code("products", "teams") is Code.NOT_IN_CATALOGUE


# the customer's signature


@pytest.mark.parametrize(
    ("today", "oldest"),
    [
        (date(2026, 6, 9), date(2025, 6, 9)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2029, 2, 28), date(2028, 2, 28)),
        (date(2028, 2, 28), date(2027, 2, 28)),
        (date(2027, 1, 1), date(2026, 1, 1)),
        (date(2026, 12, 31), date(2025, 12, 31)),
    ],
)
def test_proof_is_signed_within_twelve_months(today: date, oldest: date) -> None:
    def signed(day: date) -> Any:
        return parse("poe_signed_on", day.isoformat(), a_claim(), RULES, today)

    assert months_before(today, 12) == oldest
    assert signed(oldest) == oldest
    assert signed(today) == today
    assert signed(oldest - timedelta(days=1)).code is Code.DATE_TOO_OLD
    assert signed(today + timedelta(days=1)).code is Code.DATE_IN_FUTURE


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40))
def test_months_are_counted_back_to_the_same_day_or_the_last(day: date, months: int) -> None:
    before = months_before(day, months)
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months
    last = (before.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    assert before.day == min(day.day, last.day)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_proof_is_good_for_as_long_as_it_could_be_submitted(signed: date) -> None:
    last = good_until(signed)
    assert last is not None
    assert signed_on_problem(signed, last) is None
    assert signed_on_problem(signed, last + timedelta(days=2)) is not None


@pytest.mark.parametrize("raw", ["9 June 2026", "2026-13-01", "2026-02-29", "09/06/2026", 0, "x"])
def test_what_is_no_date_is_said_so(raw: Any) -> None:
    assert code("poe_signed_on", raw) is Code.NOT_A_DATE


# the subscription's end


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("2026-06-09", date(2026, 6, 9)),
        ("2029-12-31", date(2029, 12, 31)),
        ("2026-06-08", Code.DATE_PASSED),
        ("2206-06-09", Code.DATE_TOO_FAR),
        ("9999-12-31", Code.DATE_TOO_FAR),
        ("next May", Code.NOT_A_DATE),
        ("", None),
    ],
)
def test_a_subscription_ends_today_or_later_within_years(raw: str, wanted: Any) -> None:
    claim = a_claim(solution_area=SolutionArea.BUSINESS_APPLICATIONS)
    value = parse("subscription_ends_on", raw, claim, RULES, date(2026, 6, 9))
    assert (value.code if isinstance(value, Problem) else value) == wanted


# acknowledgements


@given(st.lists(st.sampled_from([*map(str, Acknowledgement), "something_else", " "])))
def test_all_four_are_ticked_or_the_missing_ones_are_named(ticked: list[str]) -> None:
    gone = [str(each) for each in Acknowledgement if each not in ticked]
    for raw in (ticked, ",".join(ticked)):
        value = read("acknowledgements", raw)
        if gone:
            assert value == Problem(Code.TICK_ALL, "acknowledgements", {"missing": gone})
        else:
            assert value == tuple(Acknowledgement)
