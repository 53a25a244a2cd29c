"""Typed lines are read by exact words: as commands, as answers, as choices, or not at all."""

from __future__ import annotations

import pytest

from bot.claims.catalogue import load_catalogue
from bot.text.commands import (
    Command,
    is_question,
    read_choice,
    read_choices,
    read_command,
    read_field_answer,
    read_items,
    read_section,
)

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("new claim", Command("new_claim")),
        ("  New   Claim. ", Command("new_claim")),
        ("which role", Command("which_role")),
        ("my claims", Command("my_claims")),
        ("My claims approved", Command("my_claims", "approved")),
        ("claim Fabrikam GmbH", Command("claim", "Fabrikam GmbH")),
        ("claim 1042.", Command("claim", "1042")),
        ("help", Command("help")),
        ("?", Command("help")),
        ("cancel!", Command("cancel")),
        ("continue", Command("continue")),
        ("review", Command("review")),
        ("upload", Command("upload")),
        ("template", Command("template")),
        ("submit", Command("submit")),
        ("start", Command("start")),
        ("change", Command("change")),
        ("change contacts", Command("change", "contacts")),
        ("add customer", Command("add_customer")),
        ("keep", Command("keep")),
        ("discard", Command("discard")),
        ("go on", Command("go_on")),
        ("try again", Command("try_again")),
        ("back", Command("back")),
        ("next", Command("next")),
        ("withdraw 1042", Command("withdraw", "1042")),
        ("dispute 1042 the work is on page 2.", Command("dispute", "1042 the work is on page 2.")),
        ("approve 1042", Command("approve", "1042")),
        ("ask 1042 Please add a date.", Command("ask", "1042 Please add a date.")),
        ("reject 1042 no date", Command("reject", "1042 no date")),
        ("begin 1042", Command("begin", "1042")),
        ("remove Training-agenda.docx", Command("remove", "Training-agenda.docx")),
        ("usage", Command("usage")),
        ("export", Command("export")),
        ("yes", Command("yes")),
        ("No.", Command("no")),
        ("confirm all", Command("confirm_all")),
    ],
)
@pytest.mark.parametrize("locale", ["en-GB", "xx"])
def test_a_command_is_read(text: str, command: Command, locale: str) -> None:
    assert read_command(text, locale) == command


@pytest.mark.parametrize(
    "text",
    [
        "don't approve",
        "not yes",
        "yesterday",
        "I would like a new claim for Fabrikam",
        "withdrawal",
        "claim name Fabrikam in June",
        "claim approved or not?",
        "approve 1042?",
        "newclaim",
        "",
        "   ",
    ],
)
def test_what_only_resembles_a_command_is_none(text: str) -> None:
    assert read_command(text) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("tenant fabrikam.example", ("customer_domain", "fabrikam.example")),
        ("Tenant ID: 8d2f41c6", ("tenant_id", "8d2f41c6")),
        ("domain is fabrikam.example", ("customer_domain", "fabrikam.example")),
        ("customer Fabrikam Ltd.", ("customer_name", "Fabrikam Ltd.")),
        ("partner id 4501123", ("partner_id", "4501123")),
        ("claim name Fabrikam – June", ("claim_name", "Fabrikam – June")),
        ("name Fabrikam June", ("claim_name", "Fabrikam June")),
        ("channel EA", ("purchase_channel", "EA")),
        ("opt out", ("opt_out_of_incentive", "true")),
        ("don’t opt out", ("opt_out_of_incentive", "false")),
        ("subscription 3f0c6b1e", ("subscription_id", "3f0c6b1e")),
        ("contact Casey Customer", ("customer_contact_name", "Casey Customer")),
        ("title IT director", ("customer_contact_title", "IT director")),
        ("e-mail casey@fabrikam.example", ("customer_contact_email", "casey@fabrikam.example")),
        ("my name Ada Admin", ("partner_contact_name", "Ada Admin")),
        ("my e-mail ada@contoso.example", ("partner_contact_email", "ada@contoso.example")),
        ("seller Sam Seller", ("seller_name", "Sam Seller")),
        ("ISV Contoso Insights", ("isv_solution", "Contoso Insights")),
        ("summary We moved 900 people.", ("poe_summary", "We moved 900 people.")),
        ("signed 2026-05-28", ("poe_signed_on", "2026-05-28")),
        ("date 2026-05-28", ("poe_signed_on", "2026-05-28")),
        ("comment see page 2", ("comments", "see page 2")),
    ],
)
def test_one_answer_is_read_with_its_field(text: str, answer: tuple[str, str]) -> None:
    assert read_field_answer(text) == answer


@pytest.mark.parametrize(
    "text", ["tenant", "tenants are hard", "what is a tenant ID", "domain?", "Fabrikam", ""]
)
def test_what_names_no_field_with_a_value_is_none(text: str) -> None:
    assert read_field_answer(text) is None


@pytest.mark.parametrize(
    ("field_id", "text", "choice"),
    [
        ("partner_role", "Use or consume", "use_or_consume"),
        ("partner_role", "OSA", "build_intent_advisor"),
        ("partner_role", "osu-ba", "usage_recognition"),
        ("partner_role", "RevRec", "influenced_revenue"),
        ("partner_role", "usage_recognition", "usage_recognition"),
        ("solution_area", "Business Applications", "business_applications"),
        ("solution_area", "Teams", "modern_work_security"),
        ("solution_area", "Yammer", "modern_work_security"),
        ("solution_area", "business central", "business_applications"),
        ("solution_area", "azure", "azure"),
        ("solution_area", "defender for cloud", "azure"),
        ("solution_area", "Surface", "co_op"),
        ("purchase_channel", "EA", "volume_licensing"),
        ("purchase_channel", "MCA-E", "volume_licensing"),
        ("purchase_channel", "Web-Direct", "web_direct"),
        ("purchase_channel", "csp", "csp"),
        ("purchase_channel", "I don’t know", "unknown"),
        ("activity", "Only resold it.", "resale"),
        ("activity", "adoption_usage", "adoption_usage"),
        ("partner_role", "role", None),
        ("purchase_channel", "not csp", None),
        ("customer_name", "Fabrikam", None),
    ],
)
def test_a_choice_is_read_by_its_names(field_id: str, text: str, choice: str | None) -> None:
    assert read_choice(field_id, text) == choice


@pytest.mark.parametrize(
    ("text", "found", "unknown"),
    [
        ("Teams, Exchange and SharePoint", ["teams", "exchange_online", "sharepoint_online"], []),
        ("teams & intune", ["teams", "intune"], []),
        ("Yammer; AAD P1\nMDE", ["viva_engage", "entra_id_p1", "defender_for_endpoint"], []),
        ("Teams, Fabric and Windows 365", ["teams"], ["Fabric", "Windows 365"]),
        ("Teams and teams", ["teams"], []),
        ("Teams Phone", ["teams_phone"], []),
        ("OneDrive", ["sharepoint_online"], []),
        ("", [], []),
    ],
)
def test_workloads_are_read_from_a_list(text: str, found: list[str], unknown: list[str]) -> None:
    assert read_items(text, CATALOGUE.workloads) == (found, unknown)


def test_a_name_with_a_comma_of_its_own_is_one_product() -> None:
    text = "Mixed Reality (Guides, Remote Assist), Sales and Power BI"
    found = ["mixed_reality", "sales", "power_bi"]
    assert read_items(text, CATALOGUE.products) == (found, [])


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("can the customer still say no", True),
        ("Where do I find the tenant ID?", True),
        ("how much is a Surface trade-in worth", True),
        ("Fabrikam", False),
        ("Will", False),
        ("We moved 900 people to Teams.", False),
        ("Isabel Doe", False),
    ],
)
def test_a_question_is_told_from_an_answer(text: str, asks: bool) -> None:
    assert is_question(text) is asks


@pytest.mark.parametrize(
    ("locale", "text", "command"),
    [
        ("de", "1042 genehmigen", Command("approve", "1042")),
        ("de", "Claim 1042 genehmigen", Command("approve", "1042")),
        ("de", "1042 Prüfung beginnen", Command("begin", "1042")),
        ("de", "1042 ablehnen kein Datum", Command("reject", "1042 kein Datum")),
        ("de", "Kontakte ändern", Command("change", "Kontakte")),
        ("de", "Kunden erneut anschreiben 1042", Command("resend", "1042")),
        ("de", "Bitte einreichen!", Command("submit")),
        ("fr", "envoyer la demande, s’il vous plaît", Command("submit")),
        ("es", "¡Hola!", Command("help")),
        ("es", "¿Qué puede hacer?", Command("help")),
        ("pt", "Nova reivindicação, por favor", Command("new_claim")),
        ("ja", "1042を承認", Command("approve", "1042")),
        ("ja", "申請1042を承認してください", Command("approve", "1042")),
        ("ja", "1042を差し戻し 日付を追加", Command("ask", "1042 日付を追加")),
        ("ja", "連絡先を変更", Command("change", "連絡先")),
        ("ja", "agenda.docxを削除します", Command("remove", "agenda.docx")),
        ("ja", "提出します", Command("submit")),
        ("en", "approve 1042", Command("approve", "1042")),
        ("en", "submit, please", Command("submit")),
    ],
)
def test_a_command_is_read_as_a_language_puts_it(locale: str, text: str, command: Command) -> None:
    assert read_command(text, locale) == command


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("ja", "Fabrikamの業務を変更"),
        ("ja", "1042を承認しますか"),
        ("ja", "お願いします、明日"),
        ("de", "Domain des Kunden"),
        ("de", "Bitte"),
        ("es", "¿Reclamación 1042 aprobada?"),
        ("es", "¿Reclamación 1042 aprobada"),
        ("fr", "demande de renseignements ?"),
        ("pt", "nome da reivindicação Fabrikam"),
    ],
)
def test_what_only_resembles_one_in_a_language_is_none(locale: str, text: str) -> None:
    assert read_command(text, locale) is None


@pytest.mark.parametrize(
    ("locale", "text", "answer"),
    [
        ("ja", "担当者は山田太郎です", ("customer_contact_name", "山田太郎")),
        ("ja", "担当者 山田太郎", ("customer_contact_name", "山田太郎")),
        ("ja", "顧客 はるか商事", ("customer_name", "はるか商事")),
        ("ja", "テナントはfabrikam.exampleです", ("customer_domain", "fabrikam.example")),
        ("ja", "概要は300名の研修です", ("poe_summary", "300名の研修です")),
        ("fr", "client est Fabrikam", ("customer_name", "Fabrikam")),
        ("fr", "client Est Ensemble", ("customer_name", "Est Ensemble")),
        ("de", "Tenant ist fabrikam.example", ("customer_domain", "fabrikam.example")),
        ("pt", "domínio é fabrikam.example", ("customer_domain", "fabrikam.example")),
        ("es", "sin pago", ("opt_out_of_incentive", "true")),
        ("en", "what we did: we trained them", ("poe_summary", "we trained them")),
    ],
)
def test_an_answer_is_read_as_a_language_puts_it(
    locale: str, text: str, answer: tuple[str, str]
) -> None:
    assert read_field_answer(text, locale) == answer


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("ja", "顧客はいつ拒否できますか"),
        ("fr", "Société Générale"),
        ("es", "¿cliente Fabrikam"),
        ("en", "what did we do"),
    ],
)
def test_what_answers_no_field_in_a_language_is_none(locale: str, text: str) -> None:
    assert read_field_answer(text, locale) is None


@pytest.mark.parametrize(
    ("locale", "text", "found", "unknown"),
    [
        ("de", "Teams und Exchange", ["teams", "exchange_online"], []),
        ("fr", "Teams et Exchange", ["teams", "exchange_online"], []),
        ("es", "Teams, Exchange y Intune", ["teams", "exchange_online", "intune"], []),
        ("es", "Teams e Intune", ["teams", "intune"], []),
        ("pt", "Teams e Exchange", ["teams", "exchange_online"], []),
        ("ja", "TeamsとExchange", ["teams", "exchange_online"], []),
        ("ja", "Teams、Exchange 及び Intune", ["teams", "exchange_online", "intune"], []),
        ("ja", "TeamsとWindows 365", ["teams"], ["Windows 365"]),
        ("en", "Teams und Exchange", [], ["Teams und Exchange"]),
    ],
)
def test_workloads_are_listed_as_a_language_lists_them(
    locale: str, text: str, found: list[str], unknown: list[str]
) -> None:
    assert read_items(text, CATALOGUE.workloads, locale) == (found, unknown)


@pytest.mark.parametrize(
    ("locale", "text", "found"),
    [
        ("ja", "お客様に研修をしました", ["adoption_usage"]),
        ("ja", "研修とワークショップ", ["adoption_usage", "partner_activities"]),
        ("ja", "研修を行いましたか", []),
        ("de", "Schulung und Workshops", ["adoption_usage", "partner_activities"]),
        ("es", "formamos a su personal", ["adoption_usage"]),
    ],
)
def test_work_is_read_as_a_language_puts_it(locale: str, text: str, found: list[str]) -> None:
    assert read_choices("activity", text, locale) == found


@pytest.mark.parametrize(
    ("locale", "text", "section"),
    [
        ("en", "contacts", "contacts"),
        ("en", "subscription", "products"),
        ("de", "die Kontakte", "contacts"),
        ("fr", "l’abonnement", "products"),
        ("es", "los contactos", "contacts"),
        ("pt", "cargas de trabalho", "workloads"),
        ("ja", "連絡先", "contacts"),
        ("ja", "contacts", "contacts"),
        ("ja", "その他", None),
    ],
)
def test_a_section_is_read_by_its_names(locale: str, text: str, section: str | None) -> None:
    assert read_section(text, locale) == section


@pytest.mark.parametrize(
    ("locale", "text", "status"),
    [
        ("en", "under review", "under_review"),
        ("en", "under_review", "under_review"),
        ("de", "genehmigt", "approved"),
        ("fr", "approuvées", "approved"),
        ("es", "aprobadas", "approved"),
        ("pt", "em revisão", "under_review"),
        ("ja", "承認済み", "approved"),
        ("ja", "approved", "approved"),
        ("en", "aprobadas", None),
    ],
)
def test_a_status_is_read_by_its_names(locale: str, text: str, status: str | None) -> None:
    assert read_choice("status", text, locale) == status
