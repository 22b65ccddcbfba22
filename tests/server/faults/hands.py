"""What many hands do to one workspace: a process of their own each, on the server's own settings.

`hands.py DATA begin`, then any number of `hands.py DATA edit WHO TIMES` at once, then `hands.py DATA tell`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from truenorth.server import preparing

SHARED, OWN = "activity:spring-letter", "content:of-{}"


def begin() -> None:
    """A workspace with an item for everybody, and one for each hand."""
    from truenorth.plan import Edit
    from truenorth.server import store
    from truenorth.server.models import User
    from truenorth.server.services import workspaces

    preparing.migrate()
    by = workspaces.begin("Acme", user=User.objects.create_user("amara@acme.example"), example="acme-bent")
    rows = [Edit(OWN.format(who), None, {"name": f"Page {who}"}) for who in range(8)]
    store.apply(workspaces.main(by.workspace), rows, by=by)


def edit(who: str, times: int) -> None:
    """Many edits, one after the other: of the item that all share, each in a field of its own, and of one's own."""
    from truenorth.plan import Edit, data
    from truenorth.server import store
    from truenorth.server.models import Member, Scenario
    from truenorth.server.services import plan

    by = Member.objects.select_related("workspace").get()
    scenario = Scenario.objects.select_related("workspace", "parent").get()
    for number in range(times):
        scenario.refresh_from_db()
        ref = SHARED if number % 2 else OWN.format(who)
        seen = data(store.load(scenario).entities[ref])
        field = ("name", "note", "channel", "owner")[int(who)] if ref == SHARED else "note"
        plan.change(scenario, [Edit(ref, seen, {**seen, field: f"{who}-{number}"})], by=by, why=f"{who}-{number}")


def tell() -> None:
    """Every change there is: its number, reason, and the values that it set."""
    from truenorth.server import store
    from truenorth.server.models import Scenario

    scenario = Scenario.objects.select_related("workspace", "parent").get()
    changes = [
        (made.number, made.why, [one.after[name] for one in store.edits_of(made) for name in sorted(one.fields)])
        for made in store.history(scenario).order_by("number")
        if made.number > 2
    ]
    shared = store.load(scenario).entities[SHARED].model_dump(mode="json")
    print(json.dumps({"changes": changes, "shared": shared, "head": scenario.head}))


if __name__ == "__main__":
    preparing.begin(Path(sys.argv[1]))
    match sys.argv[2:]:
        case ["begin"]:
            begin()
        case ["edit", who, times]:
            edit(who, int(times))
        case ["tell"]:
            tell()
