"""Bad input ends with 2, is said in words with its place and its mend, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Held = Callable[[Path], dict[str, bytes]]

FILES = {
    "a wrong cell": ("activity.csv", "key,name,start\na,One,2027-02-31\n", "activity.csv:2: a start: ", "2027-02-28"),
    "a wrong field": ("goal.yaml", "a: {nmae: One}\n", "goal.yaml:1: a nmae: ", "did you mean 'name'"),
    "a wrong choice": ("goal.yaml", "a:\n  status: plannd\n", "goal.yaml:2: a status: ", "did you mean 'planned'"),
    "half a bracket": ("goal.yaml", "a: {name: [}\n", "goal.yaml:1: is not YAML", ""),
    "a list for items": ("goal.yaml", "- a\n- b\n", "goal.yaml:1: item 1: must hold a key or a name", ""),
    "a key twice": ("goal.yaml", "a: {}\na: {}\n", "goal.yaml:2: ", "is there twice: keep one"),
    "a file of no kind": ("goals.yaml", "a: {}\n", "goals.yaml: ", "did you mean goal?"),
    "no column key": ("activity.csv", "title\nOne\n", "activity.csv:1: ", "one of them 'key' or 'name'"),
    "a quote left open": ("activity.csv", 'key,name\na,"One\n', "activity.csv:", "is a quote left open?"),
    "not UTF-8": ("goal.yaml", b"a: {name: \xff}\n", "goal.yaml:1: is not UTF-8 text", "save the file as UTF-8"),
    "a long key": (
        "goal.yaml",
        f"{'k' * 1100}: {{}}\n",
        "goal.yaml:1: 'kkk",
        "1,100 characters long: a key has at most 120",
    ),
    "a reference": ("goal.yaml", "a: &x {}\nb: *x\n", "goal.yaml:2: ", "write the value out"),
    "nothing": ("notes.md", "# Notes\n", "", "holds no plan: no file such as activity.yaml"),
    "wrong records": ("records/decision.yaml", "decision: [{finding: x}]\n", "records/decision.yaml: entry 1", ""),
}


@pytest.mark.parametrize("case", FILES, ids=str)
@pytest.mark.parametrize("command", [["check"], ["plan", "show"]], ids=" ".join)
def test_what_cannot_be_read_is_named_with_its_place_and_its_mend(
    case: str, command: list[str], run: Run, tmp_path: Path, held: Held
) -> None:
    name, body, place, mend = FILES[case]
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(body if isinstance(body, bytes) else body.encode())
    if name.startswith("records"):
        (tmp_path / "goal.yaml").write_text("a: {}\n", "utf-8")
    before = held(tmp_path)

    ran = run(*command, tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.removeprefix(f"{tmp_path}: ").startswith(place)
    assert mend in ran.err
    assert "Traceback" not in ran.err
    assert held(tmp_path) == before


def test_a_folder_that_is_not_there_or_is_a_file(run: Run, acme: Path) -> None:
    ran = run("check", acme / "nowhere")
    assert (ran.code, "there is no such folder; `truenorth plan init FOLDER` makes one" in ran.err) == (2, True)
    ran = run("check", acme / "activity.yaml")
    assert (ran.code, f"is a file; name the folder it is in: {acme}" in ran.err) == (2, True)
    ran = run("plan", "init", acme / "activity.yaml")
    assert (ran.code, "is a file: name a folder" in ran.err) == (2, True)


def test_a_file_of_65_mb_is_refused_before_it_is_read(run: Run, acme: Path) -> None:
    with (acme / "content.csv").open("wb") as file:
        file.truncate(65 * 2**20)

    ran = run("check", acme)

    assert ran.code == 2
    assert "content.csv: is over 64 MB" in ran.err


def test_a_folder_where_a_file_should_be(run: Run, acme: Path) -> None:
    (acme / "tool.yml").mkdir()

    ran = run("check", acme)

    assert (ran.code, "tool.yml: is not a file" in ran.err) == (2, True)


def test_very_many_faults_are_counted(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"a{n},2027-{n % 50 + 13}-01\n" for n in range(500))
    (tmp_path / "activity.csv").write_text("key,start\n" + rows, "utf-8")

    ran = run("check", tmp_path)

    assert ran.code == 2
    assert len(ran.err.splitlines()) <= 21


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["set", "spring-letter", "end=2027-04-31"], "April 2027 has 30 days; did you mean 2027-04-30?"),
        (["set", "spring-letter", "ownr=x"], "did you mean 'owner'?"),
        (["set", "spring-letter", "cost=cheap"], "'cheap' is not an amount of money: write 1200"),
        (["set", "spring-letter", "cost"], "say which fields, and their values"),
        (["set", "spring-letter"], "say which fields, and their values"),
        (["set"], "name the item before its fields"),
        (["set", "spring-letter", "cost=3000"], "nothing to change"),
        (["set", "activty:x", "name=x", "--new"], "there is no kind 'activty'; did you mean 'activity'?"),
        (["set", "activity:a b", "name=x", "--new"], "is not a key"),
        (["set", "activity:spring-letter", "name=x", "--new"], "is in the plan already"),
        (["rename", "spring-letter", "open-house"], "activity:open-house is there already: choose another key"),
        (["rename", "spring-letter", "a b"], "is not a key"),
        (["rename", "spring-letter", "spring-letter"], "is its key already"),
        (["diff", "spring-letter"], "name two folders that are there, or a folder and two of its items"),
        (["diff", "spring-letter", "mailer"], "only items of one kind can be set side by side"),
        (["undo"], "there is nothing to take back"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_change_that_cannot_be_made_changes_nothing(
    words: list[str], says: str, run: Run, acme: Path, held: Held
) -> None:
    before = held(acme)

    ran = run("plan", words[0], acme, *words[1:])

    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert held(acme) == before


def test_an_unknown_option_or_command_ends_with_2_and_a_hint(run: Run) -> None:
    ran = run("check", "--rul", "x")
    assert (ran.code, "--rule" in ran.err) == (2, True)
    ran = run("chek")
    assert (ran.code, "Did you mean 'check'?" in ran.err) == (2, True)
    ran = run("check", "--format", "pdf")
    assert ran.code == 2


def test_a_wrong_rule_gets_a_hint(run: Run, acme: Path) -> None:
    ran = run("check", acme, "--rule", "TOL02")

    assert (ran.code, "there is no rule TOL02; did you mean TOOL02" in ran.err) == (2, True)


def test_a_plan_that_may_not_be_written_is_left_alone(process: Run, acme: Path, held: Held) -> None:
    (acme / ".truenorth-lock").mkdir()  # in the way, as a folder without write permission is
    before = held(acme)

    ran = process("plan", "set", acme, "spring-letter", "cost=1")

    assert ran.code == 2
    assert ran.err.endswith("; nothing was changed\n")
    assert held(acme) == before
    assert process("plan", "show", acme).code == 0
