"""Fills a claim in, answer by answer, up to the draft; every good answer is saved at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.claims.errors import Code, Problem, Refused
from bot.claims.fields import (
    FIELDS,
    affected_by,
    editable,
    ends_by_channel,
    is_empty,
    missing,
    with_answer,
)
from bot.claims.models import Actor, ActorKind, Claim, Event, Person
from bot.claims.parsing import guid, host_name, parse
from bot.claims.ports import Clock, Directory, Store, Unit
from bot.claims.rules import Rulebook
from bot.claims.status import move, record
from bot.services.access import as_admin
from bot.services.directory_check import check_directory, needs_check
from bot.services.forgetting import forget_files
from bot.services.prefill import filled_from, for_customer, suggested_name, without_customer


class Answered(NamedTuple):
    """What came of some answers: the claim, what was wrong, and which answers fell away."""

    claim: Claim
    problems: tuple[Problem, ...] = ()
    emptied: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class Drafts:
    """The use cases of a claim that is being filled in."""

    def __init__(self, store: Store, rules: Rulebook, clock: Clock, directory: Directory) -> None:
        self._store, self._rules = store, rules
        self._clock, self._directory = clock, directory

    async def start(self, unit: Unit, person: Person, like: Claim | None = None) -> Claim:
        """Begin a claim. Empty, it is not saved before its first answer; filled in from an
        earlier one (`like`) it is saved at once.

        Raises `Refused` where the person may not claim.
        """
        actor = as_admin(person)
        now = self._clock.now()
        claim = Claim(
            id=await self._store.next_claim_id(),
            org=person.tenant_id,
            owner=person.object_id,
            owner_name=person.name,
            created_at=now,
            changed_at=now,
        )
        if like is None:
            return claim
        filled = self._named(claim, filled_from(claim, like, person), person)
        unit.save(filled, record(filled, Event.START, actor, now))
        return filled

    def read(self, claim: Claim, raw: Mapping[str, Any]) -> Answered:
        """Read raw answers by field id in asking order; good ones count even where others fail.

        Gives the claim with the good answers on it (not saved). Raises `Refused` with
        NOT_EDITABLE where the claim has gone too far for one of them.
        """
        today = self._rules.calendar.today(self._clock.now())
        problems: list[Problem] = []
        emptied: list[str] = []
        before = claim
        for field_id in (name for name in FIELDS if name in raw):
            value = parse(field_id, raw[field_id], claim, self._rules, today)
            if isinstance(value, Problem):
                problems.append(value)
                continue
            if not self._may_change(claim, field_id, value):
                raise Refused.because(Code.NOT_EDITABLE, field_id, status=claim.status)
            claim, lost = with_answer(claim, field_id, value)
            emptied.extend(lost)
        changed = tuple(f for f in FIELDS if getattr(before, f) != getattr(claim, f))
        gone = tuple(name for name in emptied if is_empty(getattr(claim, name)))
        return Answered(claim, tuple(problems), gone, changed)

    @staticmethod
    def _may_change(claim: Claim, field_id: str, value: Any) -> bool:
        return editable(claim, field_id) or getattr(claim, field_id) == value

    async def answer(
        self, unit: Unit, claim: Claim, raw: Mapping[str, Any], person: Person
    ) -> Answered:
        """Read answers, check domain against tenant, see who holds the items, and save.

        Problems leave the good answers saved. Raises `Refused` where the person may not claim or
        the claim cannot be edited.
        """
        actor, answers_place = as_admin(person), {"tenant_id", "customer_domain"}
        raw = _without_gaps(_domain_for_tenant(raw))
        before = claim
        if "tenant_id" in raw and is_empty(raw["tenant_id"]) and raw.get("customer_domain"):
            claim = claim.model_copy(update={"tenant_id": None})
            raw.pop("tenant_id")
        read = self.read(claim, raw)
        claim, problems = read.claim, list(read.problems)
        if answers_place & set(raw) and _sound(problems):
            claim, problem = await self._check(before, claim)
            problems += [problem] if problem else []
        claim = _with_subscription(before, claim, raw)
        held = await self._held(unit, before, claim, raw)
        problems += held
        claim = _without(claim, held)
        claim = self._named(before, claim, person)
        self._save(unit, before, claim, actor)
        changed = tuple(f for f in FIELDS if getattr(before, f) != getattr(claim, f))
        hanging = {f for name in changed for f in affected_by(name)} - raw.keys()
        emptied = tuple(f for f in changed if f in hanging and is_empty(getattr(claim, f)))
        return Answered(claim, tuple(problems), emptied, changed)

    async def take_customer(
        self, unit: Unit, claim: Claim, raw: Mapping[str, Any], known: Claim, person: Person
    ) -> Answered:
        """Take area and role, and all that is known of a customer from an earlier claim of theirs.

        Nothing is taken over while the role is open or wrong. Raises `Refused` as `answer` does.
        """
        actor, read = as_admin(person), self.read(claim, raw)
        if read.problems:
            return read
        today = self._rules.calendar.today(self._clock.now())
        filled = for_customer(read.claim, known, person, today)
        self._save(unit, claim, filled, actor)
        return read._replace(claim=filled)

    def leave_customer(self, unit: Unit, claim: Claim, person: Person) -> Claim:
        """Forget the known customer a claim was filled in from, to name another one."""
        after = without_customer(claim)
        self._save(unit, claim, after, as_admin(person))
        return after

    async def _check(self, before: Claim, claim: Claim) -> tuple[Claim, Problem | None]:
        """Ask the directory; a tenant ID that does not match is not kept.

        Where the old pair was confirmed, that one stays.
        """
        own = self._rules.own_tenants | {claim.org}
        claim, problem = await check_directory(
            claim, self._directory, self._clock, self._rules.calendar
        )
        if claim.tenant_id in own:
            wrong = Problem(Code.OWN_TENANT, "tenant_id", {"partner": self._rules.partner_name})
            return claim.model_copy(update={"tenant_id": None}), wrong
        if problem and problem.code is Code.TENANT_MISMATCH:
            if before.tenant_id and before.customer_domain and not needs_check(before):
                pair = ("tenant_id", "customer_domain", "directory", "deadlines")
                return claim.model_copy(update={f: getattr(before, f) for f in pair}), problem
            kept = before.tenant_id if before.tenant_id == problem.data["found"] else None
            return claim.model_copy(update={"tenant_id": kept}), problem
        return claim, problem

    async def _held(
        self, unit: Unit, before: Claim, claim: Claim, raw: Mapping[str, Any]
    ) -> list[Problem]:
        """Say which answers another live claim already covers."""
        given = {"workloads", "subscription_id"} & raw.keys()
        if not given and claim.would_hold == before.would_hold:
            return []
        return await self.covered(unit, claim)

    async def covered(self, unit: Unit, claim: Claim) -> list[Problem]:
        """Give one problem per other live claim that holds an item or the subscription."""
        holders = await unit.holders(claim.org, claim.would_hold)
        by_claim: dict[int, list[str]] = {}
        for key, holder in holders.items():
            if holder != claim.id:
                by_claim.setdefault(holder, []).append(key.rsplit(":", 1)[-1])
        field_id = "workloads" if claim.workloads else "subscription_id"
        return [
            Problem(
                Code.ALREADY_COVERED,
                field_id,
                {
                    "claim": holder,
                    "names": self._rules.catalogue.names(tuple(held)) if claim.workloads else [],
                    "items": tuple(held),
                },
            )
            for holder, held in by_claim.items()
        ]

    def _named(self, before: Claim, claim: Claim, person: Person) -> Claim:
        """Keep a claim name that we suggested in step with the customer and the role."""
        today = self._rules.calendar.today(self._clock.now())
        ours = claim.claim_name in (None, suggested_name(before, today, person.locale))
        if claim.started and ours:
            name = suggested_name(claim, today, person.locale)
            return claim.model_copy(update={"claim_name": name})
        return claim

    def _save(self, unit: Unit, before: Claim, claim: Claim, actor: Actor) -> None:
        if (claim == before and claim.version) or claim.partner_role is None:
            return
        now = self._clock.now()
        claim_now = claim.model_copy(update={"changed_at": now})
        fields = tuple(f for f in FIELDS if getattr(before, f) != getattr(claim, f))
        event = Event.CHANGE if claim.version else Event.START
        tell = claim.version == 0 or not claim.started
        entries = (record(claim_now, event, actor, now, fields=fields),) if tell else ()
        unit.save(claim_now, *entries)

    async def add_customer(self, unit: Unit, claim: Claim, person: Person) -> Claim:
        """Make the draft ("Add customer"). Raises `Refused` with everything still missing."""
        actor = as_admin(person)
        problems = [Problem(Code.REQUIRED, field_id) for field_id in missing(claim)]
        if ends_by_channel(claim):
            problems.append(Problem(Code.CSP_PURCHASE, "purchase_channel"))
        problems += await self.covered(unit, claim)
        if problems:
            raise Refused(*problems)
        after, entry = move(
            claim,
            Event.ADD_CUSTOMER,
            actor,
            self._clock.now(),
            self._rules.calendar,
            periods=self._rules.periods,
        )
        unit.save(after, entry)
        return after

    def discard(self, unit: Unit, claim: Claim, person: Person) -> Claim:
        """Drop a draft and its files for good. Raises `Refused` where it is no draft any more."""
        actor = as_admin(person)
        after, entry = move(claim, Event.DISCARD, actor, self._clock.now(), self._rules.calendar)
        after = after.model_copy(update={"poe_files": ()})
        unit.save(after, entry)
        forget_files(unit, claim, claim.poe_files)
        return after

    async def recheck(self, unit: Unit, claim: Claim) -> tuple[Claim, Problem | None]:
        """Ask a directory that was silent again (by the clock); saves what it said."""
        after, problem = await check_directory(
            claim, self._directory, self._clock, self._rules.calendar
        )
        actor = Actor(kind=ActorKind.CLOCK)
        unit.save(after, record(after, Event.CHANGE, actor, self._clock.now()))
        return after, problem


def _without(claim: Claim, held: list[Problem]) -> Claim:
    """Take off what another live claim holds; what is free stays."""
    taken = {item for problem in held for item in problem.data["items"]}  # type: ignore[attr-defined]
    if not taken:
        return claim
    free = tuple(item for item in claim.workloads if item not in taken)
    subscription = None if claim.subscription_id in taken else claim.subscription_id
    return claim.model_copy(update={"workloads": free, "subscription_id": subscription})


def _with_subscription(before: Claim, claim: Claim, raw: Mapping[str, Any]) -> Claim:
    """Keep a subscription with its tenant: another tenant drops it, the same one keeps it."""
    if "subscription_id" in raw or not before.subscription_id or not claim.tenant_id:
        return claim
    same = claim.tenant_id == before.tenant_id and claim.solution_area is before.solution_area
    return claim.model_copy(update={"subscription_id": before.subscription_id if same else None})


def _sound(problems: list[Problem]) -> bool:
    return not any(
        row.field in ("tenant_id", "customer_domain")
        for row in problems
        if row.code is not Code.REQUIRED
    )


def _without_gaps(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Leave an empty claim name out: we suggest one."""
    empty_name = "claim_name" in raw and is_empty(raw["claim_name"])
    return {name: raw[name] for name in raw if not (empty_name and name == "claim_name")}


def _domain_for_tenant(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Take a domain typed as the tenant ID for the domain it is: the lookup finds the ID."""
    answers = dict(raw)
    typed = answers.get("tenant_id")
    if isinstance(typed, str) and typed.strip() and guid(typed) is None and host_name(typed):
        answers["customer_domain"] = answers.pop("tenant_id")
    return answers
