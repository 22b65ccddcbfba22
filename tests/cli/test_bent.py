"""Acme bent has what its README says, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from truenorth.services.check import judge

EXAMPLES = Path(__file__).parents[2] / "examples"

BENT = EXAMPLES / "acme-bent"
ROW = re.compile(r"^\| (?P<what>.+) \| `(?P<id>[^`]+)` \| (?P<says>.+) \|$", re.MULTILINE)


def test_what_was_bent_is_found_in_these_words_and_nothing_else_is() -> None:
    planted = {row["id"]: row["says"] for row in ROW.finditer((BENT / "README.md").read_text("utf-8"))}

    found = {one.id: one.says for one in judge(BENT, date(2027, 1, 11)).findings}

    assert found == planted


def test_its_faults_are_of_different_families_and_most_are_contradictions() -> None:
    findings = judge(BENT, date(2027, 1, 11)).findings

    assert len({one.rule.rstrip("0123456789") for one in findings}) == 8
    assert [one.severity for one in findings if one.kind == "contradiction"] == ["error"] * 7
