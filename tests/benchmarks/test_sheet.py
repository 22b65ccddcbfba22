"""What the benchmark of sheets and data measures on, and how it tells what is missed."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import ours_sheet, peoples, sheet, theirs_sheet, touches
from benchmarks.generate import write
from benchmarks.run import replaced

from truenorth.plan import KINDS


def test_the_same_seed_gives_the_same_log_and_another_seed_another(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("same", 7), ("other", 8)):
        touches.write(tmp_path / name, 500, seed)

    one, same, other = ((tmp_path / name).read_text(encoding="utf-8") for name in ("one", "same", "other"))
    assert one == same
    assert one != other
    assert one.count("\n") == 501


def test_what_is_wrong_in_the_log_is_what_is_refused(tmp_path: Path) -> None:
    faults = touches.write(tmp_path / "touches.csv", 3000)
    found = ours_sheet.touches(tmp_path)

    assert found["refused: has no date"] == faults.no_time > 0
    assert found["refused: has no person"] == faults.no_person > 0
    assert found["refused: has a date that is none"] == faults.no_date > 0
    assert found["kept"] == 3000 - faults.no_time - faults.no_person - faults.no_date


def test_the_list_that_somebody_keeps_is_guessed_whole(tmp_path: Path) -> None:
    plan = write(tmp_path / "plan", 60)
    peoples.write(plan, tmp_path / "people.xlsx")
    programs = {activity.program for activity in plan.all(KINDS["activity"]) if activity.program}  # type: ignore[attr-defined]

    assert ours_sheet.peoples(tmp_path)["items"] == 60 + len(programs)


def test_both_come_to_the_plan_that_the_workbook_was_made_of(tmp_path: Path) -> None:
    plan = write(tmp_path / "plan", 60)
    ours_sheet.export(tmp_path)
    ours, theirs = ours_sheet.take(tmp_path), theirs_sheet.take(tmp_path)

    assert ours["plan"] == theirs["plan"] == ours_sheet.told(plan)["plan"]
    assert ours["items"] == theirs["items"] == len(plan)


def test_the_workbook_of_the_rival_says_the_same(tmp_path: Path) -> None:
    plan = write(tmp_path / "plan", 60)
    theirs_sheet.export(tmp_path)
    (tmp_path / "theirs.xlsx").rename(tmp_path / "plan.xlsx")

    assert ours_sheet.take(tmp_path)["plan"] == ours_sheet.told(plan)["plan"]


def test_the_rival_refuses_the_same_touches(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    touches.write(tmp_path / "touches.csv", 3000)
    apart = ("seconds", "memory")
    ours, theirs = (
        {name: value for name, value in module.touches(tmp_path).items() if name not in apart}
        for module in (ours_sheet, theirs_sheet)
    )

    assert ours == theirs


def test_a_bar_that_is_missed_and_work_that_differs_are_told() -> None:
    quick = {"seconds": 1.0, "memory": 100.0, "apply": 1.0, "again": 1.0, "check": 1.0, "items": 7.0}
    found = {job: (dict(quick), dict(quick) if job in sheet.RIVALS else {}) for job in sheet.JOBS}
    assert [*sheet._missed(found), *sheet._disagreeing(found)] == []

    found["export"][0]["seconds"] = 3.25
    found["touches"][0]["memory"] = 501.0
    found["take"][1]["items"] = 6.0
    assert [*sheet._missed(found), *sheet._disagreeing(found)] == [
        "Missed: 10,000 activities and the rest of their plan into a workbook: 3.25 s, and it may be 3 s.",
        "Missed: 1,000,000 touches loaded: 501 MB, and it may be 500 MB.",
        "take: 'items' is 7.0 for Truenorth and 6.0 for openpyxl.",
    ]


def test_a_table_is_put_between_its_own_marks() -> None:
    text = "a\n<!-- plan -->\nold\n<!-- end of plan -->\nb\n<!-- sheet -->\n<!-- end of sheet -->\n"

    assert replaced(text, "plan", "new") == text.replace("old\n", "\nnew\n\n")
    with pytest.raises(ValueError, match="no section 'facts'"):
        replaced(text, "facts", "new")
