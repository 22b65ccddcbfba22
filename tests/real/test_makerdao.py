"""MakerDAO's Content Production unit: what the check says, held against what a careful reader found."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.real.fields import HERE, company, loaded
from tests.real.holding import DAYS, FOLDERS, checked, lines, matching, plan, told
from tests.real.makerdao import converted

from truenorth.plan import text
from truenorth.plan.entity import data
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.records import read
from truenorth.records.agree import agreements
from truenorth.reports.diff import compared
from truenorth.services import agree
from truenorth.services.agree import Who

pytestmark = pytest.mark.real
NAME, DAY = "makerdao", DAYS["makerdao"]
LINES = lines(NAME)
FOUND = [line for line in LINES if "rule" in line]
ON = date(2021, 12, 15)
IN_EACH_VERSION = ["2021-06-15", "2021-09-15", "2021-12-15"]


@pytest.mark.parametrize("line", FOUND, ids=lambda line: f"{line['line']}-{line['as_of']}")
def test_a_finding_says_the_line_with_its_figures(line: dict[str, Any]) -> None:
    findings = checked(NAME, line["as_of"]).findings

    found = matching(line, findings)

    assert found, "\n".join(f"{f.at} {f.says}" for f in findings if f.rule == line["rule"])
    assert [figure for figure in line.get("without", []) if figure in found[0].says] == []


def test_each_line_is_found_or_says_why_not() -> None:
    assert [line["line"] for line in LINES if not line.keys() & {"rule", "reason", "silent", "diff"}] == []
    assert sorted({line["line"] for line in LINES}) == [f"E{n:02}" for n in range(1, 13)]


@pytest.mark.parametrize("day", IN_EACH_VERSION)
def test_totals_that_differ_by_one_from_what_is_paid_and_lines_that_add_up_say_nothing(day: str) -> None:
    said = [told(f) for f in checked(NAME, day).findings if f.rule.startswith("COST")]

    assert said
    assert [text for text in said for figure in ("133,125", "133125", "201,201", "201201") if figure in text] == []
    assert [text for text in said if "add up to" in text and "%" not in text] == []


def test_three_versions_side_by_side_tell_the_total_and_what_it_comes_to_a_month() -> None:
    text = "\n".join(compared(plan(NAME), ["budget:V1", "budget:V2", "budget:V3"]))

    assert "total: 133,124 -> 201,200 -> 424,944" in text
    assert "per month: 44,375 -> 67,067 -> 70,824" in text


@pytest.mark.parametrize("day", IN_EACH_VERSION)
def test_no_finding_is_an_error(day: str) -> None:
    assert [f.says for f in checked(NAME, day).findings if f.severity == "error"] == []


def test_what_has_no_place_in_the_kinds_is_listed() -> None:
    _, left = converted(loaded(company(FOLDERS[NAME]) / "plan.yaml"))

    assert left == {field: row["count"] for field, row in loaded(HERE / "left_out.yaml")[NAME].items()}


def test_each_budget_is_an_agreed_version_and_the_next_one_tells_what_changed_since(tmp_path: Path) -> None:
    folder, said = tmp_path / "plan", []
    for key in ("V1", "V2", "V3"):
        text.write(of_version(key), folder)
        (folder / "truenorth.yaml").write_text("schema: 1\nrules: {FIT01: {off: true}}\n")
        room = agree.looked_at(folder, ON).room
        said.append([line.says for part in room.drift for line in part.lines if line.ref == "budget:unit"])
        everybody_agrees(folder)

    amounts = [[one for one in lines_ if "amount" in one or "a month" in one] for lines_ in said]
    assert amounts == [
        [],
        [
            "amount is 201,200 now, 51 % more; 133,124 was agreed",
            "it comes to 67,067 a month now; 44,375 a month was agreed",
        ],
        [
            "amount is 424,944 now, 111 % more; 201,200 was agreed",
            "it comes to 70,824 a month now; 67,067 a month was agreed",
        ],
    ]
    assert len(agreements(read(folder).agreed)) == 3


def of_version(key: str) -> Plan:
    """The plan as it stood with one of its budgets: the same unit, and the budget that it had then."""
    whole = plan(NAME)
    others = {ref: None for ref in whole.entities if ref.startswith(("budget:", "activity:", "program:", "role:"))}
    budget = {**data(whole.entities[f"budget:{key}"]), "replaces": None}
    unit = entity("budget:unit", {name: value for name, value in budget.items() if value is not None})
    return whole.changed({**others, "budget:unit": unit})


def everybody_agrees(folder: Path) -> None:
    cmo, business, mops = (Who(party, "", party, ON) for party in ("cmo", "business", "mops"))
    verdict = {"says": "can be done", "exception": "the unit was small"}
    first = (agree.put_up(cmo), agree.judge(mops, verdict), agree.see(cmo), agree.see(business))
    agree.said(folder, ON, *first, agree.agree(cmo), agree.agree(business))
