"""Sourcegraph's plan of FY22: what the check says, held against what a careful reader found."""

from __future__ import annotations

from typing import Any

import pytest
from tests.real.fields import HERE, company, loaded, same_pairs
from tests.real.holding import DAYS, checked, lines, matching
from tests.real.sourcegraph import converted

pytestmark = pytest.mark.real
NAME, DAY = "sourcegraph", DAYS["sourcegraph"]
LINES = lines(NAME)
FOUND = [line for line in LINES if "rule" in line]


@pytest.mark.parametrize("line", FOUND, ids=lambda line: f"{line['line']}-{line['at'][0] if line['at'] else 'plan'}")
def test_a_finding_says_the_line_with_its_figures(line: dict[str, Any]) -> None:
    findings = checked(NAME, line.get("as_of", DAY)).findings

    assert matching(line, findings), "\n".join(f"{f.at} {f.says}" for f in findings if f.rule == line["rule"])


def test_at_least_eighteen_certain_lines_are_found() -> None:
    certain = {line["line"] for line in LINES if line["certain"] is True}
    found = {line["line"] for line in FOUND} | {line["line"] for line in LINES if "index" in line}

    assert len(certain) == 25
    assert len(certain & found) >= 18


def test_each_line_is_found_or_says_why_not() -> None:
    assert [line["line"] for line in LINES if not line.keys() & {"rule", "reason", "index"}] == []
    assert sorted({line["line"] for line in LINES}) == [f"E{n:02}" for n in range(1, 27)]


def test_values_that_are_not_disclosed_are_not_counted_as_missing() -> None:
    hidden = {item.ref for item in checked(NAME, DAY).case.plan.entities.values() if _is_hidden(item)}
    asked = [f for f in checked(NAME, DAY).findings if f.rule == "GOAL04" and "target value" in f.says]

    assert len(hidden) == 102
    assert asked
    assert [ref for f in asked for ref in f.at if ref in hidden] == []


def _is_hidden(item: Any) -> bool:
    target = getattr(item, "target", None)
    return target is not None and target.hidden is not None


def test_a_plan_without_money_and_hours_has_no_index_and_no_budget_finding() -> None:
    result = checked(NAME, DAY)

    assert result.index.value is None
    assert [f.says for f in result.findings if f.rule.startswith("COST")] == []


@pytest.mark.parametrize("day", [DAY, "2022-10-07", "2024-06-25"])
def test_the_errors_are_those_that_a_careful_reader_accepts(day: str) -> None:
    accepted = {"TEAM03": ("role:R05", "program:P07")}  # the one seat that answers for customer marketing is open

    assert {f.rule: f.at for f in checked(NAME, day).findings if f.severity == "error"} == accepted


def test_what_has_no_place_in_the_kinds_is_listed() -> None:
    data = loaded(company(NAME) / "plan.yaml")
    _, left = converted(data, same_pairs(HERE / "sourcegraph_same_as.yaml"))

    assert left == {field: row["count"] for field, row in loaded(HERE / "left_out.yaml")[NAME].items()}
