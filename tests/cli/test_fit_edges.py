"""`truenorth check` of small plans at the edge: each has a clear answer at the top."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ortools")
pytest.importorskip("scipy")

Run = Callable[..., Any]
COMPANY = "one: {name: One, time_zone: Europe/Berlin}"
TEAM = "web: {name: Web}"
ROLE = "builder: {name: Builder, team: web, skills: [build], hours_per_week: 30, filled: 1}"
PAGE = "page: {name: Page, team: web, start: 2027-02-01, end: 2027-02-12, effort: {build: 20}}"
FORM = "\nform: {name: Form, team: web, start: 2027-02-01, end: 2027-02-12, after: [page]}"
NEVER = "These two statements can't both be true. Remove either and the plan fits."
THREE = "These three statements can't all be true. Remove any one and the plan fits."
FOUR = "These four statements can't all be true. Remove any one and the plan fits."

EDGES = {
    "no resources at all": (
        {"team": "", "role": ""},
        ["Fits as far as dates, lead times and tools go; no hours and no money are stated."],
    ),
    "a team with no hours": (
        {"role": ROLE.replace("30", "0")},
        [NEVER, "Web has nobody for build", "20 hours are needed and there are 0, 20 too few"],
    ),
    "a hundred thousand hours": (
        {"activity": PAGE.replace("20}", "100000}")},
        [NEVER, "Page is done in full: 100,000 hours of build", "100,000 hours are needed and there are 390"],
    ),
    "work that waits for itself": (
        {"activity": PAGE.replace("}}", "}, after: [form]}") + FORM},
        [
            "It cannot be worked out yet: one thing is to be put right first.",
            "Work waits for itself: Page waits for Form; Form waits for Page. Take one of these away.",
        ],
    ),
    "an end before the start": (
        {"activity": PAGE.replace("02-01", "02-15")},
        [THREE, "Page is over by 12 February", "Page does not start before 15 February"],
    ),
    "holidays that eat the window": (
        {"company": "one: {name: One, holidays: [2027-W05, 2027-W06]}"},
        [THREE, "Page would have to begin by 29 January", "from 30 January to 14 February is no working day"],
    ),
    "holidays that eat the year": (
        {"company": "one: {name: One, holidays: ['2027', '2028']}"},
        ["this calendar has no working days: check the company's weekend and holidays"],
    ),
}


def made(folder: Path, **files: str) -> Path:
    """A plan of one page, one team and one role, or what is given instead."""
    whole = {"company": COMPANY, "team": TEAM, "role": ROLE, "activity": PAGE, "truenorth": "schema: 1"} | files
    for name, content in whole.items():
        if content:
            (folder / f"{name}.yaml").write_text(content + "\n", "utf-8")
    return folder


def top(run: Run, folder: Path, day: str = "2027-01-11") -> str:
    """What is said of the verdict, in one line."""
    ran = run("check", folder, "--as-of", day, "--repairs", "0")
    return " ".join(ran.out.split("\nAt stake")[0].split())


@pytest.mark.parametrize("edge", EDGES)
def test_the_edge_has_a_clear_answer(edge: str, run: Run, tmp_path: Path) -> None:
    files, says = EDGES[edge]
    told = top(run, made(tmp_path, **files))

    assert [words for words in says if words not in told] == []


def test_the_53rd_week_of_a_year_has_its_own_hours(run: Run, tmp_path: Path) -> None:
    week = PAGE.replace("2027-02-01", "2026-W53").replace("2027-02-12", "2026-W53")
    fits = top(run, made(tmp_path, activity=week.replace("20}", "30}")), "2026-12-14")
    too_much = top(run, made(tmp_path, activity=week.replace("20}", "31}")), "2026-12-14")

    assert "Fits as far as dates, lead times, tools and hours go" in fits
    assert FOUR in too_much
    assert "Week 53, Web: build: 31 hours are needed and there are 30, 1 too few" in too_much


def test_the_night_on_which_clocks_change_takes_no_hours_of_work(run: Run, tmp_path: Path) -> None:
    for begins, ends, day in (("2027-03-26", "2027-03-29", "2027-03-15"), ("2027-10-29", "2027-11-01", "2027-10-18")):
        page = PAGE.replace("2027-02-01", begins).replace("2027-02-12", ends).replace("20}", "10}")
        told = top(run, made(tmp_path, activity=page), day)

        assert "Fits as far as dates, lead times, tools and hours go" in told
        assert "Still fits with 85 %" in told


@pytest.mark.skipif(sys.platform == "win32", reason="signals of this sort are not known there")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_check_that_is_killed_leaves_the_plan_as_it_was(how: signal.Signals, tmp_path: Path) -> None:
    made(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    words = [sys.executable, "-m", "truenorth", "check", str(tmp_path), "--as-of", "2027-01-11"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(0.7)
    process.send_signal(how)
    _, said = process.communicate(timeout=60)

    assert "Traceback" not in said
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
