"""What reviewers decide over the API: the chat's rules, once per key, on the version they saw."""

import asyncio

import pytest

from bot.claims.models import PartnerRole, SolutionArea, Status
from bot.claims.ports import OutboxKind
from bot.services.review import Review
from tests.web.api.world import ADMIN, NOBODY, OTHER_ADMIN, START, ask

CLAIMS = "/api/v1/claims"


async def press(client, claim, what, body=None, **more):
    return await ask(client, "POST", f"{CLAIMS}/{claim.id}/{what}", json=body, **more)


async def notices(world):
    rows = await world.store.lease("test", world.clock.now(), 50, 0.0)
    return [row.payload["event"] for row in rows if row.kind is OutboxKind.NOTICE]


async def test_a_claim_is_reviewed_to_its_approval(world, client):
    claim = await world.claim()
    begun = await press(client, claim, "begin_review")
    assert (begun.status, begun.body["status"]) == (200, "under_review")
    assert begun.headers["ETag"] == f'"{claim.version + 1}"'
    approved = await press(client, claim, "approve", {"review_comment": "All there."})
    assert (approved.status, approved.body["status"]) == (200, "approved")
    assert (await world.read(claim.id)).status is Status.APPROVED
    lines = await world.history(claim.id)
    assert [(row.event, row.actor.name, row.note) for row in lines[1:]] == [
        ("begin_review", "Rita Reviewer", ""),
        ("approve", "Rita Reviewer", "All there."),
    ]
    assert sorted(await notices(world)) == ["approve", "begin_review"]


async def test_the_answer_is_what_is_then_read(world, client):
    claim = await world.claim()
    answered = await press(client, claim, "begin_review")
    read = await ask(client, "GET", f"{CLAIMS}/{claim.id}")
    assert (answered.body, answered.headers["ETag"]) == (read.body, read.headers["ETag"])


async def test_a_question_puts_the_claim_back_to_the_partner(world, client):
    claim = await world.claim(status=Status.UNDER_REVIEW)
    answer = await press(client, claim, "request_info", {"review_comment": "Which date?"})
    assert answer.body["status"] == "action_required"
    assert answer.body["request"]["text"] == "Which date?"


async def test_a_rejection_names_its_reason_and_the_way_on(world, client):
    claim = await world.claim(status=Status.UNDER_REVIEW)
    body = {"rejection_reason": "poe_dates", "review_comment": "No date on page 2."}
    answer = await press(client, claim, "reject", body)
    assert answer.body["status"] == "rejected"
    assert answer.body["rejection"]["reason"] == "poe_dates"
    assert answer.body["rejection"]["dispute_by"] == "2026-07-09"


async def test_an_integration_says_that_a_subscription_has_expired(world, client):
    business = {
        "solution_area": SolutionArea.BUSINESS_APPLICATIONS,
        "partner_role": PartnerRole.USAGE_RECOGNITION,
        "workloads": (),
        "products": ("sales",),
        "subscription_id": "3f0c6b1e-52d7-4d4a-8a39-0b6f2c9d7e15",
    }
    claim = await world.claim(status=Status.APPROVED, **business)
    answer = await press(client, claim, "expire", {"review_comment": "Ended on 31 May."})
    assert (answer.status, answer.body["status"]) == (200, "expired")
    assert (answer.body["expiry"]["by"], answer.body["expiry"]["comment"]) == (
        "reviewer",
        "Ended on 31 May.",
    )
    assert answer.body["official_on"] is None
    assert await notices(world) == ["expire"]
    again = await press(client, claim, "expire")
    assert (again.status, again.body["problems"][0]["code"]) == (422, "not_allowed_now")


async def test_what_has_no_subscription_does_not_expire(world, client):
    claim = await world.claim(status=Status.APPROVED)
    answer = await press(client, claim, "expire")
    assert (answer.status, answer.body["problems"][0]["code"]) == (422, "not_allowed_now")
    assert await world.read(claim.id) == claim


async def test_a_comment_is_for_reviewers_and_tells_nobody(world, client):
    claim = await world.claim()
    answer = await press(client, claim, "comment", {"review_comment": "Second look needed."})
    assert (answer.status, answer.body["status"]) == (200, "submitted")
    assert (await world.history(claim.id))[-1].note == "Second look needed."
    assert await notices(world) == []


async def test_what_the_status_forbids_is_refused_in_the_words_of_the_chat(world, client):
    claim = await world.claim()
    answer = await press(client, claim, "approve")
    assert answer.status == 422
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    [problem] = answer.body["problems"]
    assert problem["code"] == "not_allowed_now"
    assert problem["message"] == (
        "That is not possible while the claim is where it is now. Nothing was changed."
    )
    assert await world.read(claim.id) == claim


async def test_an_empty_question_is_refused_for_its_field(world, client):
    claim = await world.claim(status=Status.UNDER_REVIEW)
    answer = await press(client, claim, "request_info", {"review_comment": "  \n "})
    [problem] = answer.body["problems"]
    assert (answer.status, problem["code"]) == (422, "write_a_message")
    assert (problem["field"], problem["message"]) == (
        "review_comment",
        "Write what the partner should do.",
    )


@pytest.mark.parametrize(
    ("what", "body", "code", "field"),
    [
        ("reject", {}, "required", "rejection_reason"),
        (
            "reject",
            {"rejection_reason": "customer_declined"},
            "not_a_choice",
            "rejection_reason",
        ),
        ("request_info", {}, "required", "review_comment"),
        ("comment", {"review_comment": 7}, "not_valid", "review_comment"),
        ("comment", {"review_comment": "a\0b"}, "not_valid", "review_comment"),
        ("comment", {"review_comment": "x" * 2001}, "too_long", "review_comment"),
        ("approve", {"status": "approved"}, "not_a_field", "status"),
        ("begin_review", {"review_comment": ""}, "not_a_field", "review_comment"),
        ("approve", [], "not_valid", ""),
        ("approve", None, "not_valid", ""),
    ],
)
async def test_a_body_that_does_not_fit_is_told_by_field(world, client, what, body, code, field):
    claim = await world.claim(status=Status.UNDER_REVIEW)
    headers = {"Content-Type": "application/json"}
    data = "null" if body is None else None
    answer = await press(client, claim, what, body, data=data, headers=headers)
    assert answer.status == 422
    assert [(row["code"], row["field"]) for row in answer.body["problems"]] == [(code, field)]
    assert answer.body["problems"][0]["message"]
    assert await world.read(claim.id) == claim


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        ("{", "application/json", 400),
        ("", "application/json", 200),
        ('{"review_comment": NaN}', "application/json", 400),
        ("[" * 5000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        ('{"review_comment": "\\ud800"}', "application/json", 400),
        ("review_comment=x", "application/x-www-form-urlencoded", 415),
        ("{}", "text/plain", 415),
        ('{"review_comment": "%s"}' % ("x" * 70_000), "application/json", 413),
    ],
)
async def test_what_is_no_modest_json_is_refused(world, client, data, content_type, status):
    claim = await world.claim(status=Status.UNDER_REVIEW)
    headers = {"Content-Type": content_type}
    answer = await press(client, claim, "approve", data=data, headers=headers)
    assert answer.status == status
    assert ((await world.read(claim.id)).status is Status.APPROVED) is (status == 200)


async def test_an_endless_body_is_cut(world, client):
    claim = await world.claim(status=Status.UNDER_REVIEW)

    async def endless():
        for _ in range(100):
            yield b" " * 1000

    headers = {"Content-Type": "application/json"}
    answer = await press(client, claim, "approve", data=endless(), headers=headers)
    assert answer.status == 413


@pytest.mark.parametrize("user", [ADMIN, OTHER_ADMIN, NOBODY])
async def test_only_reviewers_decide(world, client, user):
    claim = await world.claim()
    answer = await press(client, claim, "begin_review", user=user)
    assert (answer.status, answer.body["problems"][0]["code"]) == (403, "not_a_reviewer")
    assert await world.read(claim.id) == claim


async def test_drafts_and_other_organisations_claims_cannot_be_decided(world, client):
    foreign = await world.claim(org="11111111-2222-4333-8444-555555555555")
    for claim in (foreign, await world.draft()):
        assert (await press(client, claim, "begin_review")).status == 404


@pytest.mark.parametrize("match", ['"1"', "*", '"7", "1"'])
async def test_the_version_that_was_seen_may_be_decided_on(world, client, match):
    claim = await world.claim()
    answer = await press(client, claim, "begin_review", headers={"If-Match": match})
    assert (claim.version, answer.status) == (1, 200)


@pytest.mark.parametrize("match", ['"2"', "1", 'W/"1"', "", "x"])
async def test_another_version_is_not(world, client, match):
    claim = await world.claim()
    answer = await press(client, claim, "begin_review", headers={"If-Match": match})
    assert (answer.status, await world.read(claim.id)) == (412, claim)


async def test_a_repeated_request_is_done_once_and_answered_the_same(world, client):
    claim = await world.claim(status=Status.UNDER_REVIEW)
    sent = {"headers": {"Idempotency-Key": "7f3a", "If-Match": f'"{claim.version}"'}}
    first = await press(client, claim, "comment", {"review_comment": "Once."}, **sent)
    world.clock.move(days=1)
    again = await press(client, claim, "comment", {"review_comment": "Once."}, **sent)
    assert (first.status, again.status) == (200, 200)
    assert (again.body, again.headers["ETag"]) == (first.body, first.headers["ETag"])
    assert again.headers["Idempotent-Replayed"] == "true"
    assert [row.note for row in await world.history(claim.id)].count("Once.") == 1


async def test_the_same_request_sent_four_times_at_once_is_done_once(world, client):
    claim = await world.claim(status=Status.UNDER_REVIEW)
    headers = {"Idempotency-Key": "same"}
    body = {"review_comment": "Good."}
    answers = await asyncio.gather(
        *(press(client, claim, "approve", body, headers=headers) for _ in range(4))
    )
    assert {answer.status for answer in answers} == {200}
    assert len({str(answer.body) for answer in answers}) == 1
    assert await notices(world) == ["approve"]


async def test_a_key_is_good_for_one_request_of_one_person(world, client):
    claim = await world.claim(status=Status.UNDER_REVIEW)
    sent = {"headers": {"Idempotency-Key": "k"}}
    await press(client, claim, "comment", {"review_comment": "One."}, **sent)
    other = await press(client, claim, "comment", {"review_comment": "Two."}, **sent)
    assert (other.status, other.body["type"]) == (422, "/api/v1/docs#key_reused")
    both = "dddddddd-0000-4000-8000-000000000001"
    theirs = await press(client, claim, "comment", {"review_comment": "Two."}, user=both, **sent)
    assert theirs.status == 200


async def test_a_refusal_uses_no_key_up(world, client):
    claim = await world.claim()
    headers = {"Idempotency-Key": "later"}
    assert (await press(client, claim, "approve", headers=headers)).status == 422
    await press(client, claim, "begin_review")
    assert (await press(client, claim, "approve", headers=headers)).status == 200


@pytest.mark.parametrize("key", ["", "x" * 201, "with space"])
async def test_a_key_must_be_plain_and_short(world, client, key):
    claim = await world.claim()
    answer = await press(client, claim, "begin_review", headers={"Idempotency-Key": key})
    assert answer.status == 400


class Overtaken(Review):
    """A review during which somebody else changes the claim, a number of times."""

    def __init__(self, world, times):
        super().__init__(world.rules, world.clock)
        self.world, self.times = world, times

    async def find(self, unit, person, claim_id):
        claim = await super().find(unit, person, claim_id)
        if self.times:
            self.times -= 1
            other = self.world.store.unit()
            seen = await other.claim(None, claim_id)
            other.save(seen.model_copy(update={"changed_at": START}))
            await other.commit()
        return claim


@pytest.fixture
def overtaken(world, request):
    world.review = Overtaken(world, request.param)


@pytest.mark.parametrize("overtaken", [1], indirect=True)
async def test_where_somebody_was_faster_it_looks_again(world, overtaken, client):
    claim = await world.claim()
    answer = await press(client, claim, "begin_review")
    assert (answer.status, answer.body["version"]) == (200, claim.version + 2)


@pytest.mark.parametrize("overtaken", [1], indirect=True)
async def test_looking_again_keeps_to_the_named_version(world, overtaken, client):
    claim = await world.claim()
    headers = {"If-Match": f'"{claim.version}"'}
    assert (await press(client, claim, "begin_review", headers=headers)).status == 412


@pytest.mark.parametrize("overtaken", [9], indirect=True)
async def test_where_it_stays_too_busy_it_says_so(world, overtaken, client):
    claim = await world.claim()
    answer = await press(client, claim, "begin_review")
    assert (answer.status, answer.body["title"]) == (409, "The claim changed meanwhile")
    assert (await world.read(claim.id)).status is Status.SUBMITTED
