"""Holds the list of what may leave to the code: what the code says, the list knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from bot.claims.models import Decision
from bot.dialogs.conversation import ANSWERS
from bot.dialogs.gestures import Gesture
from bot.dialogs.verbs import VERBS as HANDLED
from bot.observing import figures, known_words
from bot.observing.allowed import KINDS
from bot.observing.logs import _EVENT
from bot.services.consent import Consents
from bot.teams.admission import Reason

ROOT = Path(__file__).parents[2]
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for path in [ROOT / "app.py", *(ROOT / "bot").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]
}


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    """Find calls by the name called: `warning` in `_log.warning(…)`, `SetAside`."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                name = (
                    called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                )
                if name in names:
                    yield path, node


def logged() -> list[tuple[Path, ast.Call]]:
    levels = ("debug", "info", "warning", "error", "exception", "critical")
    return [
        (path, call)
        for path, call in calls(*levels)
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "_log"
    ]


def test_every_key_that_is_logged_is_on_the_list():
    assert len(logged()) > 20
    strays = [
        f"{path.name}: {word.arg}"
        for path, call in logged()
        for word in call.keywords
        if word.arg and word.arg not in KINDS
    ]
    assert not strays, f"add to bot/observing/allowed.py, with the kind expected: {strays}"


def test_every_event_is_a_code_and_no_sentence():
    strays = [
        f"{path.name}: {ast.unparse(call.args[0])}"
        for path, call in logged()
        if not isinstance(call.args[0], ast.Constant) or not _EVENT.fullmatch(call.args[0].value)
    ]
    assert not strays, strays


def test_every_fact_of_a_span_is_on_the_list():
    ours = {"follows", "apart"}
    facts = {
        (path.name, word.arg)
        for path, call in calls("span", "note")
        for word in call.keywords
        if word.arg and ast.unparse(call.func) in ("span", "traces.span", "span.note")
    }
    assert len(facts) > 10
    assert not {row for row in facts if row[1] not in KINDS.keys() | ours}


@pytest.mark.parametrize("raised", ["SetAside", "TryLater", "TokenRefused"])
def test_every_reason_is_known(raised):
    said = [
        (path.name, call.args[0].value)
        for path, call in calls(raised)
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert said
    strays = [row for row in said if row[1] not in known_words.REASONS]
    assert not strays, f"add to bot/observing/known_words.py: {strays}"


def test_every_button_is_known():
    assert {*HANDLED, *ANSWERS} <= known_words.VERBS


def test_every_reason_to_be_turned_away_is_known():
    assert set(Reason) == known_words.TURNED_AWAY


def test_every_gesture_is_known():
    assert {kind.__name__ for kind in Gesture.__args__} <= known_words.DOING


def test_every_job_is_known():
    named = {
        call.args[0].value
        for _, call in calls("Loop")
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    assert {"outbox", "clocks", "tidying"} <= named <= known_words.JOBS


def test_every_label_is_a_known_word():
    words = {*figures.TURNS, *figures.MAILS, *figures.DECISIONS}
    assert words <= known_words.OUTCOMES
    assert set(figures.DECISIONS) == set(Decision)


def test_no_label_could_name_anybody():
    labels = {"outcome", "decision", "status", "kind", "job", "le"}
    metrics = figures.Metrics()
    metrics.outbox_delivered.labels(kind="mail", outcome="delivered").inc()
    assert isinstance(metrics.registry, CollectorRegistry)
    rows = [row for family in metrics.registry.collect() for row in family.samples]
    assert {label for row in rows for label in row.labels} == labels
    assert len(rows) < 100


def test_what_is_wrapped_is_still_there():
    """The wrapper passes arguments on by name; a changed signature must change it too."""
    assert {"now", "token", "decision", "unit"} <= set(Consents.decide.__annotations__)
