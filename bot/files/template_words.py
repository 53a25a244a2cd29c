"""The words of the proof-of-execution template, per language."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """Everything printed on the template; {braces} are filled in from the claim."""

    workload: tuple[str, str]
    """What Modern Work and Security claims are made for: one of them, and several."""
    product: tuple[str, str]
    """The same for Business Applications."""
    title: str
    lead: str
    reasons_title: str
    reasons: tuple[str, ...]
    data_title: str
    data_hint: str
    data: dict[str, str]
    customer_title: str
    customer_hint: str
    customer_text: str
    signature: dict[str, str]
    work_title: str
    work_hint: str
    work_columns: tuple[str, ...]
    papers: str
    paper_columns: tuple[str, ...]
    items_title: str
    items_hint: str
    item_columns: tuple[str, ...]
    footer: str
    page: str
    file_name: str


_ENGLISH = Words(
    workload=("workload", "workloads"),
    product=("product", "products"),
    title="Proof of execution",
    lead="The work {partner} did for {customer}, signed and dated by the customer.",
    reasons_title="Reviewers turn proof down for five reasons",
    reasons=(
        "No file, or the wrong one.",
        "No signature of the customer.",
        "Dates are missing, or older than 12 months.",
        "The work is not described.",
        "A claimed {item} is not named in the document.",
    ),
    data_title="1  Partner and customer",
    data_hint="Must match the claim exactly. If something is wrong, correct the claim and download "
    "this document again.",
    data={
        "partner": "Partner",
        "partner_id": "Partner ID (location)",
        "role": "Partner role",
        "claim": "Claim",
        "customer": "Customer",
        "domain": "Customer domain",
        "tenant": "Customer tenant ID",
        "subscription": "Subscription ID",
    },
    customer_title="2  Customer acknowledgement",
    customer_hint="The customer fills this in after the work. The date must lie within the 12 "
    "months before the claim is submitted. Without signature and date the proof is rejected.",
    customer_text="{customer} confirms that {partner} did the work described in section 3 for the "
    "{items} named in this document, and knows that {partner} asks Microsoft to be associated "
    "with these {items}.",
    signature={"signature": "Signature", "date": "Date", "name": "Name", "job": "Title"},
    work_title="3  Activities and supporting documents",
    work_hint="One or two sentences for each {item}: what was done, for whom, and what changed. "
    "“Consulting” or “support” alone counts as not described.",
    work_columns=("{Item}", "What was done", "From – to", "Result"),
    papers="Supporting documents",
    paper_columns=("Document", "Date", "What it shows"),
    items_title="4  {Items} by activity",
    items_hint="Tick what was done for each {item}. Every claimed {item} must stay named here.",
    item_columns=("{Item}", "Plan", "Set up", "Train", "Adopt", "Support"),
    footer="Claim {claim} · {customer}",
    page="Page",
    file_name="{customer}-proof-{claim}.docx",
)

WORDS = {"en": _ENGLISH}


def words_for(locale: str) -> Words:
    """Give the words for a locale like "en-GB"; English where the language is not there."""
    return WORDS.get(locale.partition("-")[0].lower(), _ENGLISH)
