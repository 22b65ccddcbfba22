"""Kill -9 at a random point of a write, again and again: `killed.py DATA SEED TIMES` prints a line for each.

A child writes; it first says, through a pipe, the fingerprints before and after. The parent kills it, reads everything
as a new process would, and ends with 1 where there is neither the old state nor the new one.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from truenorth.server import preparing

ROWS = 400


def main(data: Path, seed: int, times: int) -> int:
    """Kill so many writes; 1 at the first that left something else than the old or the new state."""
    preparing.begin(data)
    preparing.migrate()
    _begin(data)
    chance, cut = random.Random(seed), Counter[str]()
    lasted = {verb: _timed(data, verb, random.Random(seed)) for verb in VERBS}
    for number in range(times):
        verb = [*VERBS][number % len(VERBS)]
        told = _killed(data, verb, chance, lasted[verb])
        stands = _state(data)
        state = "new" if stands == told["new"] else "old" if stands == told["old"] else "BROKEN"
        point = "after" if told["done"] else "within"
        cut[point] += 1
        print(f"{number + 1:>3} {verb:<9} killed {point} the write: {state}", flush=True)
        if state == "BROKEN" or (told["done"] and stands != told["new"]):
            print(f"before {told['old']}, after {told['new']}, found {stands}")
            return 1
    print(f"{times} kills, {cut['within']} of them within a write: all whole")
    return 0


def _begin(data: Path) -> None:
    from truenorth.server.models import User
    from truenorth.server.services import backup, measure, workspaces

    by = workspaces.begin("Acme", user=User.objects.create_user("amara@acme.example"), example="acme-bent")
    place = measure.place(by.workspace) / "facts" / "spend"
    place.mkdir(parents=True)
    (place / "rows.parquet").write_bytes(os.urandom(2_000_000))
    backup.save(data.with_suffix(".zip"), lambda _: None)


def _killed(data: Path, verb: str, chance: random.Random, lasted: float) -> dict[str, Any]:
    """Kill a child somewhere in what it writes; what it said of the states before and after."""
    child, pipe = _child(data, verb, chance.random())
    told = json.loads(pipe.readline())
    time.sleep(chance.random() * lasted * 1.3)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return {**told, "done": pipe.readline() == "done\n"}


def _timed(data: Path, verb: str, chance: random.Random) -> float:
    """How many seconds a write lasts, undisturbed."""
    child, pipe = _child(data, verb, chance.random())
    pipe.readline()
    began = time.monotonic()
    assert pipe.readline() == "done\n"
    lasted = time.monotonic() - began
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return lasted


def _child(data: Path, verb: str, seed: float) -> tuple[int, Any]:
    _let_go()
    reads, writes = os.pipe()
    child = os.fork()
    if child:
        os.close(writes)
        return child, os.fdopen(reads)
    with os.fdopen(writes, "w") as out:
        old, new, does = VERBS[verb](data, random.Random(seed))
        print(json.dumps({"old": old, "new": new}), file=out, flush=True)
        does()
        print("done", file=out, flush=True)
        time.sleep(600)
    os._exit(1)


def _let_go() -> None:
    """No connection goes into a child, and none is remembered across a kill."""
    from django.db import connections

    from truenorth.server import store

    for one in connections.all(initialized_only=True):
        one.close()
        getattr(one, "close_pool", lambda: None)()
    store._known.clear()


def _state(data: Path) -> list[Any]:
    """Everything that a write changes: the last version, its fingerprint, those before, the data loaded, what-ifs."""
    from truenorth.server import store
    from truenorth.server.models import Change
    from truenorth.server.services import measure

    _let_go()
    scenario = _scenario()
    numbers = list(Change.objects.filter(scenario=scenario).order_by("number").values_list("number", flat=True))
    loaded = [path.stat().st_size for path in sorted(measure.place(scenario.workspace).rglob("*.parquet"))]
    before = [store.load(scenario, at).fingerprint for at in numbers[-3:-1]]
    whole, tried = numbers == [*range(1, scenario.head + 1)], _tried()
    return [scenario.head, whole, store.load(scenario).fingerprint, before, loaded, tried]


def _tried() -> list[Any]:
    """Every what-if: whether it is closed, and in which change it was taken over."""
    from truenorth.server.models import Scenario

    found = Scenario.objects.filter(parent__isnull=False).order_by("key")
    return [[one.key, one.closed is not None, one.taken] for one in found]


def _scenario() -> Any:
    from truenorth.server.models import Scenario

    return Scenario.objects.select_related("workspace", "parent").get(key="main")


def _change(data: Path, made: Callable[[Any], Any]) -> tuple[Any, Any, Callable[[], object]]:
    """A write of the plan: the states before and after, and the write itself, of edits made for the plan as it is."""
    from truenorth.plan.edit import change
    from truenorth.server import store
    from truenorth.server.models import Member
    from truenorth.server.services import plan

    old = _state(data)
    scenario, by = _scenario(), Member.objects.get()
    edits = made(scenario)
    after, merged = change(store.load(scenario), edits)
    if not merged:
        return old, old, lambda: None
    earlier = [store.load(scenario, at).fingerprint for at in (scenario.head - 1, scenario.head) if at > 0]
    new = [scenario.head + 1, True, after.fingerprint, earlier, *old[-2:]]
    return old, new, lambda: plan.change(scenario, edits, by=by)


def _import(data: Path, chance: random.Random) -> Any:
    from truenorth.plan import Edit

    mark = f"{chance.random():.12f}"[2:]
    rows = [Edit(f"content:p{mark}-{number}", None, {"name": f"Page {number}"}) for number in range(ROWS)]
    return _change(data, lambda scenario: rows)


def _some(scenario: Any, chance: random.Random, most: int) -> Any:
    from truenorth.plan import Edit, data
    from truenorth.server import store

    plan = store.load(scenario)
    refs = chance.sample(sorted(plan.entities), min(most, len(plan.entities)))
    seen = {ref: data(plan.entities[ref]) for ref in refs}
    return [Edit(ref, seen[ref], {**seen[ref], "note": f"{chance.random()}"}) for ref in refs]


def _edit(data: Path, chance: random.Random) -> Any:
    return _change(data, lambda scenario: _some(scenario, chance, 1))


def _bulk(data: Path, chance: random.Random) -> Any:
    return _change(data, lambda scenario: _some(scenario, chance, ROWS))


def _undo(data: Path, chance: random.Random) -> Any:
    from truenorth.server import store
    from truenorth.server.models import Change

    def last(scenario: Any) -> Any:
        made = Change.objects.get(scenario=scenario, number=scenario.head)
        return [one.reversed() for one in store.edits_of(made)]

    return _change(data, last)


def _revert(data: Path, chance: random.Random) -> Any:
    from truenorth.server import store

    return _change(data, lambda scenario: store.between(scenario, scenario.head, chance.randrange(1, scenario.head)))


def _take_over(data: Path, chance: random.Random) -> Any:
    """A what-if of many edits, one of which clashes with the plan, brought into it and closed."""
    from truenorth.plan.edit import Edit, apply
    from truenorth.plan.settle import settled
    from truenorth.server import store
    from truenorth.server.models import Member
    from truenorth.server.services import plan, whatifs

    scenario, by = _scenario(), Member.objects.get()
    made = whatifs.begin(scenario, f"what-if {chance.random()}", by=by)
    edits = _some(scenario, chance, ROWS)
    plan.change(made, edits, by=by)
    plan.change(scenario, [Edit(edits[0].ref, edits[0].before, {**edits[0].before, "note": "theirs"})], by=by)
    theirs = {(edits[0].ref, "note")}
    old, now = _state(data), store.load(scenario)
    after = apply(now, settled(edits, now, theirs))
    earlier = [store.load(scenario, at).fingerprint for at in (scenario.head - 1, scenario.head)]
    tried = [[key, key == made.key or closed, taken] for key, closed, taken in old[-1]]
    tried = [[key, closed, scenario.head + 1 if key == made.key else taken] for key, closed, taken in tried]
    new = [scenario.head + 1, True, after.fingerprint, earlier, old[-2], tried]
    return old, new, lambda: whatifs.take_over(made, by=by, number=scenario.head, theirs=theirs)


def _restore(data: Path, chance: random.Random) -> Any:
    """A whole backup brought back, in place of all that happened since."""
    from truenorth.server import store
    from truenorth.server.services import backup

    old, file = _state(data), data.with_suffix(".zip")
    scenario = _scenario()
    new = [1, True, store.load(scenario, 1).fingerprint, [], [2_000_000], []]
    return old, new, lambda: backup.restore(file, replace=True, tell=lambda _: None)


VERBS: dict[str, Callable[[Path, random.Random], Any]] = {
    "import": _import,
    "edit": _edit,
    "bulk": _bulk,
    "undo": _undo,
    "revert": _revert,
    "take over": _take_over,
    "restore": _restore,
}

if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
