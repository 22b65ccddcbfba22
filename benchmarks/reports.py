"""A board pack in every format, of Kestrel and of 10,000 activities: `python benchmarks/reports.py`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.generate import generated  # noqa: E402
from benchmarks.ours import TODAY  # noqa: E402
from truenorth.plan import text  # noqa: E402
from truenorth.records import Records  # noqa: E402
from truenorth.reports.pack import build  # noqa: E402
from truenorth.reports.pack.formats import FORMATS, written  # noqa: E402
from truenorth.reports.pack.material import Material  # noqa: E402
from truenorth.reports.page import page  # noqa: E402
from truenorth.services.check import Judged, judged  # noqa: E402
from truenorth.services.folder import Folder  # noqa: E402

BAR = 3.0  # seconds that a board pack may take in PDF or slides, with all that it says


def main() -> int:
    """Measure, print, and end with 1 where the bar is missed."""
    missed = False
    for name, found in _plans():
        for ending, took in _took(found):
            is_over = ending in ("pdf", "pptx") and took > BAR
            missed |= is_over
            print(f"{name:<24} {ending:<6} {took:6.2f} s{'  missed' if is_over else ''}")
    return int(missed)


def _plans() -> Iterator[tuple[str, Judged]]:
    """The plans, checked as a server has them at hand."""
    kestrel = text.read(ROOT / "examples" / "kestrel")
    for name, plan, day in (("Kestrel", kestrel, date(2027, 1, 15)), ("10,000 activities", generated(10_000), TODAY)):
        yield name, judged(Folder(ROOT, plan, Records(), {}), day, lambda _: None)


def _took(found: Judged) -> Iterator[tuple[str, float]]:
    """Seconds of the processor for a whole report in each format, the first one of it."""
    for ending in FORMATS:
        start = time.process_time()
        pack = build(Material(page(found.report(), found.case))).for_("board")
        written(pack, ending)
        yield ending, time.process_time() - start


if __name__ == "__main__":
    raise SystemExit(main())
