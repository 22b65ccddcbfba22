"""FLOW: one team's work feeds another's."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.plan.resources import Team
from truenorth.plan.strategy import Metric
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

Scorecards = dict[str, list[Metric]]


@rule("FLOW03", asks="cmo", reads=["metric", "team"], kind="gap")
def silo_metrics(case: Case) -> Iterator[Finding]:
    """
    A team is judged only by numbers of its own, or only by brand numbers.

    ## Why it matters

    Whoever is judged only by a number of their own makes that number go up, also where it costs another team more
    than it brings. One shared number on each scorecard makes the other team's result a reason to help.

    A team's scorecard is the metrics that name it (`scorecard_of`). Where fewer than two teams have one, nothing is
    said.

    ## Example

        metric:
          retention: {scorecard_of: [sales]}
          repeat-orders: {scorecard_of: [care]}

    ## Finds

        team:care is judged by 1 metric and shares none with another team

    ## Put right

        metric: {retention: {scorecard_of: [sales, care]}}
    """
    cards: Scorecards = {}
    for metric in case.plan.all(Metric):
        for key in metric.scorecard_of if case.live(metric) else ():
            cards.setdefault(key, []).append(metric)
    for team in case.plan.all(Team) if len(cards) > 1 else ():
        if own := cards.get(team.key):
            if not any(set(metric.scorecard_of) - {team.key} for metric in own):
                yield _shares_none(case, team, own, cards)
            elif all(metric.outcome_type == "brand" for metric in own):
                yield _only_brand(team, own)


def _shares_none(case: Case, team: Team, own: list[Metric], cards: Scorecards) -> Finding:
    near = _moved_by(case, own) or _moving(own, cards)
    metrics = f"{len(own)} {'metric' if len(own) == 1 else 'metrics'}"
    fixes = [
        Fix(
            f"Judge {team.title} by “{metric.title}” too, which is on the scorecard of another team",
            {metric.ref: {"scorecard_of": [*metric.scorecard_of, team.key]}},
        )
        for metric in near[:2]
    ]
    fixes.append(Fix("Share one of its numbers", {own[0].ref: {"scorecard_of": Blank("Which teams answer for it?")}}))
    return found(
        team.ref,
        f"is judged by {metrics} and shares none with another team",
        cause="are judged by no number that they share with another team",
        part="shared",
        stake=(),
        seen={"judged by": [metric.ref for metric in own]},
        fixes=fixes,
    )


def _moved_by(case: Case, own: list[Metric]) -> list[Metric]:
    """Metrics on other scorecards that a team's own metrics move."""
    keys = {metric.key for metric in own}
    above = (m for metric in own for m in case.plan.pointing_at(metric.ref, Metric))
    moved = {m.ref: m for m in above if m.scorecard_of and any(driver.metric in keys for driver in m.drivers)}
    return [metric for ref, metric in sorted(moved.items()) if metric not in own]


def _moving(own: list[Metric], cards: Scorecards) -> list[Metric]:
    """Metrics on other scorecards that move a team's own metrics."""
    drivers = {driver.metric for metric in own for driver in metric.drivers}
    moving = {m.ref: m for card in cards.values() for m in card if m.key in drivers}
    return [metric for ref, metric in sorted(moving.items()) if metric not in own]


def _only_brand(team: Team, own: list[Metric]) -> Finding:
    added = {"name": Blank(f"By which result is {team.title} judged too?"), "scorecard_of": [team.key]}
    return found(
        team.ref,
        f"is judged by brand numbers only: {', '.join(f'“{metric.title}”' for metric in own)}",
        cause="are judged by brand numbers only",
        part="brand",
        stake=(),
        seen={"judged by": [metric.ref for metric in own]},
        fixes=[Fix("Add a number that comes after attention", {f"metric:{team.key}-result"[:120]: added})],
    )
