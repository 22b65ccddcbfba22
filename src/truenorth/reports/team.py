"""A team's view of the plan: what it serves, whom it feeds and who feeds it, what it needs, and what it owes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Capacity, Process, Role, Team, Tool
from truenorth.plan.sight import above, why
from truenorth.plan.story import Content
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity, Feed, Program
from truenorth.reports.load import load_of
from truenorth.reports.values import said
from truenorth.reports.words import amount, currency_of, in_full, number, plain
from truenorth.rules.case import Case

WEEKS = 8  # that its hours are told for


@dataclass(frozen=True)
class Line:
    """An item, and what is said of it here."""

    ref: Ref
    title: str
    says: str = ""


@dataclass(frozen=True)
class Week:
    """The hours that planned work asks of a team in a week, and those it has; None where nobody says."""

    name: str
    asked: float
    there: float | None

    @property
    def share(self) -> float | None:
        """How full it is: 1 is full."""
        return self.asked / self.there if self.there else None


@dataclass(frozen=True)
class TeamView:
    """Everything a team is shown about itself."""

    team: Line
    lead: str
    worth: str
    serves: tuple[Line, ...]
    programs: tuple[Line, ...]
    work: tuple[Line, ...]
    gives: tuple[Line, ...]
    takes: tuple[Line, ...]
    needs: tuple[Line, ...]
    owes: tuple[Line, ...]
    owed: tuple[Line, ...]
    weeks: tuple[Week, ...]
    roles: tuple[Line, ...]


def teams(case: Case) -> list[tuple[Line, int, str]]:
    """Each team with how much live work it has, and what that is worth."""
    found = []
    for team in case.plan.all(Team):
        work = _work(case, team)
        found.append((Line(team.ref, plain(team.title), plain(team.function)), len(work), _worth(case, work)))
    return found


def view(case: Case, team: Team) -> TeamView:
    """A team's view of a case."""
    work, programs = _work(case, team), _programs(case, team)
    return TeamView(
        team=Line(team.ref, plain(team.title), plain(team.function)),
        lead=plain(case.plan.title(f"role:{team.lead}") if case.plan.get(Role, team.lead) else team.lead),
        worth=_worth(case, work),
        serves=tuple(_serves(case, [*work, *programs, *_own(case, team)])),
        programs=tuple(Line(one.ref, plain(one.title), _when(case, one)) for one in programs),
        work=tuple(Line(one.ref, plain(one.title), _when(case, one)) for one in work),
        gives=tuple(_feeds(case, team, gives=True)),
        takes=tuple(_feeds(case, team, gives=False)),
        needs=tuple(_needs(case, team, work)),
        owes=tuple(_owed(case, lambda one: one.team == team.key)),
        owed=tuple(_owed(case, lambda one: one.to == team.key)),
        weeks=tuple(_weeks(case, team)),
        roles=tuple(_roles(case, team)),
    )


def _work(case: Case, team: Team) -> list[Activity | Content]:
    pointing: list[Activity | Content] = [
        *case.plan.pointing_at(team.ref, Activity),
        *case.plan.pointing_at(team.ref, Content),
    ]
    found = [one for one in pointing if one.team == team.key and case.live(one)]
    return sorted(found, key=lambda one: (str(case.due(one) or "9"), one.title))


def _programs(case: Case, team: Team) -> list[Program]:
    return [one for one in case.plan.pointing_at(team.ref, Program) if case.live(one)]


def _own(case: Case, team: Team) -> list[Objective]:
    return [one for one in case.plan.pointing_at(team.ref, Objective) if one.team == team.key and case.live(one)]


def _worth(case: Case, work: Iterable[Entity]) -> str:
    spend = case.total(work)
    hours = f"{number(round(spend.hours))} hours" if spend.hours else ""
    money = amount(spend.money, currency_of(case.whole)) if spend.money else ""
    return ", ".join(part for part in (money, hours) if part) or "no money and no hours are stated"


def _serves(case: Case, items: Iterable[Entity]) -> Iterator[Line]:
    """The objectives, goals and parts of the vision that work leads to, each with its sentence up."""
    own = {item.ref for item in items}
    order = ("vision", "goal", "objective")
    reached = [item for ref in own | above(case.plan, own) if (item := case.plan.find(ref)) and item.kind in order]
    for item in sorted(reached, key=lambda one: (order.index(one.kind), one.title, one.key)):
        says = plain(why(case.plan, item.ref)) if isinstance(item, Objective) else item.kind
        yield Line(item.ref, plain(item.title), says)


def _when(case: Case, item: Entity) -> str:
    day = case.due(item)
    return f"due {in_full(day)}" if day else "no date"


def _feeds(case: Case, team: Team, *, gives: bool) -> Iterator[Line]:
    """What its work hands on, or gets, with how much and to or from whom."""
    for feed in case.plan.all(Feed):
        near, far = (feed.giver, feed.taker) if gives else (feed.taker, feed.giver)
        mine, other = _end(case, near), _end(case, far)
        if mine is not None and getattr(mine, "team", None) == team.key:
            much = f"{said(feed.volume)} {feed.unit}".strip() if feed.volume else feed.unit
            name = plain(other.title) if other else "nobody yet"
            yield Line(other.ref if other else feed.ref, name, plain(much))


def _end(case: Case, key: str | None) -> Entity | None:
    if not key:
        return None
    refs = [key] if ":" in key else [f"{kind}:{key}" for kind in ("program", "activity", "capacity")]
    return next((found for ref in refs if (found := case.plan.find(ref))), None)


def _needs(case: Case, team: Team, work: Iterable[Activity | Content]) -> Iterator[Line]:
    """The tools, processes and downstream teams that its work counts on, with how many pieces of it do."""
    counts: dict[Ref, int] = {}
    for item in work:
        for to in item.links:
            if isinstance(case.plan.find(to), (Tool, Process, Capacity)):
                counts[to] = counts.get(to, 0) + 1
    for ref, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        yield Line(ref, plain(case.plan.title(ref)), "1 piece of work" if count == 1 else f"{count} pieces of work")


def _owed(case: Case, concerns: Callable[[Commitment], bool]) -> Iterator[Line]:
    """The commitments that concern the team, with by when and how they were answered."""
    for one in case.plan.all(Commitment):
        if concerns(one):
            day = case.calendar.end(one.by)
            when = f"by {in_full(day)}" if day else f"within {said(one.within)}" if one.within else "no date"
            yield Line(one.ref, plain(one.what or one.title), f"{when}, {one.answer or 'not answered yet'}")


def _weeks(case: Case, team: Team) -> Iterator[Week]:
    """The hours asked and there in the weeks to come; nothing where no work states hours."""
    load, first = load_of(case, team), case.weeks.now
    if any(load.asked):
        for n, name in enumerate(case.weeks.names[first : first + WEEKS], first):
            yield Week(name, round(load.asked[n], 1), load.there[n])


def _roles(case: Case, team: Team) -> Iterator[Line]:
    for role in case.plan.pointing_at(team.ref, Role):
        if role.team == team.key:
            seats = f"{role.filled} filled" if role.filled is not None else "seats not stated"
            empty = f", {role.open} open" if role.open else ""
            yield Line(role.ref, plain(role.title), f"{', '.join(role.skills) or 'no skills stated'}; {seats}{empty}")
