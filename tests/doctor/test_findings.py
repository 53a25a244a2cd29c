"""A check that fails, hangs or speaks of secrets harms no other; all is told in order."""

import asyncio
import json

from deployment.doctor.findings import Check, bad, doubtful, examine, good
from deployment.doctor.listing import as_json, as_lines, is_well


async def _hang():
    await asyncio.Event().wait()


async def _fail():
    try:
        raise OSError("postgresql://cpor:canary-77@db")
    except OSError as inner:
        raise RuntimeError("canary-78") from inner


async def _well():
    return good("third", "is well")


async def test_a_check_that_fails_or_hangs_stops_no_other():
    checks = [
        Check("first", _fail, "Mend the first."),
        Check("second", _hang, "Mend the second.", seconds=0.01),
        Check("third", _well, ""),
    ]
    assert await examine(checks) == [
        bad("first", "failed (OSError)", "Mend the first."),
        bad("second", "no answer within 0.01 seconds", "Mend the second."),
        good("third", "is well"),
    ]


async def test_what_an_error_says_is_never_told():
    told = as_lines(await examine([Check("first", _fail, "Mend it.")]))
    assert "canary" not in told


def test_each_line_begins_with_its_sign_and_ends_with_what_to_do():
    found = [good("a", "is well"), doubtful("b", "is odd", "Look."), bad("c", "is broken", "Mend.")]
    assert as_lines(found).splitlines() == [
        "✓ a: is well",
        "▲ b: is odd. Look.",
        "✕ c: is broken. Mend.",
        "",
        "3 looked at, 1 to mend (✕), 1 to think about (▲).",
    ]


def test_only_what_is_bad_makes_it_unwell():
    assert is_well([good("a", ""), doubtful("b", "", "")])
    assert not is_well([good("a", ""), bad("b", "", "")])


def test_a_machine_reads_the_same():
    body = json.loads(as_json([bad("c", "is broken", "Mend.")]))
    row = {"check": "c", "state": "bad", "said": "is broken", "mend": "Mend."}
    assert body == {"well": False, "checks": [row]}
