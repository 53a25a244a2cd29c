"""Claims and scenes to draw: the storyboard's sample day, and the longest data there can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.advisor.advisor import Answer
from bot.cards import (
    answers,
    claims_list,
    contacts_step,
    customer_step,
    decided,
    decision,
    details,
    draft,
    items_step,
    moments,
    notices,
    proof,
    queue,
    renewal,
    review_step,
    role_choice,
    role_step,
    status,
    usage,
    welcome,
)
from bot.cards.scene import Card, Scene, Stamp
from bot.claims.catalogue import load_catalogue
from bot.claims.errors import Code, Problem
from bot.claims.models import (
    Actor,
    ActorKind,
    Claim,
    Consent,
    CustomerAnswer,
    Deadline,
    DeadlineKind,
    Decision,
    DirectoryCheck,
    Event,
    Expiry,
    FileState,
    HistoryEntry,
    PartnerRole,
    ProofFile,
    PurchaseChannel,
    Rejection,
    RejectionReason,
    Request,
    SolutionArea,
    Status,
    Undelivered,
    Verification,
)
from bot.claims.ports import ClaimPage
from bot.claims.roles import About, Activity, Advice, Bought, Facts, advise
from bot.claims.rules import Rulebook
from bot.text.words import Words

TODAY = date(2026, 6, 9)
NOW = datetime(2026, 6, 9, 9, 58, tzinfo=UTC)
TENANT = "8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94"
RULES = Rulebook(
    locations={"4501123": "Contoso Seattle", "4501124": "Contoso Leeds"},
)
FILES = (
    ProofFile(
        id="f1",
        name="Fabrikam-proof.pdf",
        size=1_258_291,
        state=FileState.CLEAN,
        added_at=NOW - timedelta(minutes=11),
        named_items=("exchange_online", "sharepoint_online", "teams", "teams_meetings"),
    ),
    ProofFile(
        id="f2",
        name="Training-agenda.docx",
        size=340 * 1024,
        state=FileState.CHECKING,
        added_at=NOW - timedelta(minutes=10),
    ),
)
CLEAN = tuple(file.model_copy(update={"state": FileState.CLEAN}) for file in FILES)
WORKLOADS = ("exchange_online", "sharepoint_online", "teams", "teams_meetings", "teams_phone")


def make_claim(**changes: Any) -> Claim:
    values: dict[str, Any] = {
        "id": 1042,
        "org": "0a0a0a0a-1111-2222-3333-444444444444",
        "owner": "ada",
        "owner_name": "Ada Admin",
        "version": 3,
        "created_at": NOW - timedelta(days=1),
        "changed_at": NOW - timedelta(minutes=20),
        "solution_area": SolutionArea.MODERN_WORK_SECURITY,
        "partner_role": PartnerRole.USE_OR_CONSUME,
        "claim_name": "Fabrikam - Use or consume - June 2026",
        "partner_id": "4501123",
        "customer_name": "Fabrikam",
        "customer_domain": "fabrikam.example",
        "tenant_id": TENANT,
        "workloads": WORKLOADS,
        "customer_contact_name": "Casey Customer",
        "customer_contact_title": "IT director",
        "customer_contact_email": "casey@fabrikam.example",
        "partner_contact_name": "Ada Admin",
        "partner_contact_email": "ada@contoso.example",
        "directory": DirectoryCheck(
            result=Verification.MATCHED,
            domain="fabrikam.example",
            tenant_id=TENANT,
            checked_at=NOW - timedelta(minutes=20),
        ),
        **changes,
    }
    return Claim(**values)


def make_scene(**changes: Any) -> Scene:
    values: dict[str, Any] = {
        "words": Words("en-GB", today=TODAY),
        "stamp": Stamp("n0nce", 1042, 3),
        "rules": RULES,
        "today": TODAY,
        **changes,
    }
    return Scene(**values)


def due(kind: DeadlineKind, on: date) -> Deadline:
    at = datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(days=1)
    return Deadline(kind=kind, on=on, at=at)


def make_draft(**changes: Any) -> Claim:
    return make_claim(**{"added_at": NOW - timedelta(days=1), "poe_files": FILES, **changes})


def make_submitted(**changes: Any) -> Claim:
    values: dict[str, Any] = {
        "status": Status.SUBMITTED,
        "poe_files": CLEAN,
        "poe_summary": "We moved 900 people to Teams and Exchange Online.",
        "poe_signed_on": date(2026, 5, 28),
        "submitted_at": NOW,
        "consent": Consent(
            round=1,
            email="casey@fabrikam.example",
            asked_at=NOW,
            notice_ends=date(2026, 6, 16),
            mailed_at=NOW,
        ),
        "official_on": date(2026, 6, 17),
        "deadlines": (due(DeadlineKind.REVIEW_BEGINS, date(2026, 6, 16)),),
        **changes,
    }
    return make_draft(**values)


def make_business(**changes: Any) -> Claim:
    values: dict[str, Any] = {
        "solution_area": SolutionArea.BUSINESS_APPLICATIONS,
        "partner_role": PartnerRole.INFLUENCED_REVENUE,
        "claim_name": "Fabrikam - Influenced Revenue - June 2026",
        "workloads": (),
        "products": ("sales", "power_bi"),
        "purchase_channel": PurchaseChannel.VOLUME_LICENSING,
        "subscription_id": "3f0c6b1e-52d7-4d4a-8a39-0b6f2c9d7e15",
        "seller_name": "Sam Seller",
        "isv_solution": "Contoso Insights",
        **changes,
    }
    return make_claim(**values)


ASKED = Request(
    text="1. The document does not name Teams Phone. Please name it, or take it out of the claim.\n"
    "2. The signature on page 3 has no date.",
    by="Rae Reviewer",
    at=NOW - timedelta(days=1),
    answer_by=date(2026, 6, 26),
)


def make_action(**changes: Any) -> Claim:
    values: dict[str, Any] = {
        "id": 1031,
        "customer_name": "Northwind Traders",
        "status": Status.ACTION_REQUIRED,
        "request": ASKED,
        "poe_files": CLEAN[:1],
        "deadlines": (due(DeadlineKind.ANSWER, ASKED.answer_by),),
        **changes,
    }
    return make_submitted(**values)


def make_rejected(
    reason: RejectionReason = RejectionReason.POE_WORK_NOT_DESCRIBED,
    by: ActorKind = ActorKind.REVIEWER,
    dispute_by: date | None = date(2026, 7, 2),
    **changes: Any,
) -> Claim:
    values: dict[str, Any] = {
        "id": 1038,
        "customer_name": "Wingtip Toys",
        "status": Status.REJECTED,
        "rejection": Rejection(
            reason=reason,
            by=by,
            name="Rae Reviewer" if by is ActorKind.REVIEWER else "",
            comment="Please describe the work.\nPage 2 is empty.",
            at=NOW - timedelta(days=7),
            dispute_by=dispute_by,
        ),
        "official_on": None,
        "deadlines": (due(DeadlineKind.DISPUTE, dispute_by),) if dispute_by else (),
        **changes,
    }
    return make_submitted(**values)


def make_approved(**changes: Any) -> Claim:
    values: dict[str, Any] = {
        "id": 1043,
        "customer_name": "Adventure Works",
        "status": Status.APPROVED,
        "approved_at": NOW - timedelta(days=40),
        "official_on": date(2026, 5, 4),
        "deadlines": (),
        **changes,
    }
    return make_submitted(**values)


LONG = "Wöß & Söhne [Übersee](http://evil.example) **Gesellschaft** " * 3


def make_longest(**changes: Any) -> Claim:
    """Give a claim with as much in it as the fields allow."""
    catalogue = load_catalogue()
    names = (
        "customer_name",
        "claim_name",
        "customer_contact_name",
        "customer_contact_title",
        "partner_contact_name",
    )
    mail = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example"
    files = tuple(
        ProofFile(
            id=f"{index:032d}",
            name=f"{index}{'ü' * 114}.docx",
            size=25 * 1024 * 1024,
            state=FileState.CLEAN,
            added_at=NOW,
            named_items=(),
        )
        for index in range(10)
    )
    values: dict[str, Any] = {
        **dict.fromkeys(names, LONG[:100]),
        "customer_contact_email": mail,
        "partner_contact_email": mail,
        "customer_domain": f"{'d' * 60}.{'e' * 60}.{'f' * 60}.example",
        "workloads": tuple(catalogue.workloads),
        "poe_files": files,
        "poe_summary": LONG * 11,
        "comments": LONG * 11,
        **changes,
    }
    return make_submitted(**values)


def history(claim: Claim, count: int = 6) -> list[HistoryEntry]:
    actor = Actor(kind=ActorKind.ADMIN, id="ada", name="Ada Admin")
    entry = HistoryEntry(
        claim_id=claim.id,
        at=NOW,
        event=Event.CHANGE,
        actor=actor,
        after=claim.status,
        note=LONG,
        fields=("customer_contact_email", "partner_id"),
    )
    events = list(Event)
    return [
        entry.model_copy(update={"event": events[index % len(events)]}) for index in range(count)
    ]


FACTS = Facts(
    about=About.BUSINESS_APPLICATIONS,
    activity=Activity.ADOPTION_USAGE,
    bought=Bought.VOLUME_LICENSING,
)
ADVICE = (
    "redirect:co_op",
    "redirect:pal",
    "redirect:mci_partner_activities",
)
Gallery = dict[str, Callable[[], Card]]


def _welcome() -> Gallery:
    started = make_claim(workloads=(), changed_at=NOW - timedelta(hours=17, minutes=38))
    old = make_draft(
        id=1040,
        customer_name="Tailspin Toys",
        added_at=NOW - timedelta(days=6),
        poe_files=(),
        partner_role=PartnerRole.USAGE_RECOGNITION,
    )
    scene = make_scene(stamp=Stamp("n0nce"))
    return {
        "01-welcome": lambda: welcome.first(scene, "Ada"),
        "01b-no-name": lambda: welcome.back(scene, "", [make_claim()]),
        "not-admin-no-name": lambda: welcome.not_an_admin(scene, ""),
        "reviewer-no-name": lambda: welcome.reviewer(scene, "", 1),
        "01-no-name": lambda: welcome.first(scene, ""),
        "01b-back": lambda: welcome.back(scene, "Ada", [started, old]),
        "01b-back-due": lambda: welcome.back(scene, "Ada", [make_action(), started]),
        "not-admin": lambda: welcome.not_an_admin(scene, "Bo"),
        "reviewer": lambda: welcome.reviewer(scene, "Rae", 4),
        "reviewer-none": lambda: welcome.reviewer(scene, "Rae", 0),
        "help": lambda: welcome.help_card(scene, admin=True, reviewer=True),
        "help-asker": lambda: welcome.help_card(scene, admin=False, reviewer=False),
    }


def _role() -> Gallery:
    scene, facts = make_scene(stamp=Stamp("n0nce")), Facts()
    wrong = make_scene(problems=[Problem(Code.NOT_A_CHOICE, "activity")])
    found: Gallery = {
        "role-q1": lambda: role_choice.ask_area(scene, facts),
        "role-q2": lambda: role_choice.ask_activity(scene, FACTS),
        "role-q2-wrong": lambda: role_choice.ask_activity(wrong, facts),
        "role-q3": lambda: role_choice.ask_channel(scene, FACTS),
        "role-first": lambda: role_choice.which_first(scene, "activity", list(Activity)[:2]),
        "role-first-area": lambda: role_choice.which_first(
            scene, "solution_area", list(SolutionArea)
        ),
        "02-result": lambda: role_choice.result(scene, advise(FACTS), FACTS),
        "02-result-open": lambda: role_choice.result(
            scene,
            Advice(
                id="role:build_intent_advisor",
                role=PartnerRole.BUILD_INTENT_ADVISOR,
                channel_open=True,
            ),
            FACTS.model_copy(update={"bought": None}),
        ),
        "no-role-csp": lambda: role_choice.no_role(scene, Advice(id="no_role:csp_purchase"), FACTS),
        "no-role-presales": lambda: role_choice.no_role(
            scene, Advice(id="no_role:presales_modern_work"), FACTS
        ),
        "no-role-resale": lambda: role_choice.no_role(scene, Advice(id="no_role:resale"), FACTS),
    }
    found |= {
        each.replace(":", "-"): lambda each=each: role_choice.redirect(scene, Advice(id=each))
        for each in ADVICE
    }
    return found


def _steps() -> Gallery:
    scene, claim = make_scene(), make_claim()
    found = "8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94"
    mismatch = Problem(
        Code.TENANT_MISMATCH, "tenant_id", {"found": found, "domain": "fabrikam.example"}
    )
    wrong = make_scene(
        problems=[mismatch], typed={"tenant_id": "b7705c2a-91e4-4d0f-8a36-1c9e52f04b17"}
    )
    unknown = make_scene(
        problems=[Problem(Code.DOMAIN_UNKNOWN, "customer_domain", {"domain": "fabrikan.example"})],
        typed={"customer_domain": "fabrikan.example", "tenant_id": ""},
    )
    covered = make_scene(
        problems=[
            Problem(Code.ALREADY_COVERED, "workloads", {"claim": 1017, "names": ["Teams"]}),
        ]
    )
    many = make_scene(
        problems=[Problem(Code.REQUIRED, each) for each in ("customer_contact_name", "seller_name")]
    )
    down = make_claim(
        directory=DirectoryCheck(
            result=Verification.UNAVAILABLE,
            domain="fabrikam.example",
            checked_at=NOW - timedelta(minutes=20),
        )
    )
    notes = make_scene(notes=[scene.words("flow.saved")])
    known = make_claim(created_at=datetime(2026, 3, 3, tzinfo=UTC))
    mine = make_business(partner_role=PartnerRole.BUILD_INTENT_ADVISOR)
    return {
        "03-role": lambda: role_step.role_step(make_scene(), claim, [known]),
        "03-role-first": lambda: role_step.role_step(make_scene(stamp=Stamp("n0nce")), None),
        "04-customer": lambda: customer_step.customer_step(notes, claim),
        "04-mismatch": lambda: customer_step.customer_step(wrong, mine),
        "13-unknown": lambda: customer_step.customer_step(unknown, claim),
        "13-down": lambda: customer_step.not_verified(scene, claim),
        "13-down-need": lambda: customer_step.not_verified(scene, make_claim(tenant_id=None)),
        "05-workloads": lambda: items_step.items_step(scene, claim, verified=True),
        "05-covered": lambda: items_step.items_step(covered, claim),
        "05-products": lambda: items_step.items_step(
            scene, make_business(), subscriptions=[TENANT, found]
        ),
        "contacts": lambda: contacts_step.contacts_step(scene, claim),
        "contacts-wrong": lambda: contacts_step.contacts_step(many, make_business()),
        "06-review": lambda: review_step.review_step(scene, down),
        "06-review-based": lambda: review_step.review_step(scene, make_business(), based_on=known),
        "06-change": lambda: review_step.change_details(scene, make_action()),
    }


def _proof() -> Gallery:
    scene = make_scene()
    ticked = make_scene(
        problems=[
            Problem(Code.TICK_ALL, "acknowledgements", {"missing": ["customer_notified"]}),
        ],
        typed={"acknowledgements": "data_is_true,customer_signed,more_may_be_asked"},
    )
    refused = make_scene(
        problems=[Problem(Code.FILE_KIND, "poe_files", {"name": "notes.zip", "kinds": ("pdf",)})]
    )
    recognised = make_business(
        partner_role=PartnerRole.USAGE_RECOGNITION, added_at=NOW, poe_files=FILES
    )
    full = make_draft(
        poe_files=CLEAN,
        poe_summary="We moved 900 people to Teams and Exchange Online, set up Teams Phone in three"
        " offices and ran twelve training sessions.",
        poe_signed_on=date(2026, 5, 28),
    )
    return {
        "draft": lambda: draft.draft(scene, make_draft(poe_files=())),
        "07-proof": lambda: proof.proof(scene, make_draft()),
        "07-proof-none": lambda: proof.proof(refused, make_draft(poe_files=())),
        "07-proof-template": lambda: proof.proof(scene, recognised),
        "07-refused": lambda: proof.proof_listed(refused, make_draft(poe_files=())),
        "07-pending": lambda: proof.proof_listed(
            scene,
            make_draft(
                poe_files=(FILES[0].model_copy(update={"state": FileState.SCAN_PENDING}),),
            ),
        ),
        "07-listed": lambda: proof.proof_listed(scene, full),
        "08-submit": lambda: proof.submit(ticked, full),
        "08-submit-empty": lambda: proof.submit(scene, make_draft(poe_files=CLEAN)),
    }


def _states() -> Gallery:
    scene = make_scene()
    review = make_submitted(
        status=Status.UNDER_REVIEW,
        review_begun_at=NOW,
        deadlines=(due(DeadlineKind.DECISION, date(2026, 7, 6)),),
    )
    agreed = CustomerAnswer(decision=Decision.APPROVE, at=NOW, name="Casey Customer")
    consent = review.consent.model_copy(update={"answer": agreed}) if review.consent else None
    disputed = make_rejected(
        status=Status.DISPUTED,
        disputed_at=NOW,
        deadlines=(due(DeadlineKind.DECISION, date(2026, 6, 16)),),
    )
    reasons = RejectionReason
    claims = {
        "09-submitted": make_submitted(),
        "09-mailing": make_submitted(
            consent=make_submitted().consent.model_copy(update={"mailed_at": None})
        ),
        "10-action-nobody": make_action(request=ASKED.model_copy(update={"by": ""})),
        "15-rejected-nobody": make_rejected(
            rejection=make_rejected().rejection.model_copy(update={"name": ""})
        ),
        "09-under-review": review,
        "09-agreed": review.model_copy(update={"consent": consent}),
        "09-disputed": disputed,
        "10-action": make_action(),
        "10-action-one": make_action(
            request=ASKED.model_copy(update={"text": "Please send a signed document."})
        ),
        "15-approved": make_approved(),
        "15-approved-agreed": make_approved(consent=consent),
        "15-waiting": make_approved(official_on=date(2026, 6, 17)),
        "15-declined": make_rejected(reasons.CUSTOMER_DECLINED, ActorKind.CUSTOMER, None),
        "15-rejected": make_rejected(),
        "15-lapsed": make_rejected(reasons.NO_PARTNER_RESPONSE, ActorKind.CLOCK),
        "15-withdrawn": make_rejected(reasons.PARTNER_REQUEST, ActorKind.ADMIN, None),
        "15-request": make_rejected(reasons.PARTNER_REQUEST, ActorKind.REVIEWER, None),
        "15-final": make_rejected(status=Status.REJECTED_FINAL, dispute_by=None),
        "15-ended": make_rejected(
            reasons.PARTNER_REQUEST, ActorKind.ADMIN, None, status=Status.REJECTED_FINAL
        ),
        "15-expired": make_submitted(status=Status.EXPIRED, official_on=None, deadlines=()),
        "15-expired-said": make_submitted(
            status=Status.EXPIRED,
            official_on=None,
            deadlines=(),
            expiry=Expiry(
                by=ActorKind.REVIEWER, name="Rae Reviewer", comment="It ended in May.", at=NOW
            ),
        ),
        "09-returned": make_undelivered(),
        "09-given-up": make_undelivered(Undelivered.GIVEN_UP, status=Status.UNDER_REVIEW),
        "09-returned-approved": make_undelivered(status=Status.APPROVED, approved_at=NOW),
        "15-discarded": make_draft(status=Status.DISCARDED),
        "15-draft": make_draft(),
    }
    return {
        name: lambda each=each: status.status_card(scene, each) for name, each in claims.items()
    }


def make_renewed(**changes: Any) -> Claim:
    """Give an approved association whose proof ages soon, with a newer file sent already."""
    newer = CLEAN[0].model_copy(update={"added_at": NOW, "name": "Newer.pdf"})
    signed = {"poe_signed_on": date(2025, 6, 20), "poe_files": (*CLEAN, newer)}
    return make_approved(**{**signed, **changes})


def _renewals() -> Gallery:
    scene, business = make_scene(), make_approved(**_BUSINESS)
    ending = business.model_copy(update={"subscription_ends_on": date(2026, 6, 30)})
    later = business.model_copy(update={"subscription_ends_on": date(2027, 3, 31)})
    aged = make_renewed(poe_signed_on=date(2025, 5, 2))
    far = [Problem(code, "subscription_ends_on") for code in (Code.DATE_PASSED, Code.DATE_TOO_FAR)]
    return {
        "renew-send": lambda: renewal.newer_proof(scene, make_approved(poe_files=())),
        "renew-when": lambda: renewal.newer_proof(scene, make_renewed()),
        "renew-end": lambda: renewal.subscription_end(scene, business),
        "renew-end-wrong": lambda: renewal.subscription_end(make_scene(problems=far), later),
        "renew-soon": lambda: status.status_card(scene, make_renewed()),
        "renew-late": lambda: status.status_card(scene, aged),
        "renew-unknown": lambda: status.status_card(scene, business),
        "renew-ending": lambda: status.status_card(scene, ending),
        "renew-details": lambda: details.details(scene, later),
        "renew-later": lambda: status.status_card(scene, later),
        "renew-list": lambda: claims_list.claims_list(
            scene, ClaimPage(claims=(make_renewed(), ending, make_undelivered()), total=3)
        ),
        "renew-news-aged": lambda: notices.notice(scene, aged, "poe_reminder"),
        "renew-news-ending": lambda: notices.notice(scene, ending, "subscription_reminder"),
        "renew-news-files": lambda: notices.notice(scene, aged, "files_checked"),
        "12-ended": lambda: decision.decision(scene, ending),
    }


def make_undelivered(fate: Undelivered = Undelivered.RETURNED, **changes: Any) -> Claim:
    """Give a claim whose customer no mail has reached."""
    claim = make_submitted(**changes)
    assert claim.consent
    consent = claim.consent.model_copy(update={"mailed_at": None, "undelivered": fate})
    return claim.model_copy(update={"consent": consent})


_BUSINESS: dict[str, Any] = {
    "solution_area": SolutionArea.BUSINESS_APPLICATIONS,
    "partner_role": PartnerRole.BUILD_INTENT_ADVISOR,
    "workloads": (),
    "products": ("sales", "power_bi"),
}


def _many_notes() -> Claim:
    """Give a claim of which the reviewer has everything to look at."""
    claim = make_submitted(
        status=Status.UNDER_REVIEW,
        opt_out_of_incentive=True,
        poe_signed_on=date(2024, 5, 28),
        poe_files=(CLEAN[0].model_copy(update={"named_items": ()}),),
        directory=DirectoryCheck(result=Verification.UNAVAILABLE, domain="fabrikam.example"),
    )
    ended = claim.consent.model_copy(update={"notice_ends": date(2026, 6, 8)})
    return claim.model_copy(update={"consent": ended})


def _lists() -> Gallery:
    scene = make_scene(stamp=Stamp("n0nce"))
    old = make_draft(
        id=1040,
        customer_name="Tailspin Toys",
        poe_files=(),
        partner_role=PartnerRole.USAGE_RECOGNITION,
    )
    claims = (make_action(), make_rejected(), old, make_submitted(), make_approved())
    page = ClaimPage(claims=claims, total=5)
    empty = ClaimPage(claims=(), total=0)
    review = make_submitted(
        status=Status.UNDER_REVIEW,
        review_begun_at=NOW,
        deadlines=(due(DeadlineKind.DECISION, date(2026, 7, 6)),),
    )
    urls = {file.id: f"https://claims.contoso.example/files/{file.id}" for file in CLEAN}
    late = make_scene(
        problems=[
            Problem(Code.CHOOSE_A_REASON, "rejection_reason"),
            Problem(Code.WRITE_A_MESSAGE, "review_comment"),
        ]
    )
    waits = ClaimPage(claims=(make_submitted(id=1044), review), total=12)
    bare = make_submitted(
        poe_files=(),
        customer_domain=None,
        poe_signed_on=None,
        consent=None,
        directory=DirectoryCheck(),
    )
    found: Gallery = {
        "11-claims": lambda: claims_list.claims_list(scene, page),
        "11-page": lambda: claims_list.claims_list(
            scene, ClaimPage(claims=claims, total=31), chosen="draft", offset=10, needing=0
        ),
        "11-empty": lambda: claims_list.claims_list(scene, empty),
        "11-none": lambda: claims_list.claims_list(scene, empty, chosen="approved"),
        "which-one": lambda: claims_list.which_one(scene, claims[:2]),
        "details": lambda: details.details(
            make_scene(), make_submitted(comments="Thanks."), history(claims[3], 30)
        ),
        "details-reviewer": lambda: details.details(
            make_scene(), review, history(review, 30), reviewer=True
        ),
        "queue": lambda: queue.queue(scene, waits),
        "queue-none": lambda: queue.queue(scene, empty),
        "12-decision": lambda: decision.decision(make_scene(), review, urls=urls, waiting=3),
        "12-wrong": lambda: decision.decision(late, review, waiting=1),
        "12-begin": lambda: decision.decision(make_scene(), make_submitted()),
        "12-bare": lambda: decision.decision(make_scene(), bare),
        "12-disputed": lambda: decision.decision(
            make_scene(),
            make_rejected(
                status=Status.DISPUTED,
                disputed_at=NOW,
                deadlines=(due(DeadlineKind.DECISION, date(2026, 6, 16)),),
            ),
        ),
        "12-notes": lambda: decision.decision(make_scene(), _many_notes()),
        "12-business": lambda: decision.decision(
            make_scene(), make_submitted(**_BUSINESS, comments="Thanks.")
        ),
        "12-business-one": lambda: decision.decision(
            make_scene(), make_submitted(**{**_BUSINESS, "products": ("sales",)})
        ),
        "12-closed": lambda: decision.decision(make_scene(), make_approved()),
    }
    for done in ("approved", "rejected", "asked", "begun", "expired"):
        found[f"decided-{done}"] = lambda done=done: decided.decided(
            make_scene(), make_approved(), done=done, waiting=3
        )
    found |= {
        f"details-{state}": lambda state=state: details.details(
            make_scene(), make_submitted(status=state)
        )
        for state in Status
    }
    return found


def _moments() -> Gallery:
    scene, claim, sent = make_scene(), make_claim(), make_submitted()
    rows = [
        usage.UsageRow("teams", date(2026, 4, 1), 610, 900, 500),
        usage.UsageRow("teams", date(2026, 5, 1), 640, 900, 500),
        usage.UsageRow("exchange_online", date(2026, 5, 1), 880, 900),
        usage.UsageRow("exchange_online", date(2026, 4, 1), 890, 900),
        usage.UsageRow("intune", date(2026, 4, 1), 9, 0),
        usage.UsageRow("intune", date(2026, 5, 1), 9, 0),
    ]
    codes = [code for code in Code if not code.startswith("file")]
    found: Gallery = {
        "14-answer": lambda: answers.answer_card(
            scene, Answer(id="help:customer_consent", language="en"), claim=claim
        ),
        "14-role": lambda: answers.answer_card(
            scene, Answer(id="role:usage_recognition", language="en", channel_open=True)
        ),
        "14-process": lambda: answers.answer_card(scene, Answer(id="help:process", language="en")),
        "14-status": lambda: answers.answer_card(scene, Answer(id="help:status", language="en")),
        "14-ask": lambda: answers.answer_card(
            scene,
            Answer(
                id="ask:activity",
                language="en",
                remarks=("two_roles",),
                several=("adoption_usage", "influenced_purchase"),
            ),
        ),
        "14-mean": lambda: answers.did_you_mean(
            scene, ["help:poe", "help:status", "help:workloads", "help:edit"]
        ),
        "14-unknown": lambda: answers.unknown(scene, draft=claim),
        "14-unknown-plain": lambda: answers.unknown(scene),
        "cancel": lambda: moments.cancel(scene, claim),
        "stale": lambda: moments.said(scene, "stale"),
        "csp-end": lambda: moments.csp_end(scene, make_business()),
        "refusal-edit": lambda: moments.refusal(scene, [Problem(Code.NOT_EDITABLE)], sent),
        "refusal-covered": lambda: moments.refusal(
            scene, [Problem(Code.ALREADY_COVERED, "workloads", {"claim": 1017, "names": ["Teams"]})]
        ),
        "usage": lambda: usage.usage_card(scene, make_approved(), rows),
        "usage-none": lambda: usage.usage_card(scene, make_approved(), []),
        "usage-waiting": lambda: usage.usage_card(scene, make_submitted(official_on=None), []),
    }
    for verb in ("withdraw", "discard", "disassociate"):
        found[f"confirm-{verb}"] = lambda verb=verb: moments.confirm(scene, claim, verb)
    for code in codes:
        found[f"refusal-{code}"] = lambda code=code: moments.refusal(
            scene, [Problem(code)], make_rejected()
        )
    return found


def _notices() -> Gallery:
    scene = make_scene()
    extra = ("mail_bounced", "mail_parked", "file_removed", "files_checked", "verified")
    kinds = [*Event, *DeadlineKind, *extra, "mismatch", "something_new"]
    claims = {
        Event.REQUEST_INFO: make_action(),
        Event.APPROVE: make_approved(official_on=date(2026, 6, 17)),
        Event.REJECT: make_rejected(),
    }
    found: Gallery = {
        f"notice-{kind}": lambda kind=kind: notices.notice(
            scene, claims.get(kind, make_submitted()), kind
        )
        for kind in kinds
    }
    found |= {
        f"for-reviewer-{kind}": lambda kind=kind: notices.for_reviewer(
            scene, make_submitted(), kind
        )
        for kind in ("submit", "answer_action", "dispute", "withdraw", "other")
    }
    return found


GALLERY: Gallery = {
    **_welcome(),
    **_role(),
    **_steps(),
    **_proof(),
    **_states(),
    **_lists(),
    **_renewals(),
    **_moments(),
    **_notices(),
}


@pytest.fixture(params=list(GALLERY), ids=str)
def card(request: pytest.FixtureRequest) -> Card:
    """Every screen there is, drawn with sample data."""
    return GALLERY[request.param]()


@pytest.fixture
def longest_claim() -> Claim:
    return make_longest()


@pytest.fixture
def submission() -> Claim:
    """Give a submitted claim whose customer has been e-mailed."""
    return make_submitted()


@pytest.fixture
def association() -> Claim:
    """Give an approved and official association in Business Applications."""
    return make_approved(**_BUSINESS)


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def texts() -> Callable[[Card], list[str]]:
    """Give every text of a card that is shown with markup."""

    def found(node: Any) -> list[str]:
        if isinstance(node, list):
            return [text for each in node for text in found(each)]
        if not isinstance(node, dict):
            return []
        own = [node["text"]] if node.get("type") == "TextBlock" else []
        return own + [text for value in node.values() for text in found(value)]

    return found
