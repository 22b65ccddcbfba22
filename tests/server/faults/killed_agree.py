"""Kill -9 at a random point of the yes with which a version becomes agreed: `killed_agree.py DATA SEED TIMES`."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import killed


def _state(data: Path) -> list[Any]:
    """What was said, which version is agreed, and what the audit tells of it."""
    from truenorth.records.agree import standing
    from truenorth.server.models import Event
    from truenorth.server.services import records

    killed._let_go()
    workspace = killed._scenario().workspace
    said = records.read(workspace)
    found = standing(said.agreed)
    noted = Event.objects.filter(workspace=workspace, what="agreed").count()
    return [workspace.said, len(said.agreed), found.version.plan if found else "", noted]


def _agree(data: Path, chance: random.Random) -> tuple[Any, Any, Callable[[], object]]:
    """The yes of the business to a version to which marketing has agreed."""
    from truenorth.server import store
    from truenorth.server.models import Member, User
    from truenorth.server.services import agree, check, fit
    from truenorth.services import agree as saying

    cmo = Member.objects.filter(party="cmo").get()
    for party in ("business", "mops"):
        if not Member.objects.filter(party=party).exists():
            user = User.objects.create_user(f"{party}@acme.example")
            Member.objects.create(workspace=cmo.workspace, user=user, party=party)
    business, mops = (Member.objects.filter(party=party).get() for party in ("business", "mops"))
    _moved(business)
    day = fit.today(cmo.workspace)

    def say(by: Member, what: str, make: Callable[..., Any], *given: Any) -> None:
        agree.said(killed._scenario(), day, make(agree.who(by, day), *given), what=what, by=by)

    say(mops, "judge", saying.judge, {"says": "can be done", "exception": "as last year"})
    if agree.room(killed._scenario(), day).state != "in review":
        say(cmo, "review", saying.put_up)
    for by in (cmo, business):
        say(by, "see", saying.see)
    say(cmo, "agree", saying.agree)
    old = _state(data)
    version = store.load(killed._scenario()).fingerprint
    new = [old[0] + 1, old[1] + 1, version, old[3] + 1]
    assert old[2] != version
    check.told(killed._scenario(), day)  # so that the write itself is most of what is left
    return old, new, lambda: say(business, "agree", saying.agree)


def _moved(by: Any) -> None:
    """The plan is another one, and what was asked of sales is answered, so that nothing stands in the way."""
    from truenorth.plan import Edit, data
    from truenorth.server import store

    scenario = killed._scenario()
    was = data(store.load(scenario).entities["commitment:follow-up"])
    now = {**was, "answer": "accepted", "note": f"{time.monotonic_ns()}"}
    store.apply(scenario, [Edit("commitment:follow-up", was, now)], by=by)


if __name__ == "__main__":
    killed.VERBS, killed._state = {"agree": _agree}, _state
    sys.exit(killed.main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
