"""What may leave is named, key by key and kind by kind; everything else stays."""

import asyncio
import json
import logging

import pytest
import structlog

from bot.observing import work
from bot.observing.allowed import KINDS, WITHHELD, kept
from bot.services.traces import trace_of
from tests.observing.log_lines import lines

CANARIES = (
    "canaria7x9q",
    "casey@fabrikam.example",
    "Casey Customer",
    "https://contoso.sharepoint.com/p.pdf?tempauth=abc",
    "Is Casey an admin?",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    "0a1b2c3d-0000-4000-8000-00000000dead.",
)


@pytest.mark.parametrize("key", sorted(KINDS))
@pytest.mark.parametrize("canary", CANARIES)
def test_no_key_lets_a_canary_through(key, canary):
    assert kept({key: canary}) == {key: WITHHELD}


@pytest.mark.parametrize("canary", CANARIES)
def test_an_unknown_key_is_dropped_and_counted(log, canary):
    structlog.get_logger().warning("claim.odd", **{"customer": canary, "claim": 7})
    (line,) = lines(log)
    assert (line["event"], line["claim"], line["dropped"]) == ("claim.odd", 7, 1)
    assert canary not in log.getvalue()


@pytest.mark.parametrize("canary", CANARIES)
def test_an_event_that_is_a_sentence_is_withheld(log, canary):
    structlog.get_logger().warning(f"could not read {canary}")
    assert [line["event"] for line in lines(log)] == [WITHHELD]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("error", "TimeoutError"),
        ("error", "invalid_client 7000215"),
        ("why", "mail refused"),
        ("why", "refused by the channel (403)"),
        ("why", "Graph answered 503 ErrorServerBusy"),
        ("why", "no answer from Graph: TimeoutError"),
        ("code", "MessageSizeTooBig"),
        ("route", "/api/v1/claims/{claim_id}/files/{file_id}"),
        ("route", "/consent/{token}"),
        ("route", "/"),
        ("route", "(none)"),
        ("verb", "submit_claim"),
        ("kind", "mail"),
        ("scope", "https://graph.microsoft.com/.default"),
        ("claim", 1001),
        ("seconds", 0.25),
    ],
)
def test_what_an_operator_needs_is_let_through(key, value):
    assert kept({key: value}) == {key: value}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("claim", True),
        ("claim", "1001"),
        ("why", "mail refused: Casey"),
        ("why", "Graph answered 400 Casey"),
        ("what_to_do", "Write to Casey"),
        ("route", "/consent/aB3dE5"),
        ("route", "/api/v1/claims/1001"),
        ("stack", "ValueError: casey@fabrikam.example"),
        ("stack", "ValueError\nCasey"),
        ("error", None),
        ("status", ["200"]),
    ],
)
def test_an_allowed_key_takes_its_own_kind_only(key, value):
    assert kept({key: value}) == {key: WITHHELD}


def failed():
    """Fail with a message, and because of another failure with a message."""
    try:
        raise ConnectionError("postgres://casey:canaria7x9q@db")
    except ConnectionError as error:
        raise ValueError("casey@fabrikam.example") from error


def test_an_exception_is_its_types_and_places(log):
    try:
        failed()
    except ValueError:
        structlog.get_logger().exception("job.failed", job="clocks")
    (line,) = lines(log)
    assert line["stack"].splitlines()[0] == "ConnectionError"
    assert "test_allowed.py" in line["stack"]
    assert "ValueError" in line["stack"].splitlines()
    assert "casey" not in log.getvalue()


def test_the_stack_of_a_real_failure_is_allowed():
    try:
        failed()
    except ValueError as error:
        stack = trace_of(error)
    assert kept({"stack": stack}) == {"stack": stack}


def test_a_line_carries_the_reference_of_its_work(log):
    with work.begun() as at_hand:
        structlog.get_logger().info("request", status=200)
        logging.getLogger("aiohttp.server").warning("Busy")
    structlog.get_logger().info("request", status=200)
    first, second, third = lines(log)
    assert first["reference"] == second["reference"] == at_hand.reference
    assert "reference" not in third


def test_a_librarys_fixed_text_is_shown_and_what_is_filled_in_is_not(log):
    logger, name = logging.getLogger("aiohttp.server"), "casey@fabrikam.example"
    logger.error("Error handling request from %s", name)
    logger.error(f"Error handling request from {name}")
    fixed, made_up = lines(log)
    assert fixed["text"] == "Error handling request from %s"
    assert made_up["text"] == WITHHELD
    assert made_up["at"].startswith("test_allowed.py:")
    assert "casey" not in log.getvalue()


def test_a_librarys_exception_is_its_types_and_places(log):
    try:
        failed()
    except ValueError:
        logging.getLogger("sqlalchemy").exception("Exception during reset")
    (line,) = lines(log)
    assert (line["event"], line["level"], line["logger"]) == ("library", "error", "sqlalchemy")
    assert "ConnectionError" in line["stack"]
    assert "casey" not in log.getvalue()


async def test_a_forgotten_tasks_exception_is_too(log):
    async def fail():
        failed()

    task = asyncio.ensure_future(fail())
    await asyncio.wait([task])
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": "casey", "exception": task.exception(), "task": task})
    (line,) = lines(log)
    assert (line["logger"], line["text"]) == ("asyncio", WITHHELD)
    assert "ValueError" in line["stack"]
    assert "casey" not in log.getvalue()


def test_on_a_local_run_the_same_is_said_for_people(capsys):
    import sys

    from bot.observing.logs import write_logs

    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    write_logs("INFO", for_people=True, stream=sys.stderr)
    structlog.get_logger().warning("mail.in_doubt", claim=7, to="casey@fabrikam.example")
    structlog.reset_defaults()
    root.handlers[:], root.level = before
    said = capsys.readouterr().err
    assert "mail.in_doubt" in said
    assert "claim=7" in said
    assert "casey" not in said
    with pytest.raises(json.JSONDecodeError):
        json.loads(said)
