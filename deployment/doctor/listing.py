"""Writes what was found for a person, or for a machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from deployment.doctor.findings import Finding, State

_SIGNS = {State.GOOD: "✓", State.DOUBTFUL: "▲", State.BAD: "✕"}


def is_well(found: Sequence[Finding]) -> bool:
    """Say whether nothing must be mended."""
    return all(finding.state is not State.BAD for finding in found)


def as_lines(found: Sequence[Finding]) -> str:
    """Write a line for each finding, and how many there are of each kind at the end."""
    lines = [_line(finding) for finding in found]
    return "\n".join([*lines, "", _sum(found), ""])


def _line(finding: Finding) -> str:
    mend = f". {finding.mend}" if finding.mend else ""
    return f"{_SIGNS[finding.state]} {finding.check}: {finding.said}{mend}"


def _sum(found: Sequence[Finding]) -> str:
    to_mend = sum(finding.state is State.BAD for finding in found)
    to_see = sum(finding.state is State.DOUBTFUL for finding in found)
    return f"{len(found)} looked at, {to_mend} to mend (✕), {to_see} to think about (▲)."


def as_json(found: Sequence[Finding]) -> str:
    """Write the same for a machine."""
    body = {"well": is_well(found), "checks": [asdict(finding) for finding in found]}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
