"""TEAM03, the gaps: what names no owner, and what is still undecided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from truenorth.engines.asof import OVER
from truenorth.engines.words import row
from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity
from truenorth.plan.resources import Team
from truenorth.plan.strategy import Expectation, Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.aims import is_only_a_name
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, plural
from truenorth.rules.people.owned import Owned

_BUSINESS = frozenset({"business", "finance", "sales", "service"})


def without_owner(case: Case, owned: Owned) -> Iterator[Finding]:
    """Goals, programs and deliverables for which nobody answers, and teams without the lead they should name."""
    items: list[Entity] = [*_goals(case), *case.all_live(Program)]
    for item in (item for item in items if not _has_owner(case, owned, item)):
        yield _gap(item, "names nobody who answers for it", "name nobody who answers for them", "owner")
    yield from _deliverables(case, owned)
    for team in case.all_live(Team):
        if team.declares_owners and not team.lead and team.ref not in owned.answers:
            yield _gap(team, "declares its owners and names no lead", "declare their owners and name no lead", "lead")


def _goals(case: Case) -> list[Goal]:
    """The goals that are more than a name: of one that is not, GOAL04 says all that it lacks."""
    return [goal for goal in case.all_live(Goal) if not is_only_a_name(case, goal)]


def _has_owner(case: Case, owned: Owned, item: Entity) -> bool:
    """Whether somebody answers for an item: its owner, a role that says so, or the lead of its team."""
    team = case.plan.get(Team, getattr(item, "team", None))
    named = item.owner or getattr(item, "business_owner", "") or (team.lead if team else "")
    return bool(named) or item.ref in owned.answers


def _deliverables(case: Case, owned: Owned) -> Iterator[Finding]:
    """Deliverables are counted among themselves, not among all objectives."""
    every = [objective for objective in case.all_live(Objective) if objective.deliverable]
    holes = [objective for objective in every if not _has_owner(case, owned, objective)]
    if holes:
        asks = Blank("Which role answers for it?")
        names = "names nobody who answers for it" if len(holes) == 1 else "name nobody who answers for them"
        many = f"{len(holes)} of {len(every)} deliverables {names}"
        yield found(
            tuple(objective.ref for objective in holes),
            "the deliverable names nobody who answers for it" if len(every) == 1 else many,
            kind="gap",
            severity="warning" if 2 * len(holes) <= len(every) else "info",
            part="deliverables",
            seen={"each": [{"at": one.ref, "says": "names nobody who answers for it"} for one in holes]},
            fixes=[Fix("Name the role that answers for each", {one.ref: {"owner": asks} for one in holes})],
        )


def _gap(item: Entity, says: str, cause: str, field: str) -> Finding:
    fix = Fix("Name the role that answers for it", {item.ref: {field: Blank("Which role answers for it?")}})
    return found(item.ref, says, kind="gap", cause=cause, part=field, fixes=[fix])


def business_side(case: Case) -> Iterator[Finding]:
    """Goals for which nobody on the business side answers; once both sides are to agree, every goal is of both."""
    goals = _goals(case)
    used = any(goal.business_owner for goal in goals) or bool(case.records.reviews)
    for goal in goals:
        if not goal.business_owner and (used or _is_asked_for(case, goal)):
            yield _gap(
                goal, "names no owner on the business side", "name no owner on the business side", "business_owner"
            )


def _is_asked_for(case: Case, goal: Goal) -> bool:
    expects = (item.party for item in case.plan.pointing_at(goal.ref, Expectation))
    owes = (item.party for item in case.plan.pointing_at(goal.ref, Commitment))
    return not _BUSINESS.isdisjoint((*expects, *owes))


def undecided(case: Case, items: Iterable[Entity]) -> Iterator[Finding]:
    """What is still to be named or decided, with the work that counts on it."""
    for item in items:
        if item.status in OVER or not case.live(item):
            continue
        work = _counting_on(case, item)
        yield found(
            (item.ref, *(one.ref for one in work)),
            f"still undecided: {row(item.undecided)}{_said(work)}",
            kind="gap",
            cause="say that something is still undecided",
            part="undecided",
            seen={"undecided": item.undecided, "counts_on_it": [one.ref for one in work]},
            fixes=[
                Fix("Decide it, and take it off the list", {item.ref: {"undecided": Blank("What is left undecided?")}})
            ],
        )


def _counting_on(case: Case, item: Entity) -> list[Entity]:
    """The live work that points at an item, and the objectives which that work serves."""
    pointing = (*case.plan.pointing_at(item.ref, Program), *case.plan.pointing_at(item.ref, Activity))
    work: list[Entity] = [one for one in pointing if case.live(one)]
    served = {ref: one for on in (item, *work) for ref in on.links if isinstance(one := case.plan.find(ref), Objective)}
    own = case.plan.pointing_at(item.ref, Objective) if isinstance(item, Team) else []
    objectives = {one.ref: one for one in (*served.values(), *own)}
    return [*work, *(one for _, one in sorted(objectives.items()) if case.live(one))]


def _said(work: Sequence[Entity]) -> str:
    if not work:
        return ""
    if len(work) <= 2:
        return f"; {row(f'“{one.title}”' for one in work)} {'counts' if len(work) == 1 else 'count'} on it"
    counts = Counter(one.kind for one in work)
    return f"; {row(plural(kind, count) for kind, count in sorted(counts.items()))} count on it"
