"""Several files change at once: after a crash at any point there are all the old ones or all the new ones."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from truenorth.plan.fault import Faults
from truenorth.plan.swap import PENDING, files, locked, recover, swap

OLD = {"a.yaml": "old a", "b.yaml": "old b", "records/c.yaml": "old c"}
NEW = {"a.yaml": "new a", "b.yaml": None, "d.yaml": "new d", "records/c.yaml": "new c"}
AFTER = {"a.yaml": "new a", "d.yaml": "new d", "records/c.yaml": "new c"}


# Makes the change in one folder after another, each time dying a step on the disk later, until it gets through.
DYING = """
import json, os, sys
from pathlib import Path
from truenorth.plan.swap import swap
STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}
root, old, new = Path(sys.argv[1]), *map(json.loads, sys.argv[2:])

def dying(left):
    def step(event, arguments):
        nonlocal left
        left -= event in STEPS
        if left < 0:
            os._exit(1)
    return step

for number in range(100):
    swap(root / f"{number:02}", old)
    child = os.fork()
    if child == 0:
        sys.addaudithook(dying(number))
        swap(root / f"{number:02}", new)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""


def held(folder: Path) -> dict[str, str]:
    there = (
        path for path in folder.rglob("*") if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    )
    return {path.relative_to(folder).as_posix(): path.read_text() for path in there}


def seen(folder: Path) -> dict[str, str]:
    """What a reader sees who does not finish the change."""
    top = {name: path.read_text() for name, path in files(folder).items() if path.is_file() and name[0] != "."}
    return top | {f"records/{name}": path.read_text() for name, path in files(folder, "records").items()}


def test_all_files_change(tmp_path: Path) -> None:
    swap(tmp_path, OLD)
    swap(tmp_path, NEW)

    assert held(tmp_path) == AFTER
    assert not (tmp_path / PENDING).exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot make a process die here")
def test_after_a_crash_at_any_point_there_is_the_old_or_the_new(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", DYING, tmp_path, json.dumps(OLD), json.dumps(NEW)], check=True)
    outcomes = []
    for folder in sorted(tmp_path.iterdir()):
        shown = seen(folder)
        recover(folder)
        assert held(folder) == shown
        assert not (folder / PENDING).exists()
        outcomes.append("new" if shown == AFTER else shown)

    assert outcomes[0] == OLD
    assert outcomes[-1] == "new"
    assert outcomes == sorted(outcomes, key=lambda one: one == "new")
    assert 10 < len(outcomes) < 100
    assert [one for one in outcomes if one not in (OLD, "new")] == []


def test_the_next_change_finishes_one_that_was_cut_short(tmp_path: Path) -> None:
    swap(tmp_path, OLD)
    pending = tmp_path / PENDING
    pending.mkdir()
    (pending / "0.new").write_text("new a")
    (pending / "ready.json").write_text(json.dumps({"a.yaml": "0.new", "b.yaml": None}))

    swap(tmp_path, {"e.yaml": "new e"})

    assert held(tmp_path) == {"a.yaml": "new a", "e.yaml": "new e", "records/c.yaml": "old c"}


def test_a_change_that_was_not_written_whole_is_forgotten(tmp_path: Path) -> None:
    swap(tmp_path, OLD)
    (tmp_path / PENDING).mkdir()
    (tmp_path / PENDING / "0.new").write_text("half of")

    recover(tmp_path)

    assert held(tmp_path) == OLD
    assert not (tmp_path / PENDING).exists()


@pytest.mark.parametrize(
    "name", ["../out.yaml", "/out.yaml", "a/../../out.yaml", "C:out.yaml", "..\\out.yaml", "", "a//b"]
)
def test_nothing_outside_the_folder_is_written(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "plan"

    with pytest.raises(Faults, match=r"is not in .*: a change stays within the plan's folder"):
        swap(folder, {name: "x"})

    assert held(tmp_path) == {}


@pytest.mark.parametrize(
    "steps",
    [
        {"../out.yaml": "0.new"},
        {"a.yaml": "../../secret"},
        {"a.yaml": "/etc/hosts"},
        {"a.yaml": 3},
        ["a.yaml"],
        "nothing",
    ],
)
def test_a_list_of_changes_that_was_tampered_with_is_refused(tmp_path: Path, steps: object) -> None:
    folder = tmp_path / "plan"
    swap(folder, {"a.yaml": "old"})
    (folder / PENDING).mkdir()
    (folder / PENDING / "0.new").write_text("evil")
    (folder / PENDING / "ready.json").write_text(json.dumps(steps) if steps != "nothing" else "{")

    for do in (recover, files):
        with pytest.raises(Faults, match="is no list of files that Truenorth wrote"):
            do(folder)

    assert held(tmp_path) == {"plan/a.yaml": "old"} | {
        f"plan/{PENDING}/{name}": (folder / PENDING / name).read_text() for name in ("0.new", "ready.json")
    }


def test_a_folder_that_leads_elsewhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "records").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Faults, match=r"is not in .*: a change stays within the plan's folder"):
        swap(folder, {"records/decision.yaml": "x"})

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_to_a_file_elsewhere_is_not_cut(tmp_path: Path) -> None:
    shared = tmp_path / "shared.yaml"
    shared.write_text("old", "utf-8")
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "a.yaml").symlink_to(shared)

    with pytest.raises(Faults, match="is a link to another file, which a change would cut"):
        swap(folder, {"a.yaml": "new", "b.yaml": "new"})

    assert shared.read_text("utf-8") == "old"
    assert [(file.name, file.is_symlink()) for file in folder.iterdir()] == [("a.yaml", True)]


def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    swap(tmp_path, {"role.yaml": "old"})
    (tmp_path / "role.yaml").chmod(0o600)

    swap(tmp_path, {"role.yaml": "new"})

    assert stat.S_IMODE((tmp_path / "role.yaml").stat().st_mode) == 0o600


def test_two_changes_do_not_run_at_the_same_time(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    with (
        locked(tmp_path / "plan"),
        (tmp_path / "plan" / ".truenorth-lock").open("a") as file,
        pytest.raises(BlockingIOError),
    ):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with (tmp_path / "plan" / ".truenorth-lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
