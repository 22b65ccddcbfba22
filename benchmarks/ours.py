"""What Truenorth is measured at, in one fresh process: load, check, one edit, diff and the like, memory."""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from truenorth.plan import Edit, Plan, apply, data, diff, rebase, text
from truenorth.plan.work import Activity
from truenorth.rules import RULES, Case, Checked, check, recheck

T = TypeVar("T")
TODAY = date(2027, 1, 11)


def timed(do: Callable[[], T]) -> tuple[float, T]:
    """How many seconds of the processor something takes, and what it gives."""
    gc.collect()
    start = time.process_time()
    done = do()
    return time.process_time() - start, done


def measure(folder: Path) -> dict[str, float]:
    """Seconds for each step, and the peak memory in MB."""
    load, plan = timed(lambda: text.read(folder))
    first, checked = timed(lambda: _judged(check(Case(plan, TODAY))))
    edits = _typical(plan)
    again = [timed(lambda edit=edit: _judged(recheck(checked, [edit]))) for edit in edits]  # type: ignore[misc]
    changes = _changed(plan)
    return {
        "load": load,
        "check": first,
        "edit": max(seconds for seconds, _ in again),
        **changes,
        "memory": peak_memory(),
        "items": len(plan),
        "rules": len(RULES),
        "findings": len(checked.findings),
        **{name: _count(checked, code) for name, code in SHARED.items()},
    }


def prove(folder: Path) -> dict[str, float]:
    """Assert that after each of the edits a re-check says what a check says."""
    plan = text.read(folder)
    checked = check(Case(plan, TODAY))
    for edit in _typical(plan):
        _assert_same(recheck(checked, [edit]), check(Case(apply(plan, [edit]), TODAY)), edit)
    return {}


# The rules that the rival has too, and what it calls them.
SHARED = {"no line of sight": "GOAL01", "tool over its limit": "TOOL02", "no answer": "SIGN06"}


def _judged(checked: Checked) -> Checked:
    """With everything a screen needs: the findings in order, and the index."""
    assert checked.findings is not None
    assert checked.index is not None
    return checked


def _count(checked: Checked, code: str) -> int:
    return sum(len(many) for many in checked.raw.get(code, {}).values())


def _typical(plan: Plan) -> list[Edit]:
    """Five edits of activities that people make."""
    changes: list[dict[str, Any]] = [
        {"start": "2027-06-07", "end": "2027-07-02", "due": "2027-07-02", "in_market": "2027-06-14"},
        {"cost": "19000"},
        {"owner": ""},
        {"program": plan.all(Activity)[-1].program},
        {"personas": ["founder"], "name": "Something quite new"},
    ]
    activities = plan.all(Activity)
    step = len(activities) // len(changes)
    return [_edit(activities[n * step + step // 2], fields) for n, fields in enumerate(changes)]


def _edit(activity: Activity, fields: dict[str, Any]) -> Edit:
    before = data(activity)
    after = {name: value for name, value in (before | fields).items() if value}
    return Edit(activity.ref, before, after)


def _changed(plan: Plan) -> dict[str, float]:
    """Diff, apply and rebase of a hundred changed activities, while somebody else changed others."""
    activities = plan.all(Activity)
    step = max(1, len(activities) // 100)
    ours = [_edit(activity, {"cost": "777"}) for activity in activities[::step]]
    theirs = [_edit(activity, {"owner": "somebody-else"}) for activity in activities[::step]]
    seconds, mine = timed(lambda: apply(plan, ours))
    found_in, found = timed(lambda: diff(plan, mine))
    other = apply(plan, theirs)
    merged_in, (merged, clashes) = timed(lambda: rebase(ours, other))
    assert found == sorted(ours, key=lambda edit: edit.ref)
    assert not clashes
    assert len(merged) == len(ours)
    return {"apply": seconds, "diff": found_in, "rebase": merged_in}


def _assert_same(one: Checked, other: Checked, edit: Edit) -> None:
    if one.findings != other.findings or one.index != other.index:
        differ = {f.id for f in one.findings} ^ {f.id for f in other.findings}
        raise AssertionError(f"after the edit of {edit.ref}, a re-check differs from a check in {sorted(differ)[:9]}")


def peak_memory() -> float:
    """The most memory that this process has used, in MB."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
