"""What the benchmark of the web needs in a data folder: a made-up company, members who are signed in, addresses."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.generate import generated
from benchmarks.ours import TODAY
from truenorth.plan.edit import Edit, data, diff
from truenorth.plan.plan import Plan
from truenorth.plan.work import Activity
from truenorth.server import preparing

PARTIES = ("cmo", "mops", "business", "finance", "sales", "service", "viewer", "mops")  # whoever writes is one of mops
TARGETS = 200
TRIED = 20  # items that differ in the what-if


def main(folder: Path, activities: int, people: int) -> None:
    """Make the workspace, and print what its people need to walk through it."""
    preparing.begin(folder)
    preparing.prepare()
    from truenorth.server import store
    from truenorth.server.models import Change, Member, User, Workspace
    from truenorth.server.services import workspaces

    users = [User.objects.create_user(f"person{n}@bench.example", name=f"Person {n}") for n in range(people)]
    by = workspaces.begin("Bench", user=users[0])
    Workspace.objects.filter(pk=by.workspace.pk).update(today=TODAY)  # the day that the made-up plan is about
    scenario = workspaces.main(by.workspace)
    store.apply(scenario, _edits(generated(activities)), by=by, does=Change.Does.IMPORT)
    _try(scenario, by)
    for number, user in enumerate(users[1:], 1):
        Member.objects.create(
            workspace=by.workspace, user=user, party=PARTIES[number] if number < len(PARTIES) else "mops"
        )
    print(json.dumps({"cookies": [_signed_in(user) for user in users], **_addresses(store.load(scenario))}))


def _try(scenario: Any, by: Any) -> None:
    """A what-if in which some work costs something else, and is done later."""
    from truenorth.server import store

    plan = store.load(scenario)
    some = random.Random(2).sample(plan.all(Activity), TRIED)
    later = {"cost": "1234", "start": "2027-04-01", "end": "2027-06-30"}
    edits = [Edit(item.ref, data(item), {**data(item), **later}) for item in some]
    store.apply(store.fork(scenario, "try", "Try", by=by), edits, by=by)


def _edits(plan: Plan) -> list[Edit]:
    """The plan as edits; links that the generator leads to nothing on purpose are left out, as the gate would."""
    while lost := {source for source, _ in plan.dangling()}:
        plan = plan.changed(dict.fromkeys(lost))
    return diff(Plan({}), plan)


def _signed_in(user: Any) -> str:
    """The session of a new browser."""
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = SessionStore()
    request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": "benchmark"}
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session.save()
    return str(request.session.session_key)


def _addresses(plan: Plan) -> dict[str, Any]:
    """Pages by their names, and items to look at and to edit."""
    from django.urls import reverse

    def at(name: str, **parts: str) -> str:
        return reverse(name, kwargs={"workspace": "bench", **parts})

    items = random.Random(1).sample(plan.all(Activity), min(TARGETS, len(plan.all(Activity))))
    of = [{"kind": "activity", "key": item.key} for item in items]
    return {
        "home": at("home"),
        "live": at("live"),
        "list": at("plan:kind", kind="activity"),
        "findings": at("check:findings"),
        "roadmap": at("run:roadmap"),
        "move": at("run:move"),
        "compare": f"{at('plan:compare')}?one=now&other=try",
        "items": [at("plan:item", **one) for one in of],
        "forms": [at("plan:edit", **one) for one in of],
        "notes": [data(item).get("note", "") for item in items],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
