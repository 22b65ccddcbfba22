"""A folder is read as one moment and changed as one step, whoever else is at it and whatever stops in between."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from truenorth.plan import text
from truenorth.plan.swap import PENDING
from truenorth.records import read as read_records
from truenorth.services import folder as folders
from truenorth.services.plan import rename, set_fields

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """Acme in a folder of its own."""
    return Path(shutil.copytree(EXAMPLES / "acme", tmp_path / "acme"))


def test_two_processes_that_change_at_once_lose_nothing(acme: Path) -> None:
    def start(role: str) -> subprocess.Popen[bytes]:
        code = (
            "from pathlib import Path\n"
            "from truenorth.services.plan import set_fields\n"
            "for n in range(15):\n"
            f"    set_fields(Path({str(acme)!r}), 'role:{role}', {{'labels.n' + str(n): 'x'}}, new=False)\n"
        )
        return subprocess.Popen([sys.executable, "-c", code])

    both = [start("designer"), start("care-lead")]
    assert [one.wait(timeout=120) for one in both] == [0, 0]

    plan = text.read(acme)
    assert len(plan.entities["role:designer"].labels) == 15
    assert len(plan.entities["role:care-lead"].labels) == 15
    assert len(read_records(acme).changes) == 30


# Kills itself at the n-th time that a file is put in place.
DYING = """
import os, signal, sys
from pathlib import Path
real, left = Path.replace, int(sys.argv[2])
def replace(self, target):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    return real(self, target)
Path.replace = replace
from truenorth.services.plan import rename
rename(Path(sys.argv[1]), "program:launch", "start")
"""


@pytest.mark.parametrize("left", range(9))
def test_a_change_that_is_killed_between_two_files_is_there_whole_or_not_at_all(left: int, acme: Path) -> None:
    old = text.read(acme)
    whole = rename(Path(shutil.copytree(acme, acme.parent / "whole")), "program:launch", "start")

    ended = subprocess.run([sys.executable, "-c", DYING, str(acme), str(left)], check=False)

    died = ended.returncode == -signal.SIGKILL
    assert died == (left <= 6)
    seen = folders.read(acme)
    assert seen.plan in (old, whole.plan)
    assert (seen.plan == old) == (left == 0)
    assert len(seen.records.changes) == (0 if left == 0 else 1)
    after = set_fields(acme, "designer", {"filled": "2"}, new=False)
    assert after.plan.entities["role:designer"].filled == 2  # type: ignore[attr-defined]
    assert ("program:start" in text.read(acme).entities) == (left > 0)
    assert not (acme / PENDING).exists()


def test_a_reader_never_sees_half_a_change(acme: Path) -> None:
    stop = threading.Event()
    seen: list[set[str]] = []

    def look() -> None:
        while not stop.is_set():
            plan = folders.read(acme).plan
            assert list(plan.dangling()) == []
            seen.append({ref for ref in plan.entities if ref.startswith("program:")})

    reader = threading.Thread(target=look)
    reader.start()
    for key, new in [("launch", "start"), ("start", "launch")] * 6:
        rename(acme, f"program:{key}", new)
    time.sleep(0.05)
    stop.set()
    reader.join()

    assert seen
    assert all(refs in ({"program:launch", "program:care"}, {"program:start", "program:care"}) for refs in seen)


def test_reading_leaves_no_file_behind(acme: Path) -> None:
    before = sorted(os.listdir(acme))

    folders.read(acme)

    assert sorted(os.listdir(acme)) == before
