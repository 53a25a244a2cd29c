"""Every code has words, every word has a use, and all words keep the house's tone."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.advisor.entries import entries
from bot.claims.errors import Code
from bot.claims.evidence import Finding
from bot.claims.fields import FIELDS, Section
from bot.claims.models import (
    Acknowledgement,
    ActorKind,
    Event,
    PartnerRole,
    PurchaseChannel,
    RejectionReason,
    SolutionArea,
    Status,
)
from bot.claims.roles import About, Activity, Bought
from bot.text.words import FOLDER, Words, load

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if (path / "common.toml").exists())
FAMILIES: dict[str, list[str]] = {
    "status.{}": [*Status, "started"],
    "rejection_reason.{}": [*RejectionReason],
    "role.{}": [*PartnerRole],
    "role_short.{}": [*PartnerRole],
    "role_step.role.{}": [*PartnerRole],
    "said.role.{}.title": [*PartnerRole],
    "said.role.{}.text": [*PartnerRole],
    "said.role.{}.why": [*PartnerRole],
    "area.{}": [*SolutionArea],
    "role_step.area.{}": [*SolutionArea],
    "channel.{}": [*PurchaseChannel],
    "which_role.choice.{}": [*About],
    "which_role.activity_choice.{}": [*Activity],
    "which_role.channel_choice.{}": [*Bought],
    "acknowledgement.{}": [*Acknowledgement],
    "acknowledgement_short.{}": [*Acknowledgement],
    "event.{}": [*Event],
    "actor.{}": [*ActorKind],
    "step.{}": [*Section, "review"],
    "field.{}.short": [*FIELDS],
    "field.{}.label": [*FIELDS],
    "month.{}": [str(number) for number in range(1, 13)],
    "weekday.{}": [str(number) for number in range(1, 8)],
    "number.{}": [str(number) for number in range(1, 10)],
}
OUTCOMES = [
    *("ask:solution_area", "ask:activity", "ask:purchase_channel", "redirect:co_op"),
    *("redirect:pal", "redirect:mci_partner_activities", "no_role:csp_purchase"),
    *("no_role:presales_modern_work", "no_role:resale", "command:new_claim", "command:my_claims"),
    "unknown",
]
#: What a problem names as its `finding` beside those of files.
CIRCUMSTANCES = {"decided", "decided_earlier", "dispute"}
#: Families whose members are found by a code that comes from elsewhere.
BY_CODE = (
    "problem.",
    "box.",
    "said.",
    "kind.",
    "notice.",
    "acknowledgement_short.",
    "channel.",
    "own.",
)


@pytest.fixture
def words() -> Words:
    return Words("en")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_member_of_a_family_has_words(family: str, words: Words) -> None:
    lacking = [each for each in FAMILIES[family] if not words.has(family.format(each))]
    assert lacking == []


def test_every_problem_has_words(words: Words) -> None:
    assert [code for code in Code if not words.has(f"problem.{code}.any")] == []


def test_every_finding_in_a_file_has_words(words: Words) -> None:
    codes = ("file_unsafe", "file_unreadable", "file_kind")
    lacking = [
        each for each in Finding if not any(words.has(f"problem.{code}.{each}") for code in codes)
    ]
    assert lacking == []


def test_words_for_problems_are_for_codes_and_fields_that_exist() -> None:
    parts = {*FIELDS, *Finding, *CIRCUMSTANCES, "any", "activity", "poe_files"}
    known = {f"problem.{code}.{part}" for code in Code for part in parts}
    known |= {"problem.default.domain", "problem.default.file", "problem.default.role"}
    said = {code for code in load("en") if code.startswith("problem.")}
    assert said <= known
    assert {code for code in load("en") if code.startswith("box.")} <= {f"box.{c}" for c in Code}


@pytest.mark.parametrize("answer_id", [*OUTCOMES, *entries()])
def test_every_answer_has_words(answer_id: str, words: Words) -> None:
    code = f"said.{answer_id.replace(':', '.')}"
    assert words.has(f"{code}.title")
    assert words.has(f"{code}.text")
    short = load("en").get(f"{code}.short", "x")
    assert len(short) <= 25


def test_answers_are_for_questions_that_exist() -> None:
    said = {code.split(".")[2] for code in load("en") if code.startswith("said.help.")}
    assert said == {name.removeprefix("help:") for name in entries() if name.startswith("help:")}


@pytest.mark.parametrize("folder", LANGUAGES)
def test_no_word_shouts_and_button_titles_are_short(folder: str) -> None:
    loud = [code for code, text in load(folder).items() if "!" in text]
    assert loud == []
    titles = {code: text for code, text in load(folder).items() if code.startswith("button.")}
    long = [code for code, text in titles.items() if len(re.sub(r"\{.*?\}", "", text)) > 25]
    assert long == []


@pytest.mark.parametrize("folder", LANGUAGES)
def test_every_language_has_the_same_codes_and_values(folder: str) -> None:
    ours, english = load(folder), load("en")
    assert ours.keys() == english.keys()
    for code, text in ours.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[code]))


def _sources() -> Iterator[Path]:
    yield from sorted((ROOT / "bot").rglob("*.py"))


def _asked_for(path: Path) -> Iterator[str]:
    """Give the codes a module asks for by name: `words("…")`, `words.plain("…")`, `say("…")`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        target = node.func
        name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
        first = node.args[1 if name == "said" and len(node.args) > 1 else 0]
        if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
            continue
        if name in ("words", "plain") and "." in first.value:
            yield first.value
        elif name in ("say", "said") and "dialogs" in str(path):
            yield f"moment.{first.value}"


def test_every_code_used_has_words(words: Words) -> None:
    lacking = [
        f"{path.name}: {code}"
        for path in _sources()
        for code in _asked_for(path)
        if not words.has(code)
    ]
    assert lacking == []


def _drawn_codes(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Draw every screen and note which codes were looked up."""
    seen: set[str] = set()
    find = Words._find

    def noting(self: Words, code: str) -> str | None:
        seen.add(code)
        return find(self, code)

    monkeypatch.setattr(Words, "_find", noting)
    path = ROOT / "tests" / "cards" / "conftest.py"
    spec = importlib.util.spec_from_file_location("gallery_of_cards", path)
    assert spec
    assert spec.loader
    gallery = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "gallery_of_cards", gallery)
    spec.loader.exec_module(gallery)
    for draw in gallery.GALLERY.values():
        draw()
    return seen


def test_no_word_is_without_use(monkeypatch: pytest.MonkeyPatch) -> None:
    used = _drawn_codes(monkeypatch)
    used |= {code for path in _sources() for code in _asked_for(path)}
    used |= {form.format(each) for form, members in FAMILIES.items() for each in members}
    used |= {f"{code}.{form}" for code in used for form in ("one", "other")}
    unused = [code for code in load("en") if code not in used and not code.startswith(BY_CODE)]
    assert unused == []
