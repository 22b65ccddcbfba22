"""Goals as several families look at them: which are still to be reached, and which are only a name."""

from __future__ import annotations

from truenorth.engines.asof import OVER
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case


def ahead(case: Case) -> list[Goal]:
    """The goals still to be reached, those of later years too."""
    return [goal for goal in case.plan.all(Goal) if case.live(goal) or _is_later(case, goal)]


def _is_later(case: Case, goal: Goal) -> bool:
    until = case.calendar.end(goal.horizon)
    return goal.status not in (*OVER, "idea") and until is not None and until > case.horizon.end


def is_bare(case: Case, goal: Goal) -> bool:
    """Whether neither a metric nor an objective tells how it is seen to be reached."""
    return not goal.metric and not case.plan.pointing_at(goal.ref, Objective)


def is_only_a_name(case: Case, goal: Goal) -> bool:
    """Whether there is no metric, no objective and no live work for a goal; that is said once, by GOAL04."""
    return is_bare(case, goal) and not any(
        case.live(work) for kind in (Program, Activity) for work in case.plan.pointing_at(goal.ref, kind)
    )
