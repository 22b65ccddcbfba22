"""Records as files beside the plan: they come back the same, follow a new key, and say what is wrong in them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from truenorth.plan.swap import PENDING, swap
from truenorth.plan.text import Faults
from truenorth.plan.values import quantity
from truenorth.records import Answer, AtStake, Change, Decision, Estimate, Known, Records, Seen, read, renamed, written

EVERYTHING = Records(
    decisions=(
        Decision(
            finding="TOOL02@tool:mailer#emails-2027-03",
            state="accepted",
            until=date(2027, 3, 31),
            owner="head-of-marketing",
            reason="A second mailer is on its way: [see] 'note'; by = us?",
            by="demand-lead",
            party="mops",
            on=date(2027, 1, 11),
        ),
        Decision(finding="GOAL01@activity:fair", state="acknowledged", note="We know.\nReally."),
    ),
    answers=(Answer(about="goal:grow", field="weight", value="60 %"),),
    seen=(Seen(about="0f3a", by="managing-director"),),
    estimates=(Estimate(about="objective:pipeline", field="target", value=quantity("20..40")),),
    changes=(
        Change(
            at=datetime(2027, 1, 11, 9, 30, tzinfo=UTC),
            why="set",
            edits=[{"ref": "role:designer", "before": {"filled": "1", "note": "no"}, "after": None}],
        ),
    ),
    baseline=(
        Known(id="AUD01@persona#no-evidence", severity="info", gathers=["AUD01@persona:a", "AUD01@persona:b"]),
        Known(id="AUD01@persona:office-manager"),
        Known(id="TOOL02@tool:crm", severity="warning", at_stake=AtStake(money=5225.5, hours=35)),
    ),
)


def faults(folder: Path, name: str, said: str) -> list[str]:
    (folder / "records").mkdir()
    (folder / "records" / name).write_text(said)
    with pytest.raises(Faults) as refused:
        read(folder)
    return [str(fault) for fault in refused.value.faults]


def test_records_come_back_as_they_were(tmp_path: Path) -> None:
    swap(tmp_path, written(EVERYTHING, Records()))

    assert read(tmp_path) == EVERYTHING


def test_only_what_differs_is_written_and_what_is_empty_has_no_file(tmp_path: Path) -> None:
    less = Records(decisions=EVERYTHING.decisions, answers=(), seen=EVERYTHING.seen, baseline=EVERYTHING.baseline)

    assert set(written(less, EVERYTHING)) == {"records/answer.yaml", "records/estimate.yaml", "records/change.yaml"}
    assert set(written(less, EVERYTHING).values()) == {None}
    assert written(EVERYTHING, EVERYTHING) == {}


def test_a_folder_without_records_has_none(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "decision.yaml").write_text("")
    (tmp_path / "records" / "baseline.yaml").write_text("baseline:\n")

    assert read(tmp_path) == read(tmp_path / "nowhere") == Records()


def test_records_of_a_change_that_was_cut_short_are_read_as_written(tmp_path: Path) -> None:
    (tmp_path / PENDING).mkdir()
    (tmp_path / PENDING / "0.new").write_text("baseline: [A]\n")
    (tmp_path / PENDING / "ready.json").write_text('{"records/baseline.yaml": "0.new"}')

    assert read(tmp_path).known == {"A"}


@pytest.mark.parametrize(
    ("name", "said", "wrong"),
    [
        ("decision", "[{finding: A, state: waived}]", ": entry 1 state: 'waived' is not one of 'acknowledged' or"),
        ("decision", "[{state: acknowledged}]", ": entry 1 finding: is not given, and cannot be left out here"),
        ("decision", "[{finding: A, state: accepted}]", ": entry 1: is accepted without until and owner and reason"),
        ("decision", "[{finding: A, state: acknowledged, untl: x}]", ": entry 1 untl: there is no such field here"),
        ("decision", "[A]", ": entry 1: expected a value with fields"),
        ("change", "[{at: noon}]", ": entry 1 at: 'noon' is not a moment such as 2027-03-31T09:30:00Z"),
        (
            "decision",
            "[{finding: A, state: acknowledged, on: soon}]",
            ": entry 1 on: 'soon' is not a day such as 2027-03-31",
        ),
        ("decision", "[{finding: A, state: acknowledged, on: {a: b}}]", ": entry 1 on: expected a day such as"),
        ("decision", "{finding: A}", ": must hold a list under 'decision:'"),
        ("decision", "[\n", ":2: is not YAML: did not find"),
        ("answer", "[&a {about: x}, *a]", ":1: is not YAML: *a refers to another place"),
        ("baseline", "[A, {severity: error}]", ": entry 2 id: is not given, and cannot be left out here"),
        ("baseline", "[{id: A, at_stake: {money: much}}]", ": entry 1 at_stake.money: 'much' is not a number"),
    ],
)
def test_what_is_wrong_in_records_is_said_with_its_place(tmp_path: Path, name: str, said: str, wrong: str) -> None:
    (found,) = faults(tmp_path, f"{name}.yaml", f"{name}: {said}")

    assert found.startswith(f"records/{name}.yaml{wrong}")


def test_a_list_under_another_name_is_not_passed_over(tmp_path: Path) -> None:
    assert faults(tmp_path, "decision.yaml", "decisions: []") == [
        "records/decision.yaml: must hold a list under 'decision:'"
    ]


def test_a_file_where_the_folder_of_the_records_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("my notes", "utf-8")

    with pytest.raises(Faults, match="records: is a file, and a folder is kept under this name"):
        read(tmp_path)


def test_records_follow_a_new_key() -> None:
    records = Records(
        decisions=tuple(
            Decision(finding=ident, state="acknowledged")
            for ident in ("TOOL02@tool:mail#emails", "TOOL02@tool:mailer", "TOOL02@tool:mail.x", "X@a:b#tool:mail")
        ),
        answers=(Answer(about="tool:mail", field="cost", value="1"),),
        seen=(Seen(about="tool:mail"),),
        estimates=(Estimate(about="supertool:mail", value=quantity("1")),),
        baseline=(Known(id="TOOL01@tool:mail"), Known(id="X@tool#y", gathers=["X@tool:mail", "X@tool:x"])),
    )

    after = renamed(records, "tool:mail", "tool:post")

    assert [one.finding for one in after.decisions] == [
        "TOOL02@tool:post#emails",
        "TOOL02@tool:mailer",
        "TOOL02@tool:mail.x",
        "X@a:b#tool:post",
    ]
    assert [after.answers[0].about, after.seen[0].about, after.estimates[0].about] == [
        "tool:post",
        "tool:post",
        "supertool:mail",
    ]
    assert after.known == {"TOOL01@tool:post", "X@tool:post", "X@tool:x"}
