"""Who sees which claims over the API, and what of them."""

import pytest

from bot.claims.models import Actor, ActorKind, Consent, Event, FileState, Status
from bot.claims.status import record
from tests.web.api.world import (
    ADMIN,
    BOTH,
    NOBODY,
    OTHER_ADMIN,
    PDF,
    REVIEWER,
    START,
    ask,
    proof_file,
)

CLAIMS = "/api/v1/claims"


def ids(answer):
    return [row["id"] for row in answer.body["claims"]]


async def test_a_reviewer_lists_submitted_claims_oldest_first(world, client):
    late = await world.claim(submitted_at=START.replace(hour=9))
    early = await world.claim(submitted_at=START.replace(hour=8))
    await world.draft()
    await world.draft(status=Status.DISCARDED)
    answer = await ask(client, "GET", CLAIMS)
    assert ids(answer) == [early.id, late.id]
    assert answer.body["total"] == 2
    assert ids(await ask(client, "GET", f"{CLAIMS}?order=newest")) == [early.id, late.id]


async def test_asking_for_drafts_gives_a_reviewer_none(world, client):
    await world.claim()
    await world.draft()
    answer = await ask(client, "GET", f"{CLAIMS}?status=draft")
    assert (answer.status, ids(answer), answer.body["total"]) == (200, [], 0)


async def test_the_list_is_narrowed_by_status_and_text_and_paged(world, client):
    await world.claim(customer_name="Northwind")
    second = await world.claim(customer_name="Fabrikam 100 %")
    third = await world.claim(customer_name="fabrikam", status=Status.UNDER_REVIEW)
    assert ids(await ask(client, "GET", f"{CLAIMS}?text=Fabri")) == [second.id, third.id]
    assert ids(await ask(client, "GET", f"{CLAIMS}?text=100+%25")) == [second.id]
    two = f"{CLAIMS}?status=under_review&status=disputed"
    assert ids(await ask(client, "GET", two)) == [third.id]
    page = await ask(client, "GET", f"{CLAIMS}?offset=1&limit=1")
    assert (ids(page), page.body["total"], page.body["offset"]) == ([second.id], 3, 1)


async def test_an_admin_lists_their_own_drafts_and_nobody_elses(world, client):
    draft = await world.draft()
    claim = await world.claim()
    await world.claim(owner=OTHER_ADMIN)
    assert sorted(ids(await ask(client, "GET", CLAIMS, ADMIN))) == [draft.id, claim.id]


async def test_who_may_do_both_chooses_with_mine(world, client):
    mine = await world.draft(owner=BOTH)
    other = await world.claim()
    assert ids(await ask(client, "GET", CLAIMS, BOTH)) == [other.id]
    assert ids(await ask(client, "GET", f"{CLAIMS}?mine=true", BOTH)) == [mine.id]


async def test_without_a_role_there_is_nothing_to_see(world, client):
    claim = await world.claim(owner=NOBODY)
    for path in (CLAIMS, f"{CLAIMS}/{claim.id}", f"{CLAIMS}/{claim.id}/history"):
        assert (await ask(client, "GET", path, NOBODY)).status == 403


async def test_a_claim_is_shown_under_its_field_ids(world, client):
    claim = await world.claim()
    answer = await ask(client, "GET", f"{CLAIMS}/{claim.id}")
    body = answer.body
    assert (answer.status, answer.headers["ETag"]) == (200, f'"{claim.version}"')
    assert body["solution_area"] == "modern_work_security"
    assert body["workloads"] == ["exchange_online", "teams"]
    assert body["customer_contact_email"] == "casey@fabrikam.example"
    assert body["submitted_at"] == "2026-06-09T07:58:12Z"
    assert [(row["name"], row["state"]) for row in body["poe_files"]] == [("proof.pdf", "clean")]
    assert "blob" not in body["poe_files"][0]


async def test_the_consent_is_told_in_one_word(world, client):
    claim = await world.claim()
    waiting = (await ask(client, "GET", f"{CLAIMS}/{claim.id}")).body["consent"]
    assert (waiting["state"], waiting["notice_ends"]) == ("waiting", "2026-06-16")
    world.clock.move(days=8)
    silent = (await ask(client, "GET", f"{CLAIMS}/{claim.id}")).body["consent"]
    assert silent["state"] == "no_objection"


@pytest.mark.parametrize(("decision", "state"), [("approve", "approved"), ("decline", "declined")])
async def test_the_customers_answer_is_shown(world, client, decision, state):
    consent = Consent.model_validate(
        {
            "round": 1,
            "email": "casey@fabrikam.example",
            "asked_at": START,
            "notice_ends": "2026-06-16",
            "answer": {"decision": decision, "at": START, "name": "Casey", "reason": "because"},
        }
    )
    claim = await world.claim(consent=consent)
    shown = (await ask(client, "GET", f"{CLAIMS}/{claim.id}")).body["consent"]
    assert (shown["state"], shown["answered_by"], shown["reason"]) == (state, "Casey", "because")


@pytest.mark.parametrize("number", ["999999", "0", "-1", "x", "1e3", "²", "9" * 40])
async def test_an_unknown_claim_is_not_found(client, number):
    answer = await ask(client, "GET", f"{CLAIMS}/{number}")
    assert (answer.status, answer.body["title"]) == (404, "Not found")


async def test_another_organisations_claim_is_not_found(world, client):
    claim = await world.claim(org="11111111-2222-4333-8444-555555555555")
    for path in ("", "/history", "/files/f1"):
        assert (await ask(client, "GET", f"{CLAIMS}/{claim.id}{path}")).status == 404
    assert ids(await ask(client, "GET", CLAIMS)) == []


async def test_a_colleagues_claim_and_an_unsubmitted_one_are_not_found(world, client):
    submitted, draft = await world.claim(), await world.draft()
    assert (await ask(client, "GET", f"{CLAIMS}/{submitted.id}", OTHER_ADMIN)).status == 404
    assert (await ask(client, "GET", f"{CLAIMS}/{draft.id}", REVIEWER)).status == 404
    assert (await ask(client, "GET", f"{CLAIMS}/{draft.id}", ADMIN)).status == 200


async def test_reviewers_notes_are_in_the_history_for_reviewers_only(world, client):
    claim = await world.claim()
    unit = world.store.unit()
    actor = Actor(kind=ActorKind.REVIEWER, id=REVIEWER, name="Rita Reviewer")
    seen = await unit.claim(None, claim.id)
    unit.save(seen, record(seen, Event.COMMENT, actor, START, note="odd date"))
    await unit.commit()
    path = f"{CLAIMS}/{claim.id}/history"
    reviewer = (await ask(client, "GET", path)).body["entries"]
    assert [row["event"] for row in reviewer] == ["submit", "comment"]
    assert (reviewer[1]["note"], reviewer[1]["actor"]["name"]) == ("odd date", "Rita Reviewer")
    admin = (await ask(client, "GET", path, ADMIN)).body["entries"]
    assert [row["event"] for row in admin] == ["submit"]


async def test_a_proof_file_is_handed_out_as_a_download(world, client):
    file = proof_file(name='Abnahme "Größe"\r\nX: y.pdf')
    claim = await world.claim(poe_files=(file,))
    await world.keep(file)
    answer = await ask(client, "GET", f"{CLAIMS}/{claim.id}/files/f1")
    assert (answer.status, answer.body) == (200, PDF.decode())
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Abnahme _Gr__e___X_ y.pdf"; '
        "filename*=UTF-8''Abnahme%20%22Gr%C3%B6%C3%9Fe%22%0D%0AX%3A%20y.pdf"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "X" not in answer.headers


async def test_a_type_we_do_not_know_is_plain_bytes(world, client):
    file = proof_file(media_type="text/html")
    claim = await world.claim(poe_files=(file,))
    await world.keep(file)
    answer = await ask(client, "GET", f"{CLAIMS}/{claim.id}/files/f1")
    assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("state", [FileState.CHECKING, FileState.SCAN_PENDING])
async def test_a_file_that_has_not_passed_is_not_handed_out(world, client, state):
    file = proof_file(state=state)
    claim = await world.claim(poe_files=(file,))
    await world.keep(file)
    answer = await ask(client, "GET", f"{CLAIMS}/{claim.id}/files/f1")
    assert (answer.status, answer.body["title"]) == (409, "The file is still being checked")


async def test_unlisted_and_lost_files_are_not_found(world, client):
    claim = await world.claim()
    assert (await ask(client, "GET", f"{CLAIMS}/{claim.id}/files/other")).status == 404
    assert (await ask(client, "GET", f"{CLAIMS}/{claim.id}/files/f1")).status == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("offset=-1", "offset"),
        ("offset=99999999999999999999", "offset"),
        ("limit=ten", "limit"),
        ("order=random", "order"),
        ("status=lost", "status.0"),
        ("color=red", "color"),
        ("text=" + "x" * 101, "text"),
    ],
)
async def test_a_query_that_does_not_fit_is_told_by_field(client, query, field):
    answer = await ask(client, "GET", f"{CLAIMS}?{query}")
    assert answer.status == 422
    assert [row["field"] for row in answer.body["problems"]] == [field]
    assert answer.headers["Content-Type"].startswith("application/problem+json")
