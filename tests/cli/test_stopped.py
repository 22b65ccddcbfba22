"""Sheets cut short, by Ctrl-C or killed: the old plan or the new one, a line that says which, and nothing left over."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truenorth.plan import text

pty = pytest.importorskip("pty", reason="this system has no terminals of this sort")
Run = Callable[..., Any]
ROWS = 20_000
TRUENORTH = [sys.executable, "-m", "truenorth", "plan"]


def sheet(path: Path, rows: int) -> Path:
    lines = (
        f"Letter {n},Editor {n % 40},2027-{n % 12 + 1:02}-{n % 28 + 1:02},Print,{n % 900},Campaign {n % 60}\n"
        for n in range(rows)
    )
    path.write_text("Title,Owner,Due,Channel,Cost,Campaign\n" + "".join(lines), "utf-8")
    return path


def all_of(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder under one, hidden ones too; only the lock, which is always empty, may stay."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if path.name != ".truenorth-lock"
    }


def on_a_terminal(words: list[str | Path], stop_at: str) -> tuple[int, str]:
    """Run a command with a terminal for its errors, and press Ctrl-C when it says what it does; how it ended."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*TRUENORTH, *map(str, words)], stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    said, stopped = b"", False
    while True:
        try:
            more = os.read(ours, 4096)
        except OSError:  # how the end of a terminal is told
            break
        if not more:
            break
        said += more
        if stop_at.encode() in said and not stopped:
            stopped = True
            process.send_signal(signal.SIGINT)
    os.close(ours)
    return process.wait(timeout=60), re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]", "", said.decode())


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a big sheet, and a plan into which it was imported."""
    place = tmp_path_factory.mktemp("big")
    sheet(place / "work.csv", ROWS)
    for words in (["init", place / "plan"], ["import", place / "plan", place / "work.csv", "--yes"]):
        subprocess.run([*TRUENORTH, *map(str, words)], check=True, capture_output=True)
    return place


@pytest.mark.parametrize("stop_at", ["Reading work.csv", "Changing "])
def test_an_import_that_is_stopped_changes_nothing_and_says_so_in_a_line(
    stop_at: str, big: Path, run: Run, tmp_path: Path
) -> None:
    run("plan", "init", tmp_path / "mine")
    before, was = all_of(tmp_path), text.read(tmp_path / "mine").fingerprint

    code, said = on_a_terminal(["import", tmp_path / "mine", big / "work.csv", "--yes"], stop_at)

    assert code == 130, said
    assert said.splitlines()[-1].endswith("Stopped: nothing was changed.")
    assert "Traceback" not in said
    assert all_of(tmp_path) == before
    assert text.read(tmp_path / "mine").fingerprint == was


@pytest.mark.parametrize("out", ["out.xlsx", "sheets"])
def test_an_export_that_is_stopped_writes_nothing_and_says_so_in_a_line(out: str, big: Path, tmp_path: Path) -> None:
    before = all_of(big)

    for _ in range(5):  # now and then it is done before the signal arrives
        code, said = on_a_terminal(["export", big / "plan", tmp_path / out], f"Writing {out}")
        if code == 130:
            break
        shutil.rmtree(tmp_path / out) if (tmp_path / out).is_dir() else (tmp_path / out).unlink()

    if code == 0:
        pytest.skip("this machine writes it before there is anything to stop")
    assert code == 130, said
    assert said.splitlines()[-1].endswith("Stopped: nothing was written.")
    assert "Traceback" not in said
    assert all_of(tmp_path) == {}
    assert all_of(big) == before


def test_what_is_quick_is_not_told_and_progress_is_no_part_of_what_is_printed(
    big: Path, process: Run, tmp_path: Path
) -> None:
    ran = process("plan", "export", big / "plan", tmp_path / "goal.csv", "--kinds", "goal")

    assert "Reading" not in ran.out + ran.err
    assert "Writing" not in ran.out + ran.err


# Sends itself a signal at the n-th time that a file is put in place, then runs the command.
CUT_SHORT = """
import os, signal, sys
from pathlib import Path
real, left, which = Path.replace, int(sys.argv[1]), signal.Signals[sys.argv[2]]
def replace(self, target):
    global left
    left -= 1
    if left == -1:
        os.kill(os.getpid(), which)
    return real(self, target)
Path.replace = replace
from truenorth.cli import main
sys.argv = ["truenorth", *sys.argv[3:]]
main()
"""


def cut_short(left: int, which: str, *words: str | Path) -> tuple[int, str]:
    command = [sys.executable, "-c", CUT_SHORT, str(left), which, "plan", *map(str, words)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("left", range(7))
def test_an_import_that_is_stopped_between_two_files_says_what_became_of_it(
    left: int, run: Run, acme: Path, tmp_path: Path
) -> None:
    work = sheet(tmp_path / "work.csv", 30)
    before, old = all_of(acme), text.read(acme)

    code, said = cut_short(left, "SIGINT", "import", acme, work, "--yes")

    now = text.read(acme)
    assert not list(acme.glob(".truenorth-pending*"))
    if code == 0:
        assert left >= 4
        return
    assert code == 130
    if left == 0:
        assert said == "Stopped: nothing was changed.\n"
        assert all_of(acme) == before
    else:
        assert said == (f"Stopped, but the change was made by then. To take it back: truenorth plan undo {acme}\n")
        assert len(now) == len(old) + 30
        assert run("plan", "undo", acme).code == 0
        assert text.read(acme) == old


@pytest.mark.parametrize("left", range(7))
def test_an_import_that_is_killed_between_two_files_is_there_whole_or_not_at_all(
    left: int, run: Run, acme: Path, tmp_path: Path
) -> None:
    work = sheet(tmp_path / "work.csv", 30)
    old = text.read(acme)

    code, _ = cut_short(left, "SIGKILL", "import", acme, work, "--yes")

    now = text.read(acme)
    assert code in (0, -signal.SIGKILL)
    assert (now == old) == (left == 0)
    assert len(now) in (len(old), len(old) + 30)
    again = run("plan", "import", acme, work, "--yes")
    assert again.code == 0
    assert ("nothing to change" in again.out) == (left > 0)
    assert len(text.read(acme)) == len(old) + 30


@pytest.mark.parametrize("after", [0.1, 0.4, 0.7, 1.0])
def test_an_import_that_is_killed_at_any_time_leaves_the_old_plan_or_the_new(
    after: float, big: Path, run: Run, tmp_path: Path
) -> None:
    run("plan", "init", tmp_path / "mine")
    old, new = text.read(tmp_path / "mine"), text.read(big / "plan")
    command = [*TRUENORTH, "import", str(tmp_path / "mine"), str(big / "work.csv"), "--yes"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    process.stdout.readline()  # it is read and shown: from now on it changes the plan
    time.sleep(after)

    process.kill()
    process.communicate()

    assert text.read(tmp_path / "mine") in (old, new)


@pytest.mark.parametrize("left", [0, 1])
def test_a_workbook_that_is_stopped_when_it_is_put_in_place_is_the_old_one_or_the_new(
    left: int, acme: Path, tmp_path: Path
) -> None:
    (tmp_path / "out.xlsx").write_text("precious")

    code, said = cut_short(left, "SIGINT", "export", acme, tmp_path / "out.xlsx", "--replace")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["acme", "out.xlsx"]
    if left == 0:
        assert (code, said) == (130, "Stopped: nothing was written.\n")
        assert (tmp_path / "out.xlsx").read_text() == "precious"
    else:
        assert code == 0
        assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK")
