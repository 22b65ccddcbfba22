"""The store's tests once more, on Postgres."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FILES = ("test_store.py", "test_store_laws.py", "test_backup.py::test_what_was_kept_comes_back_whole")


def test_what_holds_on_sqlite_holds_on_postgres(postgres: str) -> None:
    there = [str(HERE / name) for name in FILES]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", *there],
        env={"LAWS": "glance", **os.environ, "DATABASE_URL": postgres},
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:]
