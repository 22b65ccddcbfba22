"""The rivals on the same questions: PyJobShop for the verdict, CPMpy for a minimal conflict, TaskJuggler for dates."""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.crowded import DAYS, crowded
from benchmarks.fit_cases import Case
from benchmarks.ours import peak_memory, timed
from truenorth.engines.feasibility.problem import Problem, Supply, Work

SECONDS = 120.0  # that each may take


def pyjobshop(name: Path) -> dict[str, float]:
    """Whether the works of a case can be placed: renewable resources, no objective, one worker."""
    model = _jobs(Case.named(name.name).problem)
    seconds, result = timed(lambda: model.solve(time_limit=SECONDS, display=False, num_workers=1))
    says = result.status.name
    return {
        "verdict": seconds,
        "fits": says in ("OPTIMAL", "FEASIBLE"),
        "not": says == "INFEASIBLE",
        "memory": peak_memory(),
    }


def _jobs(problem: Problem) -> Any:
    from pyjobshop import Model

    model = Model()
    there = {one.key: model.add_renewable(max(one.per_day)) for one in problem.supplies}
    tasks = {}
    for work in problem.works:
        task = tasks[work.key] = model.add_task(earliest_start=work.earliest, latest_end=work.latest)
        uses = [use for use in work.uses if use.resource in there]
        model.add_mode(task, [there[use.resource] for use in uses], work.shortest, [use.amount for use in uses])
    for after in problem.afters:
        model.add_end_before_start(tasks[after.first], tasks[after.then], after.lag)
    for supply in problem.supplies:  # what there is less of for a while is held by a task that cannot move
        for first, last, gone in gaps(supply):
            task = model.add_task(earliest_start=first, latest_start=first, latest_end=last)
            model.add_mode(task, [there[supply.key]], last - first, [gone])
    model.set_objective(weight_makespan=0)
    return model


def gaps(supply: Supply) -> Iterator[tuple[int, int, int]]:
    """(first, last, how much less than the most there is) for days alike."""
    most, first = max(supply.per_day), 0
    for day in range(1, len(supply.per_day) + 1):
        if day == len(supply.per_day) or supply.per_day[day] != supply.per_day[first]:
            if supply.per_day[first] < most:
                yield first, day, most - supply.per_day[first]
            first = day


def cpmpy(name: Path) -> dict[str, float]:
    """A minimal conflict of a case, by the statements behind its dates and resources: from a core, and from all."""
    from cpmpy.tools.explain import mus, mus_naive

    statements, always = _statements(Case.named(name.name).problem)
    from_core, found = timed(lambda: mus(list(statements.values()), always, solver="ortools"))
    from_all, _ = timed(lambda: mus_naive(list(statements.values()), always, solver="ortools"))
    return {"conflict": from_core, "naive": from_all, "statements": len(found), "memory": peak_memory()}


def _statements(problem: Problem) -> tuple[dict[str, Any], list[Any]]:
    import cpmpy as cp

    start = {work.key: cp.intvar(0, DAYS - work.shortest, name=work.key) for work in problem.works}
    stated: dict[str, list[Any]] = {}
    always = []
    for work in problem.works:
        for claim in work.ready:
            stated.setdefault(claim, []).append(start[work.key] >= work.earliest)
        for claim in work.due:
            stated.setdefault(claim, []).append(start[work.key] + work.shortest <= work.latest)
    for after in problem.afters:
        waits = start[after.then] >= start[after.first] + problem.work[after.first].shortest + after.lag
        always += [] if after.claims else [waits]
        for claim in after.claims:
            stated.setdefault(claim, []).append(waits)
    for supply in problem.supplies:
        stated.setdefault(supply.claims[0], []).extend(_cumulative(problem, supply, start))
    return {claim: many[0] if len(many) == 1 else cp.all(many) for claim, many in stated.items() if many}, always


def _cumulative(problem: Problem, supply: Supply, start: dict[str, Any]) -> list[Any]:
    import cpmpy as cp

    users = [(work, use) for work in problem.works for use in work.uses if use.resource == supply.key]
    if sum(use.amount for _, use in users) <= min(supply.per_day):
        return []
    held = list(gaps(supply))
    begins = [*(start[work.key] for work, _ in users), *(first for first, _, _ in held)]
    days = [*(work.shortest for work, _ in users), *(last - first for first, last, _ in held)]
    ends = [begin + length for begin, length in zip(begins, days, strict=True)]
    amounts = [*(use.amount for _, use in users), *(gone for *_, gone in held)]
    return [cp.Cumulative(begins, days, ends, amounts, max(supply.per_day))]


def taskjuggler(name: Path) -> dict[str, float]:
    """The dates that TaskJuggler gives the work of a case: skills, hours, leave and dates; it knows no other limits."""
    case = Case.named(name.name)
    problem = crowded(case.works, case.seed, wide=case.dates == "wide").problem
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.tjp"
        file.write_text("\n".join(_project(problem)), encoding="utf-8")
        before = _of_children()
        command = ["tj3", "--no-color", "--silent", "--output-dir", folder, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    late = done.stderr.count("Warning") + done.stdout.count("Warning")
    return {"verdict": _of_children() - before, "fits": done.returncode == 0 and not late, "late": late}


def is_there() -> bool:
    """Whether TaskJuggler is installed; it comes with no Python package."""
    return shutil.which("tj3") is not None


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _project(problem: Problem) -> Iterator[str]:
    begins = date(2026, 1, 5)

    def day(n: int) -> str:
        return (begins + timedelta(days=n // 5 * 7 + n % 5)).isoformat()

    yield f'project plan "Plan" {day(0)} +56w {{ timingresolution 60min timezone "UTC" }}'
    seats: dict[str, list[str]] = {}
    for n, staff in enumerate(problem.staff):
        for seat in range(-(-max(staff.per_week) // 2400)):
            key, hours = f"s{n}_{seat}", max(staff.per_week) / 60 / -(-max(staff.per_week) // 2400)
            yield f'resource {key} "{key}" {{ limits {{ weeklymax {max(1, round(hours))}h }} }}'
            for skill in staff.skills:
                seats.setdefault(skill, []).append(key)
    keys = {work.key: f"w{n}" for n, work in enumerate(problem.works)}
    before: dict[str, list[str]] = {}
    for after in problem.afters:
        before.setdefault(after.then, []).append(keys[after.first])
    for work in problem.works:
        yield _task(work, keys[work.key], before.get(work.key, []), seats, day)
    yield 'taskreport out "out" { formats csv columns id, start, end }'


def _task(work: Work, key: str, before: Sequence[str], seats: dict[str, list[str]], day: Any) -> str:
    waits = f"depends {', '.join(before)}" if before else f"start {day(work.earliest)}"
    bounds = f"{waits} maxend {day(work.latest)}"
    hours = [(use.amount // 60, seats[use.resource]) for use in work.uses if use.resource in seats]
    if not hours:
        return f'task {key} "{key}" {{ duration {work.shortest // 5}w {bounds} }}'
    parts = " ".join(_effort(f"{key}_{n}", much, who) for n, (much, who) in enumerate(hours))
    return f'task {key} "{key}" {{ {bounds} {parts} }}'


def _effort(key: str, hours: int, who: Sequence[str]) -> str:
    others = f" {{ alternative {', '.join(who[1:])} select minloaded }}" if len(who) > 1 else ""
    return f'task {key} "{key}" {{ effort {max(1, hours)}h allocate {who[0]}{others} }}'
