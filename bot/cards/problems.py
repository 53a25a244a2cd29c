"""Says what was wrong, from a problem's code and field, with every value its words may name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.cards.scene import Scene
from bot.claims.errors import Problem
from bot.claims.fields import FIELDS
from bot.claims.models import Claim
from bot.text.files import kind_names
from bot.text.markdown import Markdown

#: Data whose values are ids, and the group of words that names them.
_NAMED = {"missing": "acknowledgement_short", "role": "role", "status": "status", "area": "area"}
_SIZES = {"limit": ("file_too_big", "files_too_big")}


def problem_text(
    scene: Scene, problem: Problem, claim: Claim | None = None, *, prefix: str = "problem"
) -> Markdown:
    """Give the sentence for a problem: by code and field, by code and finding, or by code."""
    words, code = scene.words, problem.code
    finding = str(problem.data.get("finding") or "")
    specific = [f"{prefix}.{code}.{part}" for part in (problem.field, finding) if part]
    found = words.first(*reversed(specific), f"{prefix}.{code}.any", f"{prefix}.{code}")
    return words(found, **_values(scene, problem, claim))


def _values(scene: Scene, problem: Problem, claim: Claim | None) -> dict[str, object]:
    """Give the problem's data as words, over defaults for what it does not carry."""
    words, rules = scene.words, scene.rules
    label = f"field.{problem.field}.short"
    values: dict[str, object] = {
        "partner": rules.partner_name,
        "domain": (claim and claim.customer_domain) or words.plain("problem.default.domain"),
        "customer": (claim and claim.customer_name) or words.plain("field.customer_default"),
        "field": words.plain(label) if words.has(label) else "",
        "name": words.plain("problem.default.file"),
        "names": "",
        "claim": "",
        "missing": "",
        "role": words.plain("problem.default.role"),
        "area": words.plain(f"area.{claim.solution_area}") if claim and claim.solution_area else "",
        "ending": "",
        "on": "",
        "time": "",
        "status": "",
        "kinds": kind_names(words, rules.limits.kinds),
        "limit": FIELDS[problem.field].limit if problem.field in FIELDS else "",
        "mails": rules.mails_per_day,
        "files": rules.limits.files,
        "size": words.size(rules.limits.file_bytes),
        "all_size": words.size(rules.limits.claim_bytes),
    }
    values |= {name: _said(scene, name, value, problem) for name, value in problem.data.items()}
    if found := str(problem.data.get("found") or problem.data.get("tenant_id") or ""):
        values["ending"] = found[-4:]
    return values


def _said(scene: Scene, name: str, value: Any, problem: Problem) -> object:
    words = scene.words
    if isinstance(value, date):
        return words.date(value)
    if name == "limit" and problem.code in _SIZES["limit"]:
        return words.size(int(value))
    if name == "kinds":
        return kind_names(words, value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return words.list([str(_named(scene, name, each)) for each in value])
    return _named(scene, name, value)


def _named(scene: Scene, name: str, value: object) -> object:
    code = f"{_NAMED.get(name, name)}.{value}"
    if name in _NAMED and scene.words.has(code):
        return scene.words.plain(code)
    return value
