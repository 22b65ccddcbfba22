"""Change the plan: the one way in for a form, a grid, a sheet, a drag, a mend and the API; and every way back."""

from __future__ import annotations

from collections.abc import Iterable

from truenorth.plan import rename as renaming
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.reports.words import PARTIES
from truenorth.server import policy, store
from truenorth.server.models import Change, Member, Scenario
from truenorth.server.services import people
from truenorth.server.services.later import later


class Denied(ValueError):
    """Edits that are not this member's to make; carries them, and who may."""

    def __init__(self, edits: list[Edit]) -> None:
        """Keep the edits."""
        self.edits = edits
        count = "this" if len(edits) == 1 else f"{len(edits)} of these items"
        super().__init__(f"You may not change {count}; {whom(edits)} may.")


def whom(edits: Iterable[Edit]) -> str:
    """Who may make some edits anywhere, in words."""
    parties = {party for one in edits for party in policy.asks(one.ref.partition(":")[0])}
    return " or ".join(PARTIES[party] for party in PARTIES if party in parties) or "somebody else"


def change(
    scenario: Scenario, edits: Iterable[Edit], *, by: Member, why: str = "", does: str = Change.Does.EDIT
) -> Change | None:
    """Make some edits, merged by field with what others did meanwhile, as one change; None where nothing changes.

    Raises Denied, plan.edit.Clashes (with both values), plan.edit.Broken, plan.reading.Unreadable, store.Closed.
    """
    edits = list(edits)
    allowed(scenario, edits, by=by)
    made = store.apply(scenario, edits, by=by, why=why, does=does)
    return later(scenario, made)


def allowed(scenario: Scenario, edits: list[Edit], *, by: Member) -> None:
    """Denied with the edits that a member may not make."""
    if denied := refused(store.load(scenario), edits, by=by):
        raise Denied(denied)


def refused(plan: Plan, edits: Iterable[Edit], *, by: Member) -> list[Edit]:
    """Those of some edits that a member may not make."""
    seat = people.seat(by)
    return [one for one in edits if not policy.may(seat, one, plan)]


def undo(scenario: Scenario, number: int, *, by: Member) -> Change | None:
    """Take a change back, however old; what others changed since stays, and Clashes where that is the same field."""
    made = Change.objects.get(scenario=scenario, number=number)
    back = [one.reversed() for one in store.edits_of(made)]
    allowed(scenario, back, by=by)
    why = f"undo: {made.why}" if made.why else f"undo change {number}"
    return later(scenario, store.apply(scenario, back, by=by, why=why, does=Change.Does.UNDO, undoes=made))


def rename(scenario: Scenario, ref: Ref, key: str, *, by: Member) -> Change | None:
    """Give an item another key; what points at it follows."""
    plan = store.load(scenario)
    edits = renaming.rename(plan, ref, key)
    return change(scenario, edits, by=by, why=f"rename {ref} to {key}", does=Change.Does.RENAME)


def restore(scenario: Scenario, refs: Iterable[Ref], *, by: Member) -> Change | None:
    """Bring items back from the trash."""
    wanted = frozenset(refs)
    back = [Edit(ref, None, found) for ref, found, _ in store.trash(scenario) if ref in wanted]
    return change(scenario, back, by=by, why="back from the trash", does=Change.Does.RESTORE)


def revert(scenario: Scenario, number: int, *, by: Member) -> Change | None:
    """Make the plan again what it was after a change."""
    back = store.between(scenario, scenario.head, number)
    return change(scenario, back, by=by, why=f"back to change {number}", does=Change.Does.RESTORE)


def fork(scenario: Scenario, name: str, *, by: Member) -> Scenario:
    """A what-if under a name."""
    return store.fork(scenario, store.free_key(name, "what-if", scenario.workspace.scenarios.all()), name, by=by)
