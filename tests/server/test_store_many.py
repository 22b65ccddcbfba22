"""Many processes at once, on the settings that a server comes with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HANDS = Path(__file__).parent / "faults" / "hands.py"
WHO = "0123"


def hand(data: Path, *does: str, url: str = "") -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRUENORTH_", "DJANGO_"))}
    return subprocess.Popen(
        [sys.executable, str(HANDS), str(data), *does],
        env={**kept, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> str:
    out, wrong = process.communicate(timeout=300)
    assert process.returncode == 0, wrong[-2000:]
    return out


def test_400_edits_of_4_processes_are_all_recorded_on_sqlite(tmp_path: Path) -> None:
    four_at_once(tmp_path, "", 100)


def test_edits_of_4_processes_are_all_recorded_on_postgres_too(tmp_path: Path, postgres_of: Any) -> None:
    four_at_once(tmp_path, postgres_of("many"), 24)


def four_at_once(data: Path, url: str, times: int) -> None:
    ended(hand(data, "begin", url=url))
    for one in [hand(data, "edit", who, str(times), url=url) for who in WHO]:
        ended(one)
    told = json.loads(ended(hand(data, "tell", url=url)))

    every = {f"{who}-{number}" for who in WHO for number in range(times)}
    assert [number for number, _, _ in told["changes"]] == list(range(3, 3 + len(every)))
    assert {why for _, why, _ in told["changes"]} == every
    assert [values for _, why, values in told["changes"] if values != [why]] == []
    assert [told["shared"][name] for name in ("name", "note", "channel", "owner")] == [
        f"{who}-{times - 1}" for who in WHO
    ]
