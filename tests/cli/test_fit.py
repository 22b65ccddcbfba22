"""`truenorth check`: the verdict, ways out taken and taken back, questions answered, why a date, and the slide."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_stopped import CUT_SHORT

from truenorth.plan import text
from truenorth.rules import RULES
from truenorth.rules.case import Case

Run = Callable[..., Any]
Held = Callable[[Path], dict[str, bytes]]
ON = ("--as-of", "2027-01-11")
QUICK = (*ON, "--repairs", "0")
HIDE = """
import importlib.util
known = importlib.util.find_spec
hidden = ("ortools", "scipy", "numpy")
importlib.util.find_spec = lambda name, package=None: None if name in hidden else known(name, package)
from truenorth.cli import main
main()
"""


@pytest.fixture
def tight(acme: Path) -> Path:
    """Acme, with a stand that leaves the open house too little time."""
    text = (acme / "activity.yaml").read_text("utf-8")
    text = text.replace("  after: [spring-letter]\n", "  after: [{activity: stand, lag: 15 working days}]\n")
    text = text.replace("  start: 2027-04-01\n", "").replace("  in_market: 2027-04-22\n", "")
    stand = (
        "stand:\n  name: Stand\n  program: launch\n  team: demand\n  owner: demand-lead\n"
        "  start: 2027-04-01\n  end: 2027-04-09\n  effort: {events: 20}\n"
    )
    (acme / "activity.yaml").write_text(text + stand, "utf-8")
    return acme


def test_a_plan_that_does_not_fit_begins_with_its_statements_and_ends_with_1(run: Run, tight: Path) -> None:
    ran = run("check", tight, *QUICK)

    lines = ran.out.splitlines()
    assert ran.code == 1
    assert lines[2] == "These six statements can't all be true. Remove any one and the plan fits."
    assert sum(line.startswith("  ") and ". " in line[:6] for line in lines[3:12]) == 5
    assert "     and 1 more statement" in lines


def test_the_json_holds_the_verdict_and_json_is_a_format(run: Run, tight: Path) -> None:
    made = json.loads(run("check", tight, *QUICK, "--json").out)

    assert made == json.loads(run("check", tight, *QUICK, "--format", "json").out)
    assert made["verdict"]["verdict"] == "does not fit"
    assert len(made["verdict"]["conflicts"][0]["statements"]) == 6
    assert [one["rule"] for one in made["findings"] if one["rule"] == "FIT01"] == ["FIT01"]


def test_a_way_out_is_shown_first_then_made_turns_the_verdict_green_and_is_taken_back(
    run: Run, tight: Path, held: Held
) -> None:
    before = held(tight)
    shown = run("check", tight, *ON, "--repairs", "1", "--apply", "1")
    assert "Nothing was written: say --yes to do it." in shown.err
    assert held(tight) == before

    ran = run("check", tight, *ON, "--repairs", "1", "--apply", "1", "--yes")

    assert "Done. To take it back: truenorth plan undo" in ran.err
    assert ran.out.splitlines()[2].startswith("It fits")
    assert run("plan", "undo", tight).code == 0
    assert run("check", tight, *QUICK).out.splitlines()[2].startswith("These six statements")


def test_a_way_out_that_there_is_not_is_refused(run: Run, acme: Path) -> None:
    ran = run("check", acme, *QUICK, "--apply", "1")

    assert ran.code == 2
    assert ran.err.startswith("there is no way out to take: it fits; the tightest is ")


def test_an_answer_needs_a_question_that_is_asked(run: Run, acme: Path) -> None:
    ran = run("check", acme, *QUICK, "--answer", "9=30")

    assert ran.code == 2
    assert ran.err.startswith("'9=30' answers no question: write NUMBER=VALUE, such as 1=30")


def test_an_answer_goes_into_the_plan(run: Run, acme: Path) -> None:
    with (acme / "activity.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "landing-page:\n  name: Landing page\n  program: launch\n  team: demand\n  owner: demand-lead\n"
            "  start: 2027-02-01\n  end: 2027-02-26\n"
        )
    asked = json.loads(run("check", acme, *QUICK, "--json").out)["verdict"]["questions"]
    number = next(n for n, one in enumerate(asked, 1) if one["ref"] == "activity:landing-page")

    ran = run("check", acme, *QUICK, "--answer", f"{number}=copy=12; design=4", "--yes")

    assert "Done." in ran.err
    assert "landing-page" not in json.dumps(
        json.loads(run("check", acme, *QUICK, "--json").out)["verdict"]["questions"]
    )
    assert "copy" in (acme / "activity.yaml").read_text("utf-8").partition("landing-page:")[2]


def test_an_answer_that_is_cut_short_leaves_the_plan_as_it_was_or_as_it_is_answered(acme: Path) -> None:
    with (acme / "activity.yaml").open("a", encoding="utf-8") as file:
        file.write("page:\n  name: Landing page\n  team: demand\n  due: 2027-02-26\n")
    answer = ("check", acme, *QUICK, "--answer", "1=copy=12; design=4", "--yes")
    was = text.read(acme).fingerprint
    seen = []
    for left in range(6):
        folder = Path(shutil.copytree(acme, acme.parent / f"cut-{left}"))
        command = [sys.executable, "-c", CUT_SHORT, str(left), "SIGKILL", answer[0], folder, *answer[2:]]
        ended = subprocess.run(list(map(str, command)), capture_output=True, check=False).returncode
        seen.append((ended, text.read(folder).fingerprint))

    whole = seen[-1][1]
    assert seen[-1][0] in (0, 1)
    assert whole != was
    assert {ended for ended, _ in seen} >= {-9}
    assert {after for _, after in seen} == {was, whole}


def test_why_an_item_is_when_it_is_is_a_sentence(run: Run, acme: Path) -> None:
    ran = run("check", acme, *QUICK, "--why", "open house")

    assert ran.code == 0
    assert " ".join(ran.out.split()) == (
        'Open house runs from 1 April to 30 April: it may not begin before 1 April ("Open house does not start'
        ' before 1 April"); a day later is too late, as it has to be over by then ("Open house is over by 30 April").'
    )
    assert run("check", acme, *QUICK, "--why", "closed house").code == 2


def test_the_room_sees_one_slide(run: Run, tight: Path, tmp_path: Path) -> None:
    ran = run("check", "room", tight, *QUICK)

    assert ran.code == 1
    assert ran.out.splitlines()[0] == "Acme Desks, as of 2027-01-11"
    assert "Alignment index" not in ran.out
    for name, begins in (("slide.html", b"<!doctype html>"), ("slide.pdf", b"%PDF")):
        assert run("check", "room", tight, *QUICK, "--out", tmp_path / name).code == 1
        assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_folder_that_is_called_room_can_be_checked(run: Run, acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acme.rename(acme.parent / "room")
    monkeypatch.chdir(acme.parent)

    assert "Alignment index" in run("check", "room", *QUICK).out
    assert "Alignment index" not in run("check", "room", "room", *QUICK).out
    assert run("check", "room", "room", "room", *QUICK).code == 2


def test_without_the_extra_a_line_says_how_to_get_the_verdict_and_all_else_goes_on(acme: Path) -> None:
    command = [sys.executable, "-c", HIDE, "check", str(acme), *ON]

    ran = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ran.returncode == 0
    assert ran.stderr == 'To learn whether it all fits: pip install "truenorth[fit]"\n'
    assert ran.stdout.splitlines() == [
        "Acme Desks, as of 2027-01-11",
        "At stake: nothing of EUR 66,075",
        "Alignment index: 100 of 100 (agreement 100, cooperation 100)",
        "",
        "Nothing is out of line.",
        "",
    ]


def test_switched_off_there_is_no_verdict(run: Run, tight: Path) -> None:
    (tight / "truenorth.yaml").write_text("rules:\n  FIT01: {off: true}\n", "utf-8")

    ran = run("check", tight, *QUICK)

    assert "can't all be true" not in ran.out
    assert run("check", "room", tight, *QUICK).err == (
        "whether it all fits was not asked: FIT01 is switched off in truenorth.yaml\n"
    )


@pytest.mark.rules_may_fail
@pytest.mark.parametrize("code", ["FIT01", "STORY01"])
def test_where_truenorth_itself_fails_it_ends_with_3(
    code: str, run: Run, tight: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(case: Case, *_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setitem(RULES, code, replace(RULES[code], judge=judge))
    words = [("room", tight), (tight, "--why", "open house"), (tight, "--apply", "1")]

    ended = [run("check", *some, *QUICK) for some in (words if code == "FIT01" else words[:1])]

    assert {ran.code for ran in ended} == {3}
    assert ["ZeroDivisionError: division by zero" in ran.err for ran in ended] == [True] * len(ended)
