"""The whole life of a claim, driven at random against a second, independent set of rules."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.claims.calendar import Calendar
from bot.claims.deadlines import (
    is_official,
    next_due,
    reckon,
    renewed,
    unasked,
    without_deadline,
)
from bot.claims.errors import Refused
from bot.claims.models import (
    Actor,
    ActorKind,
    Claim,
    Consent,
    CustomerAnswer,
    DeadlineKind,
    Decision,
    Event,
    HistoryEntry,
    RejectionReason,
    SolutionArea,
    Status,
    Undelivered,
)
from bot.claims.proof import good_until
from bot.claims.rules import Periods
from bot.claims.status import move, possible

ADMIN, REVIEWER, CUSTOMER, CLOCK = ActorKind
LIVE = {"draft", "submitted", "under_review", "action_required", "approved", "disputed"}
MAILED = ("submitted", "under_review", "action_required", "approved", "disputed")
FINAL = {"rejected_final", "discarded", "expired"}

#: The documented table, written down a second time: (status, event, who) -> status after it.
TABLE: dict[tuple[str, str, ActorKind], str] = {
    ("draft", "add_customer", ADMIN): "draft",
    ("draft", "submit", ADMIN): "submitted",
    ("draft", "discard", ADMIN): "discarded",
    ("submitted", "begin_review", REVIEWER): "under_review",
    ("submitted", "withdraw", ADMIN): "rejected",
    ("under_review", "approve", REVIEWER): "approved",
    ("under_review", "reject", REVIEWER): "rejected",
    ("under_review", "request_info", REVIEWER): "action_required",
    ("under_review", "withdraw", ADMIN): "rejected",
    ("action_required", "answer_action", ADMIN): "submitted",
    ("action_required", "lapse", CLOCK): "rejected",
    ("action_required", "withdraw", ADMIN): "rejected",
    ("approved", "disassociate", ADMIN): "rejected_final",
    ("approved", "expire", CLOCK): "expired",
    ("approved", "expire", REVIEWER): "expired",
    ("approved", "become_official", CLOCK): "approved",
    ("rejected", "dispute", ADMIN): "disputed",
    ("disputed", "approve", REVIEWER): "approved",
    ("disputed", "request_info", REVIEWER): "action_required",
    ("disputed", "reject", REVIEWER): "rejected_final",
    **{(status, "customer_approve", CUSTOMER): status for status in MAILED},
    **{(status, "customer_decline", CUSTOMER): "rejected" for status in MAILED},
}

HOLIDAYS = {date(2026, 6, 15), date(2026, 7, 3), date(2026, 12, 25), date(2026, 8, 14)}
ZONES = ("UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Auckland")
START = datetime(2026, 6, 9, 9, 48, tzinfo=UTC)
PLAIN = Calendar()


def business_days_after(day: date, count: int, holidays: set[date] = HOLIDAYS) -> date:
    ahead = (day + timedelta(days=step) for step in range(1, 400))
    return [each for each in ahead if each.isoweekday() <= 5 and each not in holidays][count - 1]


def business_days_before(day: date, count: int) -> date:
    back = (day - timedelta(days=step) for step in range(1, 400))
    return [each for each in back if each.isoweekday() <= 5 and each not in HOLIDAYS][count - 1]


def a_claim(area: SolutionArea = SolutionArea.MODERN_WORK_SECURITY, at: datetime = START) -> Claim:
    return Claim(
        id=1042,
        org="contoso",
        owner="ada",
        created_at=at,
        changed_at=at,
        solution_area=area,
        tenant_id="8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94",
        workloads=("teams", "exchange_online"),
        subscription_id="3f0c6b1e-52d7-4d4a-8a39-0b6f2c9d7e15",
    )


def who(kind: ActorKind) -> Actor:
    return Actor(kind=kind, id=f"id of {kind}", name=f"A {kind}")


def mailed(claim: Claim, now: datetime, calendar: Calendar) -> Claim:
    """Ask the customer, as submission does."""
    notice = calendar.add_business_days(calendar.today(now), 5)
    consent = Consent(round=1, email="casey@fabrikam.example", asked_at=now, notice_ends=notice)
    return reckon(claim.model_copy(update={"consent": consent}), now, calendar)


class LifeOfAClaim(RuleBasedStateMachine):
    """Does anything in any order, and keeps its own plain notes of what must come of it."""

    @initialize(
        area=st.sampled_from(SolutionArea),
        zone=st.sampled_from(ZONES),
        signed=st.none() | st.dates(date(2025, 6, 9), date(2026, 6, 9)),
    )
    def begin(self, area: SolutionArea, zone: str, signed: date | None) -> None:
        self.zone = ZoneInfo(zone)
        self.calendar = Calendar(self.zone, HOLIDAYS.__contains__)
        self.now = START
        self.claim = a_claim(area).model_copy(update={"poe_signed_on": signed})
        self.area = area
        self.history: list[HistoryEntry] = []
        self.status = "draft"
        self.entered = self.today
        self.added: date | None = None
        self.reminded: set[str] = set()
        self.asked: date | None = None
        self.rejection: tuple[ActorKind, str, date] | None = None
        self.disputes = 0
        self.notice_ends: date | None = None
        self.said: tuple[str, date] | None = None
        self.approved: date | None = None
        self.official_done = False
        self.moved_in = 0
        self.renewals = {"poe": good_until(signed)} if signed else {}

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    # what happens

    @rule(days=st.integers(0, 40), minutes=st.integers(0, 24 * 60))
    def time_passes(self, days: int, minutes: int) -> None:
        self.now += timedelta(days=days, minutes=minutes)

    @rule(data=st.data(), last_moment=st.booleans())
    def a_deadline_comes(self, data: st.DataObject, last_moment: bool) -> None:
        """Just before it acts, or the very moment."""
        coming = [row.at for row in self.claim.deadlines if row.at > self.now]
        if coming:
            at = data.draw(st.sampled_from(sorted(coming, reverse=True)))
            self.now = max(self.now, at - timedelta(microseconds=last_moment))

    @rule(data=st.data())
    def somebody_does_what_the_table_has(self, data: st.DataObject) -> None:
        rows = [row for row in TABLE if row[0] == self.status]
        if rows:
            _, event, kind = data.draw(st.sampled_from(sorted(rows)))
            self.attempt(Event(event), ActorKind(kind), "because", RejectionReason.POE_DATES)

    @rule(
        event=st.sampled_from(Event),
        kind=st.sampled_from(ActorKind),
        note=st.sampled_from(["", "  ", "because"]),
        reason=st.none() | st.sampled_from(RejectionReason),
    )
    def somebody_does_anything(
        self, event: Event, kind: ActorKind, note: str, reason: RejectionReason | None
    ) -> None:
        self.attempt(event, kind, note, reason)

    @rule()
    @precondition(lambda self: self.status != "draft")
    def the_clock_acts(self) -> None:
        """As the service does: whatever is due, one after the other."""
        for row in sorted(self.claim.deadlines, key=lambda row: row.at):
            if row.at > self.now:
                continue
            if row.kind is DeadlineKind.ANSWER:
                self.attempt(Event.LAPSE, CLOCK, "", None)
                assert self.status == "rejected"
                return
            if row.kind is DeadlineKind.OFFICIAL:
                self.attempt(Event.BECOME_OFFICIAL, CLOCK, "", None)
                assert self.official_done
            elif row.kind is DeadlineKind.SUBSCRIPTION_ENDS:
                self.attempt(Event.EXPIRE, CLOCK, "", None)
                assert self.status == "expired"
                return
            elif "reminder" in row.kind or row.kind is DeadlineKind.POE_AGES:
                self.claim = without_deadline(self.claim, row.kind)
                self.reminded.add(row.kind)

    @rule(days=st.integers(0, 90))
    @precondition(lambda self: self.status == "approved")
    def the_admin_notes_when_the_subscription_ends(self, days: int) -> None:
        if self.area == "business_applications":
            self.renew("subscription", "subscription_ends_on", self.today + timedelta(days=days))

    @rule(days=st.integers(0, 340))
    @precondition(lambda self: self.status == "approved")
    def the_admin_adds_newer_proof(self, days: int) -> None:
        signed = self.today - timedelta(days=days)
        if self.claim.poe_signed_on is None or signed > self.claim.poe_signed_on:
            self.renew("poe", "poe_signed_on", signed)

    def renew(self, what: str, field: str, day: date) -> None:
        if getattr(self.claim, field) == day:
            return
        after = self.claim.model_copy(update={field: day})
        self.claim = renewed(after, self.claim, self.now, self.calendar, Periods())
        last = good_until(day) if what == "poe" else day
        assert last
        self.renewals[what] = last
        self.reminded -= {"poe_ages" if what == "poe" else "", f"{what}_reminder"}
        if last - timedelta(days=30) <= self.today:
            self.reminded.add(f"{what}_reminder")

    @rule(step=st.sampled_from(["approve", "request_info"]))
    @precondition(lambda self: self.status in ("draft", "submitted"))
    def the_claim_goes_its_usual_way(self, step: str) -> None:
        for event, kind in (
            (Event.ADD_CUSTOMER, ADMIN),
            (Event.SUBMIT, ADMIN),
            (Event.BEGIN_REVIEW, REVIEWER),
            (Event(step), REVIEWER),
        ):
            self.attempt(event, kind, "because", None)

    @rule()
    @precondition(lambda self: self.status == "rejected")
    def the_customer_says_no_to_a_closed_claim(self) -> None:
        """The page keeps such an answer; it moves nothing."""
        if self.claim.consent:
            self.say(Decision.DECLINE)

    def say(self, decision: Decision) -> CustomerAnswer:
        answer = CustomerAnswer(decision=decision, at=self.now, name="Casey Customer")
        assert self.claim.consent
        if self.status == "rejected":
            consent = self.claim.consent.model_copy(update={"answer": answer})
            self.claim = self.claim.model_copy(update={"consent": consent})
            self.said = (decision, self.today)
        return answer

    def attempt(
        self, event: Event, kind: ActorKind, note: str, reason: RejectionReason | None
    ) -> None:
        answer = None
        if event in (Event.CUSTOMER_APPROVE, Event.CUSTOMER_DECLINE) and self.status in MAILED:
            approves = event is Event.CUSTOMER_APPROVE
            answer = self.say(Decision.APPROVE if approves else Decision.DECLINE)
        before, whole = self.claim, self.claim.model_dump_json()
        wanted = self.expected(event, kind, note, reason)
        arguments: dict[str, Any] = {"reason": reason, "answer": answer}
        if wanted is None:
            with pytest.raises(Refused) as caught:
                move(before, event, who(kind), self.now, self.calendar, note, **arguments)
            assert caught.value.problems
            assert before.model_dump_json() == whole
            return
        after, entry = move(before, event, who(kind), self.now, self.calendar, note, **arguments)
        assert before.model_dump_json() == whole
        if event is Event.SUBMIT:
            after = mailed(after, self.now, self.calendar)
        if wanted != self.status:
            self.moved_in = before.version + 1
        self.claim = after.model_copy(update={"version": before.version + 1})
        self.history.append(entry)
        assert entry.before == self.status
        assert (entry.at, entry.actor, entry.event, entry.note) == (
            self.now,
            who(kind),
            event,
            note,
        )
        self.take_notes(event, kind, wanted, reason)

    # what must come of it

    def expected(
        self, event: Event, kind: ActorKind, note: str, reason: RejectionReason | None
    ) -> str | None:
        target = TABLE.get((self.status, event, kind))
        if target is None or not self.can(event, kind):
            return None
        if event in ("request_info", "answer_action") and not note.strip():
            return None
        if event == "reject" and (
            reason is None or reason in ("customer_declined", "no_partner_response")
        ):
            return None
        return target

    def can(self, event: Event, kind: ActorKind) -> bool:
        """What the table alone does not say: time, and what happened before."""
        if event == "add_customer":
            return self.added is None
        if event == "submit":
            return self.added is not None
        if event in ("answer_action", "lapse"):
            assert self.asked
            in_time = self.today <= business_days_after(self.asked, 14)
            return in_time if event == "answer_action" else not in_time
        if event == "dispute":
            return self.last_day_to_dispute is not None and self.today <= self.last_day_to_dispute
        if event == "become_official":
            return not self.official_done and self.today >= self.official_day
        if event == "expire" and kind is CLOCK:
            ends = self.renewals.get("subscription")
            return ends is not None and self.today > ends
        return event != "expire" or self.area == "business_applications"

    @property
    def last_day_to_dispute(self) -> date | None:
        last = self.shown_last_day_to_dispute
        return None if self.said and self.said[0] == "decline" else last

    @property
    def shown_last_day_to_dispute(self) -> date | None:
        if self.rejection is None or self.disputes:
            return None
        kind, reason, on = self.rejection
        if kind not in (REVIEWER, CLOCK) or reason == "partner_request":
            return None
        return on + timedelta(days=30)

    @property
    def official_day(self) -> date:
        assert self.notice_ends
        day = self.notice_ends + timedelta(days=1)
        if self.said and self.said[0] == "approve":
            day = min(day, self.said[1])
        return max(day, self.approved or day) if self.status == "approved" else day

    def take_notes(
        self, event: Event, kind: ActorKind, wanted: str, reason: RejectionReason | None
    ) -> None:
        if wanted != self.status:
            self.entered, self.reminded = self.today, set()
        self.status = wanted
        if event == "add_customer":
            self.added = self.today
        elif event == "submit":
            self.notice_ends = business_days_after(self.today, 5)
        elif event == "request_info":
            self.asked = self.today
        elif event in ("customer_approve", "customer_decline"):
            self.said = (event.removeprefix("customer_"), self.today)
        elif event == "approve":
            self.approved, self.official_done = self.today, False
        elif event == "become_official":
            self.official_done = True
        elif event == "dispute":
            self.disputes += 1
        if wanted == "rejected":
            why = {"lapse": "no_partner_response", "customer_decline": "customer_declined"}
            said = reason if event == "reject" else why.get(event, "partner_request")
            self.rejection = (kind, str(said), self.today)

    def expected_deadlines(self) -> dict[str, date]:
        if self.status == "draft":
            return {"draft_reminder": self.added + timedelta(days=7)} if self.added else {}
        if self.status == "submitted":
            return {"review_begins": business_days_after(self.entered, 5)}
        if self.status == "under_review":
            return {"decision": business_days_after(self.entered, 14)}
        if self.status == "disputed":
            return {"decision": business_days_after(self.entered, 5)}
        if self.status == "action_required":
            last = business_days_after(self.entered, 14)
            rows = {f"answer_reminder_{n}": business_days_before(last, n) for n in (5, 1)}
            return {"answer": last} | {k: v for k, v in rows.items() if k not in self.reminded}
        if self.status == "approved":
            waiting = {} if self.official_done else {"official": self.official_day}
            return waiting | self.expected_renewals()
        if self.status == "rejected" and self.shown_last_day_to_dispute:
            return {"dispute": self.shown_last_day_to_dispute}
        return {}

    def expected_renewals(self) -> dict[str, date]:
        rows = {
            kind: day
            for what, last in self.renewals.items()
            for kind, day in (
                (f"{what}_reminder", last - timedelta(days=30)),
                ("poe_ages" if what == "poe" else "subscription_ends", last),
            )
        }
        return {kind: day for kind, day in rows.items() if kind not in self.reminded}

    @invariant()
    def the_status_is_the_expected_one(self) -> None:
        assert self.claim.status == self.status
        assert self.claim.moved_in == self.moved_in

    @invariant()
    def the_history_is_complete(self) -> None:
        assert len(self.history) == self.claim.version
        chain = ["draft", *(entry.after for entry in self.history)]
        assert [entry.before for entry in self.history] == chain[:-1]
        assert chain[-1] == self.status
        for entry in self.history:
            assert TABLE[(str(entry.before), entry.event, entry.actor.kind)] == entry.after
            assert entry.before not in FINAL

    @invariant()
    def deadlines_are_those_of_the_status(self) -> None:
        assert {str(row.kind): row.on for row in self.claim.deadlines} == self.expected_deadlines()
        for row in self.claim.deadlines:
            local, just_before = (
                moment.astimezone(self.zone)
                for moment in (row.at, row.at - timedelta(microseconds=1))
            )
            lasting = ("review_begins", "decision", "answer", "dispute", "poe_ages")
            if row.kind in (*lasting, "subscription_ends"):
                assert (just_before.date(), local.date()) == (row.on, row.on + timedelta(days=1))
            elif "_reminder" in row.kind and row.kind != "draft_reminder":
                assert (just_before.date(), local.date()) == (row.on - timedelta(days=1), row.on)
            else:
                assert local.date() >= row.on

    @invariant()
    def only_live_claims_hold(self) -> None:
        live = self.status in LIVE and self.added is not None
        assert bool(self.claim.holds) is live

    @invariant()
    def usage_shows_only_while_official(self) -> None:
        approved = self.status == "approved"
        assert is_official(self.claim, self.today) is (approved and self.today >= self.official_day)
        closed = self.status not in MAILED
        assert self.claim.official_on == (None if closed else self.official_day)

    @invariant()
    def a_rejection_always_has_its_reason(self) -> None:
        if self.status != "rejected":
            return
        assert self.claim.rejection
        assert self.rejection == (
            self.claim.rejection.by,
            self.claim.rejection.reason,
            self.claim.rejection.at.astimezone(self.zone).date(),
        )

    @invariant()
    def a_question_is_open_only_while_the_partner_must_answer(self) -> None:
        assert (self.claim.request is not None) is (self.status == "action_required")

    @invariant()
    def people_are_offered_exactly_what_works(self) -> None:
        for kind in ActorKind:
            works = {
                Event(event)
                for status, event, by in TABLE
                if (status, by) == (self.status, kind) and self.can(Event(event), kind)
            }
            assert possible(self.claim, kind, self.now, self.calendar) == works


TestLifeOfAClaim = LifeOfAClaim.TestCase
TestLifeOfAClaim.settings = settings(max_examples=300, stateful_step_count=40)


# every combination there is


WAY_TO: dict[str, tuple[tuple[str, ActorKind], ...]] = {
    "draft": (("add_customer", ADMIN),),
    "submitted": (("submit", ADMIN),),
    "under_review": (("begin_review", REVIEWER),),
    "action_required": (("request_info", REVIEWER),),
    "approved": (("approve", REVIEWER),),
    "rejected": (("reject", REVIEWER),),
    "disputed": (("dispute", ADMIN),),
    "rejected_final": (("disassociate", ADMIN),),
    "discarded": (("discard", ADMIN),),
    "expired": (("expire", REVIEWER),),
}
BEFORE = {
    "submitted": "draft",
    "under_review": "submitted",
    "action_required": "under_review",
    "approved": "under_review",
    "rejected": "under_review",
    "disputed": "rejected",
    "rejected_final": "approved",
    "discarded": "draft",
    "expired": "approved",
}


def step(claim: Claim, event: str, kind: ActorKind, at: datetime, **more: Any) -> Claim:
    """Do a move with everything it may need said."""
    said: dict[str, Any] = {"note": "because", "reason": RejectionReason.POE_DATES} | more
    after, _ = move(claim, Event(event), who(kind), at, PLAIN, **said)
    return mailed(after, at, PLAIN) if event == "submit" else after


def in_status(status: str, at: datetime = START) -> Claim:
    if status == "draft":
        claim = a_claim(SolutionArea.BUSINESS_APPLICATIONS, at)
    else:
        claim = in_status(BEFORE[status], at)
    for event, kind in WAY_TO[status]:
        claim = step(claim, event, kind, at)
    assert claim.status == status
    return claim


def ending(claim: Claim, last: date) -> Claim:
    """Note the last day of the subscription."""
    noted = claim.model_copy(update={"subscription_ends_on": last})
    return renewed(noted, claim, claim.changed_at, PLAIN, Periods())


@pytest.mark.parametrize("status", [str(status) for status in Status])
def test_everything_by_everybody_is_in_the_table_or_refused(status: str) -> None:
    claim = in_status(status)
    for event in Event:
        for kind in ActorKind:
            at = START + timedelta(days=60 if event in ("lapse", "become_official") else 1)
            given = a_claim(at=START) if (status, event) == ("draft", "add_customer") else claim
            if (event, kind) == ("expire", CLOCK):
                given = ending(claim, START.date())
            wanted = TABLE.get((status, event, kind))
            if wanted is None:
                with pytest.raises(Refused):
                    step(given, event, kind, at)
            else:
                assert step(given, event, kind, at).status == wanted


def test_the_table_itself_says_what_the_page_says() -> None:
    assert {row[0] for row in TABLE} == {str(status) for status in Status} - FINAL
    assert not {status for status, _, _ in TABLE} & FINAL
    deciding = {"begin_review", "approve", "reject", "request_info", "expire"}
    assert {event for _, event, kind in TABLE if kind is REVIEWER} == deciding


# the days of the storyboard


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 10, 12, tzinfo=UTC)


def on(claim: Claim, kind: DeadlineKind) -> date | None:
    row = claim.deadline(kind)
    return row.on if row else None


def test_submitted_on_tuesday_review_begins_within_five_business_days() -> None:
    claim = in_status("submitted", day(6, 9))
    assert on(claim, DeadlineKind.REVIEW_BEGINS) == date(2026, 6, 16)
    assert claim.consent
    assert claim.consent.notice_ends == date(2026, 6, 16)
    assert claim.official_on == date(2026, 6, 17)


def test_a_review_begun_is_decided_within_fourteen_business_days() -> None:
    claim = step(in_status("submitted", day(6, 9)), "begin_review", REVIEWER, day(6, 16))
    assert on(claim, DeadlineKind.DECISION) == date(2026, 7, 6)


def test_asked_on_monday_the_partner_has_until_friday_of_the_third_week() -> None:
    claim = in_status("action_required", day(6, 8))
    assert on(claim, DeadlineKind.ANSWER) == date(2026, 6, 26)
    assert on(claim, DeadlineKind.ANSWER_REMINDER_5) == date(2026, 6, 19)
    assert on(claim, DeadlineKind.ANSWER_REMINDER_1) == date(2026, 6, 25)
    assert PLAIN.business_days_left(date(2026, 6, 9), date(2026, 6, 26)) == 13
    due = next_due(claim)
    assert due
    assert due.kind is DeadlineKind.ANSWER


def test_the_last_moment_counts_and_the_next_one_does_not() -> None:
    claim = in_status("action_required", day(6, 8))
    last = datetime(2026, 6, 26, 23, 59, 59, 999999, tzinfo=UTC)
    over = last + timedelta(microseconds=1)
    assert step(claim, "answer_action", ADMIN, last).status == "submitted"
    with pytest.raises(Refused, match="not_allowed_now"):
        step(claim, "lapse", CLOCK, last)
    with pytest.raises(Refused, match="answer_too_late") as caught:
        step(claim, "answer_action", ADMIN, over)
    assert caught.value.problems[0].data["on"] == date(2026, 6, 26)
    lapsed = step(claim, "lapse", CLOCK, over)
    assert lapsed.rejection
    assert lapsed.rejection.reason == "no_partner_response"
    answer = claim.deadline(DeadlineKind.ANSWER)
    assert answer
    assert answer.at == over


def test_a_rejection_can_be_disputed_for_thirty_days() -> None:
    claim = in_status("rejected", day(6, 2))
    assert claim.rejection
    assert claim.rejection.dispute_by == on(claim, DeadlineKind.DISPUTE) == date(2026, 7, 2)
    disputed = step(claim, "dispute", ADMIN, day(7, 2))
    assert on(disputed, DeadlineKind.DECISION) == date(2026, 7, 9)
    with pytest.raises(Refused, match="dispute_too_late"):
        step(claim, "dispute", ADMIN, day(7, 3))


def test_a_claim_is_disputed_once_even_after_another_round() -> None:
    asked = step(in_status("disputed", day(6, 2)), "request_info", REVIEWER, day(6, 3))
    again = step(asked, "answer_action", ADMIN, day(6, 4))
    rejected = step(step(again, "begin_review", REVIEWER, day(6, 5)), "reject", REVIEWER, day(6, 8))
    assert rejected.rejection
    assert rejected.rejection.dispute_by is None
    assert rejected.deadlines == ()
    with pytest.raises(Refused, match="dispute_once"):
        step(rejected, "dispute", ADMIN, day(6, 9))


@pytest.mark.parametrize("event", ["withdraw", "customer_decline"])
def test_nobody_disputes_a_withdrawal_or_the_customer(event: str) -> None:
    kind = ADMIN if event == "withdraw" else CUSTOMER
    claim = step(in_status("under_review", day(6, 9)), event, kind, day(6, 10))
    assert claim.deadlines == ()
    with pytest.raises(Refused, match="dispute_not_possible"):
        step(claim, "dispute", ADMIN, day(6, 11))


@pytest.mark.parametrize(
    ("approved", "customer", "official"),
    [
        (day(6, 12), None, date(2026, 6, 17)),
        (day(6, 16), None, date(2026, 6, 17)),
        (day(6, 17), None, date(2026, 6, 17)),
        (day(6, 24), None, date(2026, 6, 24)),
        (day(6, 12), day(6, 11), date(2026, 6, 12)),
        (day(6, 12), day(6, 15), date(2026, 6, 15)),
        (day(6, 12), day(6, 30), date(2026, 6, 17)),
    ],
)
def test_official_is_the_later_of_approval_and_notice(
    approved: datetime, customer: datetime | None, official: date
) -> None:
    claim = in_status("under_review", day(6, 9))
    steps = [(approved, "approve", REVIEWER)]
    if customer:
        steps.append((customer, "customer_approve", CUSTOMER))
    for at, event, kind in sorted(steps):
        answer = CustomerAnswer(decision=Decision.APPROVE, at=at, name="Casey")
        claim = step(claim, event, kind, at, answer=answer if kind is CUSTOMER else None)
    assert claim.official_on == official
    assert not is_official(claim, official - timedelta(days=1))
    assert is_official(claim, official)


def test_the_customer_may_decline_years_later_and_usage_ends_at_once() -> None:
    claim = step(in_status("approved", day(6, 9)), "become_official", CLOCK, day(6, 17))
    later = datetime(2029, 3, 1, 8, tzinfo=UTC)
    assert is_official(claim, later.date())
    answer = CustomerAnswer(decision=Decision.DECLINE, at=later, name="Casey", reason="no")
    claim = step(claim, "customer_decline", CUSTOMER, later, answer=answer)
    assert claim.status == "rejected"
    assert claim.rejection
    assert claim.rejection.reason == "customer_declined"
    assert not is_official(claim, later.date())
    assert claim.official_on is None
    assert claim.holds == ()


def test_a_new_question_gets_a_new_time_to_answer() -> None:
    claim = step(in_status("action_required", day(6, 8)), "answer_action", ADMIN, day(6, 12))
    assert claim.comments == "because"
    assert on(claim, DeadlineKind.REVIEW_BEGINS) == date(2026, 6, 19)
    claim = step(claim, "begin_review", REVIEWER, day(6, 15))
    claim = step(claim, "request_info", REVIEWER, day(6, 15))
    assert on(claim, DeadlineKind.ANSWER) == date(2026, 7, 3)


def test_a_draft_reminds_after_seven_days_and_waits_for_ever() -> None:
    claim = in_status("draft", day(6, 9))
    assert on(claim, DeadlineKind.DRAFT_REMINDER) == date(2026, 6, 16)
    assert step(claim, "submit", ADMIN, datetime(2031, 1, 1, tzinfo=UTC)).status == "submitted"


def test_who_was_not_asked_has_not_agreed_by_silence() -> None:
    claim = unasked(in_status("approved", day(6, 9)), Undelivered.RETURNED)
    assert claim.official_on is None
    assert claim.deadline(DeadlineKind.OFFICIAL) is None
    with pytest.raises(Refused):
        step(claim, "become_official", CLOCK, day(8, 1))
    again = mailed(claim, day(6, 22), PLAIN)
    assert again.official_on == on(again, DeadlineKind.OFFICIAL) == date(2026, 6, 30)


def test_approved_before_the_customer_was_asked_it_waits_for_the_mail() -> None:
    lost = unasked(in_status("under_review", day(6, 9)), Undelivered.GIVEN_UP)
    claim = step(lost, "approve", REVIEWER, day(6, 25))
    assert (claim.official_on, on(claim, DeadlineKind.OFFICIAL)) == (None, None)
    yes = CustomerAnswer(decision=Decision.APPROVE, at=day(6, 26), name="Casey Customer")
    agreed = step(claim, "customer_approve", CUSTOMER, day(6, 26), answer=yes)
    assert agreed.official_on == on(agreed, DeadlineKind.OFFICIAL) == date(2026, 6, 26)


def test_a_later_mail_that_comes_back_ends_nothing_that_is_official() -> None:
    claim = step(in_status("approved", day(6, 9)), "become_official", CLOCK, day(6, 17))
    lost = unasked(claim, Undelivered.RETURNED)
    assert lost.official_on == date(2026, 6, 17)
    assert reckon(lost, day(7, 1), PLAIN).official_on == date(2026, 6, 17)
    assert is_official(lost, date(2026, 7, 1))


def test_what_is_held_is_held_by_live_claims_only() -> None:
    assert a_claim().holds == ()
    assert in_status("draft").holds == ("subscription:3f0c6b1e-52d7-4d4a-8a39-0b6f2c9d7e15",)
    modern, _ = move(a_claim(), Event.ADD_CUSTOMER, who(ADMIN), START, PLAIN)
    assert modern.holds == (
        "workload:8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94:teams",
        "workload:8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94:exchange_online",
    )
    assert {str(status) for status in Status if in_status(str(status)).holds} == LIVE
