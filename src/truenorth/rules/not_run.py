"""A rule that failed: which one, on what, and where in the product, for the fault to be reported and mended."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb

from truenorth.plan.entity import Ref

PACKAGE = Path(__file__).parents[1]
JUDGE = Path(__file__).parent / "check.py"  # what runs the rules
LONGEST = 200  # characters of what Python said
LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class NotRun:
    """A rule that could not be run on an item, or (`plan`) at all; a fault of the product, never of the plan."""

    rule: str
    at: Ref
    error: str
    place: str


def not_run(rule: str, at: Ref, error: Exception) -> NotRun:
    """What is to be told of a rule that raised; the whole traceback goes to the log, at the level of debugging."""
    LOG.debug("%s could not be run on %s", rule, at, exc_info=error)
    says = " ".join(str(error).split())[:LONGEST]
    return NotRun(rule, at, f"{type(error).__name__}{': ' if says else ''}{says}", _place(error))


def _place(error: Exception) -> str:
    """The last line of this package that a rule ran, such as `rules/money/breach.py:52`; else the last line of all."""
    steps = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    ours = [(path.relative_to(PACKAGE), line) for path, line in steps if path.is_relative_to(PACKAGE) and path != JUDGE]
    path, line = ours[-1] if ours else (Path(steps[-1][0].name), steps[-1][1])
    return f"{path.as_posix()}:{line}"
