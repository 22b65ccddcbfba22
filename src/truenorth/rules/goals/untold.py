"""GOAL04: key results, and objectives that only say a direction, without a value to reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from truenorth.engines.words import row
from truenorth.plan.resources import Team
from truenorth.plan.strategy import Objective
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, Severity, found, slug
from truenorth.rules.fold import FOLD_FROM
from truenorth.rules.goals.standing import Standing, direction_only, has_target


class Group(NamedTuple):
    """Whose plan of which period, and whether it is about its key results or its other objectives."""

    team: str
    period: str
    results: bool

    @property
    def noun(self) -> str:
        """What its members are called."""
        return "key result" if self.results else "objective"


Groups = dict[Group, list[Objective]]


def without_target(case: Case, standing: Standing, leaves: list[Objective]) -> Iterator[Finding]:
    """The key results without a target value, by team and period; those of three groups or more together.

    Objectives that serve no other one are looked at where one of them says nothing but a direction.
    """
    groups = _groups(standing, leaves)
    without = {group: _lacking(many) for group, many in sorted(groups.items())}
    is_usual = 2 * sum(map(len, without.values())) <= sum(map(len, groups.values()))
    severity: Severity = "warning" if is_usual else "info"
    bare = [group for group, many in without.items() if any(map(direction_only, many))]
    plain = [group for group, many in without.items() if many and group not in bare]
    for same in (bare, plain):
        if len(same) < FOLD_FROM:
            for group in same:
                yield _group(case, standing, group, groups[group], severity)
        else:
            yield _together(case, standing, {group: groups[group] for group in same}, severity)


def _groups(standing: Standing, leaves: list[Objective]) -> Groups:
    groups: Groups = {}
    for objective in leaves:
        group = Group(standing.team(objective), standing.period(objective), standing.is_key_result(objective))
        groups.setdefault(group, []).append(objective)
    return {group: many for group, many in groups.items() if group.results or any(map(direction_only, many))}


def _lacking(many: list[Objective]) -> list[Objective]:
    return [objective for objective in many if not has_target(objective)]


def _group(case: Case, standing: Standing, group: Group, many: list[Objective], severity: Severity) -> Finding:
    without = _lacking(many)
    refs = [o.ref for o in without]
    team = f"team:{group.team}"
    return found(
        (team, *refs) if case.plan.find(team) else tuple(refs),
        _says(case, standing, group, many),
        part="target-" + slug(group.period) + ("" if group.results else "-objectives"),
        severity=severity,
        stake=refs,
        seen={"without a target": refs, "not disclosed": [o.ref for o in many if _is_hidden(o)]},
        fixes=[_ask_for_targets(without)],
    )


def _says(case: Case, standing: Standing, group: Group, many: list[Objective]) -> str:
    """`6 of the 8 key results of Marketing in FY27-Q3 have no target value`, and how."""
    without = _lacking(many)
    has_teams = bool(case.plan.all(Team))
    whose = f" of {case.plan.title(f'team:{group.team}')}" if group.team else " of the company" if has_teams else ""
    count = f"{len(without)} of the {len(many)} {group.noun}s"
    if len(many) == 1:
        count = f"{'the only' if _is_alone(case, standing, group) else 'one'} {group.noun}"
    elif len(without) == len(many):
        count = f"{'both' if len(many) == 2 else f'all {len(many)}'} {group.noun}s"
    when = f" in {group.period}" if group.period else ""
    return f"{count}{whose}{when} {'has' if len(without) == 1 else 'have'} no target value{_how(without)}"


def _is_alone(case: Case, standing: Standing, group: Group) -> bool:
    """Whether the plan of a team and period holds no more such objectives, with or without a target."""
    same = (
        objective
        for objective in case.all_live(Objective)
        if (standing.team(objective), standing.period(objective)) == (group.team, group.period)
    )
    return sum(not group.results or standing.is_key_result(objective) for objective in same) == 1


def _together(case: Case, standing: Standing, groups: Groups, severity: Severity) -> Finding:
    every = [o for many in groups.values() for o in many]
    without = _lacking(every)
    each = [{"at": _lacking(many)[0].ref, "says": _says(case, standing, group, many)} for group, many in groups.items()]
    noun = "key result" if all(group.results for group in groups) else "objective"
    return found(
        tuple(sorted(o.ref for o in without)),
        f"{len(without)} of the {len(every)} {noun}s in {len(groups)} plans have no target value{_how(without)}",
        part="directions" if any(map(direction_only, without)) else "no-targets",
        severity=severity,
        seen={"each": each},
        fixes=[_ask_for_targets(without)],
    )


def _how(without: list[Objective]) -> str:
    """How many only say a direction, and how many nothing: `: 4 only say “maximize” and 2 name none`."""
    directions = [o.target.how for o in without if o.target and direction_only(o)]
    parts = [
        f"{count} only {'says' if count == 1 else 'say'} “{word}”"
        for word in sorted(set(directions))
        for count in (directions.count(word),)
    ]
    if parts and (none := len(without) - len(directions)):
        parts.append(f"{none} {'names' if none == 1 else 'name'} none")
    return f": {row(parts)}" if parts else ""


def _is_hidden(objective: Objective) -> bool:
    return objective.target is not None and objective.target.hidden is not None


def _ask_for_targets(without: list[Objective]) -> Fix:
    asks = {o.ref: {"target": Blank(f"What is to be reached by “{o.title}”?")} for o in without}
    return Fix("Say what is to be reached", asks)
