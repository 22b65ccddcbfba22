"""The line of sight: all of it, or what one team, persona or goal has to do with; and a way in for what has none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from truenorth.plan.edit import Edit
from truenorth.plan.entity import Entity, Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.sight import SERVING, above, below
from truenorth.plan.story import Content, Persona
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.reports.sight import Map, Sight, laid_out, sight
from truenorth.rules import Case
from truenorth.rules.finding import Finding
from truenorth.server.models import Change, Member, Scenario
from truenorth.server.services import plan as plans
from truenorth.server.services.people import Refused

LINKED = {Activity: ("objective", "goal", "program"), Program: ("objective", "goal"), Content: ("program",)}


@dataclass(frozen=True)
class Through:
    """Whose line of sight is shown: a team's, a persona's, a goal's; nothing chosen means everybody's."""

    team: str = ""
    persona: str = ""
    goal: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return not (self.team or self.persona or self.goal)


def shown(plan: Plan, day: date, findings: Iterable[Finding], through: Through) -> tuple[Sight, Map]:
    """The map of a plan as of a day, as far as somebody has to do with it."""
    found = sight(Case(plan if through.is_whole else narrowed(plan, through), day), tuple(findings))
    return found, laid_out(found)


def narrowed(plan: Plan, through: Through) -> Plan:
    """The plan with only that line of sight in it: the work concerned, and all it serves."""
    serving = [item for item in plan.entities.values() if isinstance(item, SERVING)]
    kept = {item.ref for item in serving if _is_of(plan, item, through)}
    if through.goal:
        goal = f"goal:{through.goal}"
        under = {goal, *(one.ref for one in below(plan, goal))}
        kept = (kept | above(plan, kept)) & under if through.team or through.persona else under
        kept |= above(plan, [goal])
    else:
        kept |= above(plan, kept)
    return plan.changed({item.ref: None for item in serving if item.ref not in kept})


def _is_of(plan: Plan, item: Entity, through: Through) -> bool:
    teams = {getattr(item, "team", None), *getattr(item, "teams", ()), *getattr(item, "shared_with", ())}
    persona = getattr(item, "persona", None)
    personas = {*getattr(item, "personas", ()), *(persona if isinstance(persona, (list, tuple)) else (persona,))}
    return (not through.team or through.team in teams) and (not through.persona or through.persona in personas)


def choices(plan: Plan) -> dict[str, list[Entity]]:
    """The teams, personas and goals there are to look through."""
    teams = {getattr(item, "team", None) for kind in (Activity, Program, Objective) for item in plan.all(kind)}
    return {
        "team": [item for item in map(plan.find, sorted(f"team:{key}" for key in teams if key)) if item],
        "persona": [*plan.all(Persona)],
        "goal": [*plan.all(Goal)],
    }


def ends(plan: Plan) -> list[Entity]:
    """What an item without a line of sight can be put under."""
    return [*plan.all(Objective), *plan.all(Goal), *plan.all(Program)]


def link(scenario: Scenario, plan: Plan, ref: Ref, to: Ref, *, by: Member) -> Change | None:
    """Put an item under an objective, a goal or a program. Refused where that makes no line of sight."""
    item, end = plan.find(ref), plan.find(to)
    if item is None or end is None:
        raise Refused("that item is not there any more")
    if end.kind not in LINKED.get(type(item), ()):
        raise Refused(f"{item.title} cannot be put under {end.title}: choose an objective")
    was = data(item)
    return plans.change(
        scenario, [Edit(ref, was, _under(was, item, end))], by=by, why=f"{item.title} serves {end.title}"
    )


def _under(was: dict[str, Any], item: Entity, end: Entity) -> dict[str, Any]:
    if end.kind == "program":
        return {**was, "program": end.key}
    key = end.key if end.kind == "objective" else end.ref
    return {**was, "serves": {**was.get("serves", {}), key: None}}
