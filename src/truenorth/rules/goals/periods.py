"""GOAL13 and GOAL14: what the plans of the periods, one after the other, leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from truenorth.engines.words import row
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Team
from truenorth.plan.strategy import Objective
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, Severity, found, slug, whole
from truenorth.rules.goals.dropped import Dropped, dropped
from truenorth.rules.goals.standing import Standing, so_far
from truenorth.rules.rule import rule


@dataclass(frozen=True)
class Period:
    """A period that plans are made for, and its days."""

    name: str
    span: Span

    @property
    def months(self) -> int:
        """How long it is, in months."""
        return round(((self.span.end - self.span.start).days + 1) / 30.44)


@rule("GOAL13", asks="cmo", reads=["objective", "team"], kind="gap")
def period_without_objectives(case: Case, *, earlier: int = 2, grace: int = 7) -> Iterator[Finding]:
    """
    A period is under way without objectives.

    ## Why it matters

    Work in a period without objectives is measured against nothing: it goes on with what it did before, or with
    what comes in. Those who count on the team do not know on what.

    The period under way is looked at from `grace` days after its start, for each length of period in use (month,
    quarter, half-year, year). A team, or the company itself (objectives of no team), is expected to have some in it
    where it had some in at least `earlier` periods of that length, the last of them at most one period ago; not where
    the team says that it never sets any (`sets_objectives`).

    ## Example

        today: 2027-07-20
        objective:
          q1: {name: Twenty case studies, team: demand, period: 2027-Q1}
          q2: {name: Ten webinars, team: demand, period: 2027-Q2}

    ## Finds

        team:demand 2027-Q3, under way until 2027-09-30, has no objectives of Demand generation; there were some in 2027-Q1 and 2027-Q2

    ## Put right

        objective: {q3: {name: A hundred calls, team: demand, period: 2027-Q3}}
    """  # noqa: E501
    standing = so_far(case)
    by_team: dict[str, dict[Span, int]] = {}
    names: dict[Span, str] = {}
    for objective in standing.objectives.values():
        period = standing.period(objective)
        if objective.status != "idea" and (span := case.calendar.span(period or None)):
            names.setdefault(span, period)
            counts = by_team.setdefault(standing.team(objective), {})
            counts[span] = counts.get(span, 0) + _is_counted(standing, objective, span)
    used = [Period(name, span) for span, name in sorted(names.items())]
    for months in sorted({period.months for period in used}):
        same = [period for period in used if period.months == months]
        now = _under_way(case, same)
        if now and (case.today - now.span.start).days >= grace:
            yield from _without_objectives(case, by_team, same, now, int(earlier))


def _is_counted(standing: Standing, objective: Objective, span: Span) -> bool:
    """Whether it is more than a key result of another objective in the same plan."""
    team = standing.team(objective)
    return not any(standing.team(up) == team and standing.span(up) == span for up in standing.above[objective.ref])


def _under_way(case: Case, used: list[Period]) -> Period | None:
    """The period of the same length and in the same style of name that holds the day on which all is judged."""
    company = case.whole.company
    styles = {_style(period.name) for period in used}
    own = [*(period.name for period in used), *(company.periods if company else ())]
    for name in (*own, *_usual_names(case.today)):
        span = case.calendar.span(name)
        is_same = name in own or _style(name) in styles
        if span and is_same and span.start <= case.today <= span.end and Period(name, span).months == used[0].months:
            return Period(name, span)
    return None


def _style(name: str) -> str:
    return re.sub(r"\d+", lambda digits: "0" * len(digits[0]) if len(digits[0]) > 1 else "0", name)


def _usual_names(day: date) -> Iterator[str]:
    """The names that a period around a day may have: FY27-Q1, 2027-Q1, 2027-03, ..."""
    quarters = [f"-Q{n}" for n in range(1, 5)]
    fiscal = ["", *quarters, "-H1", "-H2", *(f"-M{n:02}" for n in range(1, 13))]
    plain = ["", *quarters, *(f"-{n:02}" for n in range(1, 13))]
    for year in range(day.year - 1, day.year + 2):
        yield from (f"{head}{part}" for head in (f"FY{year % 100:02}", f"FY{year}") for part in fiscal)
        yield from (f"{year}{part}" for part in plain)


def _without_objectives(
    case: Case, by_team: dict[str, dict[Span, int]], same: list[Period], now: Period, earlier: int
) -> Iterator[Finding]:
    before = [period for period in same if period.span.end < now.span.start]
    missing: list[str] = []
    having: list[str] = []
    for team, counts in sorted(by_team.items()):
        had = [period for period in before if period.span in counts]
        is_recent = bool(had) and (now.span.start - had[-1].span.end).days <= 1.2 * 30.44 * now.months + 1
        if now.span in counts:
            having.append(team)
        elif len(had) >= earlier and is_recent and _is_expected(case, team):
            missing.append(team)
    if missing:
        periods = [period.name for period in before if any(period.span in by_team[team] for team in missing)]
        yield _none_set(case, now, missing, {team: by_team[team][now.span] for team in having}, periods)


def _is_expected(case: Case, key: str) -> bool:
    team = case.plan.get(Team, key)
    return not key or bool(team and team.sets_objectives is not False and case.live(team))


def _none_set(case: Case, now: Period, missing: list[str], having: dict[str, int], periods: list[str]) -> Finding:
    severity: Severity = "warning" if len(having) >= len(missing) else "info"
    only = (
        "; only " + row((f"{_called(case, team)} has {count}" for team, count in having.items()), 3) if having else ""
    )
    refs = [f"team:{team}" for team in missing if team]
    start = [whole(case.plan)] if "" in missing else []
    return found(
        (*start, *refs),
        f"{now.name}, under way until {now.span.end}, has no objectives of"
        f" {row((_called(case, team) for team in missing), 9)}; there were some in {row(periods, 6)}{only}",
        part=slug(now.name),
        severity=severity,
        stake=[],
        seen={
            "period": now.name,
            "without objectives": [_called(case, team) for team in missing],
            "objectives": {_called(case, team): count for team, count in having.items()},
            "earlier": periods,
        },
        fixes=[Fix(f"Say what {now.name} is for", dict(_new(case, now, team) for team in missing))],
    )


def _called(case: Case, team: str) -> str:
    company = case.plan.company
    return case.plan.title(f"team:{team}") if team else f"{company.title} itself" if company else "the company itself"


def _new(case: Case, now: Period, team: str) -> tuple[Ref, dict[str, str | Blank | None]]:
    ref = "objective:" + slug(f"{team or 'company'}-{now.name}")
    asks = Blank(f"What does {_called(case, team)} want to reach in {now.name}?")
    return ref, {"name": asks, "team": team or None, "period": now.name}


@rule("GOAL14", asks="cmo", reads=["objective", "metric", "team"], kind="gap")
def metric_dropped_on_the_way(case: Case) -> Iterator[Finding]:
    """
    An objective of the year is no longer worked for.

    ## Why it matters

    What the year promises and the plans within it leave out is either no longer meant, and nobody has said so, or
    forgotten. Those who count on it find out at the end.

    An objective whose period is a year is held against the plans of the shorter periods in it: one or more name its
    metric (by key, by `same_as`, or with all words of its name), and a later one, in which the same team sets
    objectives, does not: not even half of those words. It warns where at least half of the planned periods name it.

    ## Example

        metric: {visits: {name: Showroom visits}}
        objective:
          year: {name: More people in the showroom, metric: visits, team: demand, period: 2027, target: 900}
          q1: {name: 200 showroom visits, team: demand, period: 2027-Q1}
          q2: {name: Ten case studies, team: demand, period: 2027-Q2}

    ## Finds

        objective:year is seen in Showroom visits: 2027-Q1 has an objective on it, and 2027-Q2 has none

    ## Put right

        objective: {q2: {name: Ten case studies and 300 visits, metric: visits}}
    """
    for one in dropped(case):
        metric = case.plan.title(f"metric:{one.objective.metric}")
        severity: Severity = "warning" if len(one.named) >= len(one.left_out) else "info"
        yield found(
            (one.objective.ref, *one.by),
            f"is seen in {metric}: {row(one.named, 6)} {_have(one.named)} an objective on it,"
            f" and {row(one.left_out, 6)} {_have(one.left_out)} none",
            severity=severity,
            stake=[one.objective.ref],
            seen={"named in": one.named, "not named in": one.left_out, "by the objectives": list(one.by)},
            fixes=_take_up(one),
        )


def _have(names: tuple[str, ...]) -> str:
    return "has" if len(names) == 1 else "have"


def _take_up(one: Dropped) -> list[Fix]:
    """An objective of the last period on the metric, or the end of the year's objective."""
    last = one.left_out[-1]
    new = {
        "name": Blank(f"What does {last} do for it?"),
        "metric": one.objective.metric,
        "period": last,
        "team": one.objective.team,
        "serves": {one.objective.key: None},
    }
    status = {"status": Blank("Is it planned, active, done or stopped?")}
    return [
        Fix(f"Say what {last} does for it", {"objective:" + slug(f"{one.objective.key}-{last}"): new}),
        Fix("Say that it is no longer an objective of the year", {one.objective.ref: status}),
    ]
