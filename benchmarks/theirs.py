"""What the rival is measured at, in one fresh process: into the database, out of it, checks, memory."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path

from benchmarks import rival
from benchmarks.ours import TODAY, peak_memory, timed


def measure(folder: Path) -> dict[str, float]:
    """Seconds for each step, and the peak memory in MB. Garbage collection is paused, as Truenorth pauses it."""
    with tempfile.TemporaryDirectory() as where:
        rival.set_up(Path(where))
        from benchmarks.rival import checks, load

        gc.disable()
        fill, _ = timed(lambda: load.fill(folder))
        fetch, plan = timed(load.load)
        check, found = timed(lambda: checks.check(plan, TODAY))
        return {"fill": fill, "load": fetch, "check": check, "memory": peak_memory(), **found}
