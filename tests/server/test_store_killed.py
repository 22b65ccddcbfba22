"""A process that is killed in the middle of a write leaves the old state or the new one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SCRIPT = Path(__file__).parent / "faults" / "killed.py"


def test_50_kills_at_random_points_leave_the_old_state_or_the_new_one(tmp_path: Path) -> None:
    killed(tmp_path / "data", 50, "")


def test_what_was_killed_leaves_postgres_whole_too(tmp_path: Path, postgres_of: Callable[[str], str]) -> None:
    killed(tmp_path / "data", 12, postgres_of("killed"))


def test_a_yes_that_is_killed_is_given_whole_or_not_at_all(tmp_path: Path) -> None:
    killed(tmp_path / "data", 4, "", SCRIPT.with_name("killed_agree.py"))


def killed(data: Path, times: int, url: str, script: Path = SCRIPT) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRUENORTH_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, str(script), str(data), "1", str(times)],
        env={**kept, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-2000:]}"
    [(kills, within)] = re.findall(r"(\d+) kills, (\d+) of them within a write: all whole", done.stdout)
    assert (int(kills), int(within) >= times // 4) == (times, True)
