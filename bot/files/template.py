"""Writes "Download template": a proof-of-execution document filled from the claim, to be signed.

Follows the sections of Microsoft's proof-of-execution template, which reviewers know.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Sequence

import docx

from bot.claims.evidence import clean_name
from bot.claims.models import Claim, Frozen, SolutionArea
from bot.files import paper
from bot.files.paper import printable
from bot.files.template_words import Items, Words, words_for

#: Tables keep this many empty lines where the claim does not say how many are needed.
_EMPTY_ROWS = 3
_TICK = "☐"
#: Of the customer's name in the file name, so that the claim's number stays in it.
_NAME_LENGTH = 80


class Facts(Frozen):
    """What the template prints besides the claim's own fields."""

    partner_name: str
    role_name: str = ""
    item_names: tuple[str, ...] = ()
    """Product names of every claimed item, as reviewers look for them."""
    locale: str = "en-GB"


async def claim_template(claim: Claim, facts: Facts) -> bytes:
    """Give the DOCX for a claim, written off the event loop."""
    return await asyncio.to_thread(_write, claim, facts)


def template_name(claim: Claim, locale: str = "en-GB") -> str:
    """Give the name under which the template is offered, such as "Fabrikam-proof-1042.docx"."""
    words = re.split(r"[\s/\\:*?\"<>|]+", printable(claim.customer_name or ""))
    customer = "-".join(word for word in words if word.strip("."))[:_NAME_LENGTH] or "CPOR"
    return clean_name(words_for(locale).file_name.format(customer=customer, claim=claim.id))


def _write(claim: Claim, facts: Facts) -> bytes:
    words, names = words_for(facts.locale), _names(claim, facts)
    document = docx.Document()
    paper.prepare(document, facts.locale, words.title, words.footer.format(**names), words.page)
    paper.title(document, words.title, words.lead.format(**names))
    items = _items_of(words, claim)
    paper.reasons(document, words.reasons_title, (*words.reasons, items.not_named))
    _data(document, words, claim, facts)
    _acknowledgement(document, words, items.confirmed.format(**names))
    _work(document, words, items, facts.item_names)
    _ticks(document, words, items, facts.item_names)
    document.core_properties.created = document.core_properties.modified = claim.changed_at
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _names(claim: Claim, facts: Facts) -> dict[str, str]:
    """Give what the words' {braces} stand for."""
    return {
        "partner": printable(facts.partner_name),
        "customer": printable(claim.customer_name or "") or "…",
        "claim": str(claim.id),
    }


def _items_of(words: Words, claim: Claim) -> Items:
    modern_work = claim.solution_area is SolutionArea.MODERN_WORK_SECURITY
    return words.workload if modern_work else words.product


def _data(document: paper.Document, words: Words, claim: Claim, facts: Facts) -> None:
    paper.section(document, words.data_title, words.data_hint)
    values = {
        "partner": facts.partner_name,
        "partner_id": claim.partner_id,
        "role": facts.role_name,
        "claim": str(claim.id) + (f" · {claim.claim_name}" if claim.claim_name else ""),
        "customer": claim.customer_name,
        "domain": claim.customer_domain,
        "tenant": claim.tenant_id,
        "subscription": claim.subscription_id,
    }
    optional = {"domain", "subscription", "role"}
    shown = [key for key in words.data if values[key] or key not in optional]
    paper.facts(document, [(words.data[key], values[key] or "") for key in shown])


def _acknowledgement(document: paper.Document, words: Words, confirmed: str) -> None:
    paper.section(document, words.customer_title, words.customer_hint)
    paper.text(document, confirmed)
    paper.signature(document, words.signature)


def _work(document: paper.Document, words: Words, items: Items, names: Sequence[str]) -> None:
    paper.section(document, words.work_title, items.work_hint, new_page=True)
    rows = [[name, "", "", ""] for name in names] or [["", "", "", ""]] * _EMPTY_ROWS
    columns = (items.column, *words.work_columns)
    paper.table(document, columns, rows, (24, 40, 16, 20), row_millimetres=14)
    paper.subheading(document, words.papers)
    blank = [["", "", ""]] * _EMPTY_ROWS
    paper.table(document, words.paper_columns, blank, (40, 16, 44), row_millimetres=8)


def _ticks(document: paper.Document, words: Words, items: Items, names: Sequence[str]) -> None:
    paper.section(document, items.ticks_title, items.ticks_hint)
    ticks = [_TICK] * len(words.tick_columns)
    rows = [[name, *ticks] for name in names] or [["", *ticks]] * _EMPTY_ROWS
    widths = (35, *[65 / len(ticks)] * len(ticks))
    columns = (items.column, *words.tick_columns)
    paper.table(document, columns, rows, widths, row_millimetres=7, centred=True)
