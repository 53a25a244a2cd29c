"""The proof-of-execution template: filled from the claim, printable, and one we would accept."""

import io
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.claims.catalogue import load_catalogue
from bot.claims.models import Claim, SolutionArea
from bot.claims.naming import named_items
from bot.files import office, template
from bot.files.inspect import Inspector
from bot.files.template import Facts, claim_template, template_name

NOW = datetime(2026, 6, 9, tzinfo=UTC)
CATALOGUE = load_catalogue()
LOCALES = ["en-GB", "de-DE", "fr-FR", "es-MX", "pt-BR", "ja-JP"]
FACTS = Facts(
    partner_name="Contoso Consulting",
    role_name="Use or consume",
    item_names=("Exchange Online", "Teams Phone"),
)


def a_claim(**parts: object) -> Claim:
    values = {
        "id": 1042,
        "org": "contoso",
        "owner": "ada",
        "created_at": NOW,
        "changed_at": NOW,
        "solution_area": SolutionArea.MODERN_WORK_SECURITY,
        "customer_name": "Fabrikam",
        "customer_domain": "fabrikam.example",
        "tenant_id": "7f3c2b1a-58de-4c61-9a0e-2d4b6f8e0d94",
        "partner_id": "1234567",
    }
    return Claim.model_validate(values | parts)


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    lines = [line.text for line in document.paragraphs]
    lines += [cell.text for grid in document.tables for row in grid.rows for cell in row.cells]
    return "\n".join([*lines, document.sections[0].footer.paragraphs[0].text])


async def test_the_claims_data_is_filled_in() -> None:
    text = text_of(await claim_template(a_claim(), FACTS))
    for value in (
        "Contoso Consulting",
        "1234567",
        "Use or consume",
        "1042",
        "Fabrikam",
        "fabrikam.example",
        "7f3c2b1a-58de-4c61-9a0e-2d4b6f8e0d94",
    ):
        assert value in text
    for label in ("Signature", "Date", "Name", "Title", "12 months", "Workloads by activity"):
        assert label in text
    assert "{" not in text
    assert "Subscription ID" not in text


async def test_a_products_claim_speaks_of_products_and_its_subscription() -> None:
    claim = a_claim(
        solution_area=SolutionArea.BUSINESS_APPLICATIONS,
        subscription_id="sub-1",
        customer_domain="",
    )
    text = text_of(await claim_template(claim, FACTS))
    assert "Products by activity" in text
    assert "sub-1" in text
    assert "orkload" not in text
    assert "Customer domain" not in text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("area", SolutionArea)
async def test_every_claimed_item_is_named_and_no_other(area: SolutionArea, locale: str) -> None:
    items = list(CATALOGUE.items(area).values())
    claimed = items[::3]
    names = tuple(item.name for item in claimed)
    facts = Facts(partner_name="Contoso", item_names=names, locale=locale)
    text = text_of(await claim_template(a_claim(solution_area=area), facts))
    assert named_items(text, items) == tuple(item.id for item in claimed)


@pytest.mark.parametrize(
    ("locale", "words", "name"),
    [
        ("de-AT", ("Unterschrift", "12 Monate", "Workloads nach"), "Fabrikam-Nachweis-1042.docx"),
        ("fr-FR", ("Nom", "12 mois", "Charges de travail par"), "Fabrikam-preuve-1042.docx"),
        ("es-MX", ("Firma", "12 meses", "Cargas de trabajo por"), "Fabrikam-prueba-1042.docx"),
        ("pt-BR", ("Cargo", "12 meses", "Cargas de trabalho"), "Fabrikam-comprovante-1042.docx"),
        ("ja-JP", ("署名", "12 か月", "ワークロード別の作業"), "Fabrikam-実行証明-1042.docx"),
    ],
)
async def test_the_customer_signs_what_is_in_their_language(
    locale: str, words: tuple[str, ...], name: str
) -> None:
    content = await claim_template(a_claim(), FACTS.model_copy(update={"locale": locale}))
    text = text_of(content)
    for word in (*words, "Contoso Consulting", "Exchange Online"):
        assert word in text
    for word in ("{", "Signature of", "months", "Customer acknowledgement"):
        assert word not in text
    assert docx.Document(io.BytesIO(content)).core_properties.language == locale
    assert template_name(a_claim(), locale) == name


async def test_word_is_told_to_write_japanese_the_japanese_way() -> None:
    facts = FACTS.model_copy(update={"locale": "ja-JP"})
    styles = docx.Document(io.BytesIO(await claim_template(a_claim(), facts))).styles
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = styles[name].element.find(f".//{qn('w:rFonts')}")
        assert fonts.get(qn("w:eastAsia")) == "Yu Gothic"
    assert styles.element.find(f".//{qn('w:lang')}").get(qn("w:eastAsia")) == "ja-JP"


@pytest.mark.parametrize("locale", LOCALES)
async def test_we_would_accept_our_own_template(tmp_path: Path, locale: str) -> None:
    path = tmp_path / "template.docx"
    facts = FACTS.model_copy(update={"locale": locale})
    path.write_bytes(await claim_template(a_claim(), facts))
    found = await Inspector()(path, "docx")
    assert found.ok
    assert "Exchange Online" in str(found.text)


@pytest.mark.parametrize(
    ("locale", "millimetres"),
    [("en-GB", (210, 297)), ("de-DE", (210, 297)), ("en-US", (216, 279)), ("fr-CA", (216, 279))],
)
async def test_paper_is_what_lies_in_the_printer(locale: str, millimetres: tuple[int, int]) -> None:
    facts = FACTS.model_copy(update={"locale": locale})
    section = docx.Document(io.BytesIO(await claim_template(a_claim(), facts))).sections[0]
    size = (round(section.page_width.mm), round(section.page_height.mm))
    assert size == millimetres
    usable = section.page_width - section.left_margin - section.right_margin
    assert usable <= 176 * 36_000


async def test_tables_repeat_their_head_and_keep_their_rows_whole() -> None:
    document = docx.Document(io.BytesIO(await claim_template(a_claim(), FACTS)))
    heads = [
        grid for grid in document.tables if grid.rows[0]._tr.findall(f".//{qn('w:tblHeader')}")
    ]
    assert len(heads) == 3
    assert all(row._tr.findall(f".//{qn('w:cantSplit')}") for grid in heads for row in grid.rows)


async def test_an_unfinished_claim_gets_a_template_too() -> None:
    claim = Claim(id=7, org="c", owner="a", created_at=NOW, changed_at=NOW)
    text = text_of(await claim_template(claim, Facts(partner_name="Contoso")))
    assert "Signature" in text
    assert template_name(claim) == "CPOR-proof-7.docx"


@settings(max_examples=15, deadline=None)
@given(st.text())
def test_any_name_can_be_printed(name: str) -> None:
    facts = FACTS.model_copy(update={"partner_name": name, "item_names": (name,)})
    content = template._write(a_claim(customer_name=name, claim_name=name), facts)
    assert "Signature" in text_of(content)


async def test_hostile_names_are_only_names(tmp_path: Path) -> None:
    name = "Fab\x00ri\x1bkam\u202e {customer} <w:p> & Co"
    content = await claim_template(a_claim(customer_name=name), FACTS)
    assert "Fabrikam {customer} <w:p> & Co" in text_of(content)
    path = tmp_path / "t.docx"
    path.write_bytes(content)
    office.check(path, "docx")


@pytest.mark.parametrize(
    ("customer", "name"),
    [
        ("Fabrikam", "Fabrikam-proof-1042.docx"),
        ("Wide World  Importers", "Wide-World-Importers-proof-1042.docx"),
        ("../../A/B: C\u202e", "A-B-C-proof-1042.docx"),
        ("x" * 300, "x" * 80 + "-proof-1042.docx"),
    ],
)
def test_the_template_is_offered_under_the_customers_name(customer: str, name: str) -> None:
    assert template_name(a_claim(customer_name=customer)) == name
