"""Verdicts made by hand: a rebuild, a report and a refresh that do not fit into 64 hours a week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from truenorth.engines.feasibility.answer import (
    Answer,
    Because,
    Conflict,
    Fault,
    Load,
    Margin,
    Placed,
    Repair,
)
from truenorth.engines.feasibility.asked import Asked, Change, Question
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.feasibility.problem import After, Bundle, Claim, Lever, Problem, Staff, Use, Work
from truenorth.plan import Edit, Plan, data
from truenorth.rules.acme import acme
from truenorth.rules.case import Case

PLAN = {
    "activity": {
        "rebuild": {
            "name": "Nurture rebuild", "team": "demand", "program": "launch",
            "start": "2027-01-11", "end": "2027-02-05",
        },
        "report": {
            "name": "Rate report", "team": "demand", "program": "launch",
            "start": "2027-01-18", "end": "2027-02-05",
        },
        "refresh": {
            "name": "Retargeting refresh", "team": "demand", "program": "launch",
            "start": "2027-01-11", "end": "2027-01-29",
        },
    },
}  # fmt: skip
FIRST = date(2027, 1, 11)
DAYS = tuple(day for n in range(84) if (day := FIRST + timedelta(days=n)).weekday() < 5)
HOUR = 60


def case() -> Case:
    return acme(PLAN)


def claims(**more: Any) -> dict[str, Claim]:
    made = [
        Claim("rebuild-due", "due", "Nurture rebuild is live by 2027-02-05", "activity:rebuild", "mops"),
        Claim("report-do", "do", "Rate report is published in full", "activity:report", "cmo", "plan.yaml"),
        Claim("report-due", "due", "Rate report is out by 2027-02-05", "activity:report", "cmo"),
        Claim("refresh-do", "do", "Retargeting is refreshed in January", "activity:refresh", "partner"),
        Claim("web-hours", "people", "Web & MOps has 64 hours a week", "team:demand", "mops", **more),
    ]
    return {claim.key: claim for claim in made}


def problem(**more: Any) -> Problem:
    known = claims(**more)
    return Problem(
        days=len(DAYS),
        weeks=tuple(range(0, len(DAYS), 5)),
        claims=known,
        bundles=(
            Bundle("rebuild", "Nurture rebuild", "rebuild-due", 2.0, {"objective:pipeline": 0.6}),
            Bundle("report", "Rate report", "report-do", 1.0, {"objective:pipeline": 0.4}),
            Bundle("refresh", "Retargeting refresh", "refresh-do", 1.0),
        ),
        works=(
            Work(
                "rebuild", "Nurture rebuild", "rebuild", 10, 20, 0, 20, (Use("web", 160 * HOUR),), due=("rebuild-due",)
            ),
            Work("report", "Rate report", "report", 5, 15, 5, 20, (Use("web", 120 * HOUR),), due=("report-due",)),
            Work("refresh", "Retargeting refresh", "refresh", 5, 15, 0, 15, (Use("web", 63 * HOUR),)),
        ),
        afters=(After("refresh", "report", -5, ()),),
        staff=(Staff("web", "Web & MOps", frozenset({"web"}), (64 * HOUR,) * len(DAYS[::5]), "web-hours"),),
        levers=(
            Lever("move-rebuild", "move", "rebuild-due", "Finish the rebuild by 2027-03-19", fixed=0, price=0),
            Lever("agency", "staff", "web-hours", "Bring in an agency for 87 hours", fixed=910000, price=0),
            Lever("drop-refresh", "drop", "refresh-do", "Skip the retargeting refresh", price=None, loses=1.0),
        ),
        units={"web": ("h", HOUR), "staff:web": ("h", HOUR)},
    )


def asked(silent: tuple[str, ...] = (), questions: tuple[Question, ...] = (), **more: Any) -> Asked:
    items = {key: f"activity:{key}" for key in ("rebuild", "report", "refresh")}
    return Asked(problem(**more), DAYS, items, CHANGES, questions=questions, silent=silent)


def sets(ref: str, **fields: str) -> Change:
    def change(plan: Plan, _: int) -> list[Edit]:
        before = data(plan.entities[ref])
        return [Edit(ref, before, {**before, **fields})]

    return change


CHANGES = {
    "move-rebuild": sets("activity:rebuild", end="2027-03-19"),
    "agency": sets("role:demand-lead", hours_per_week="60"),
    "drop-refresh": sets("activity:refresh", status="stopped"),
}


STAFF = Because(
    "staff", "web", "Web & MOps", 0, 20, 343 * HOUR, 256 * HOUR,
    (("rebuild", 160 * HOUR), ("report", 120 * HOUR), ("refresh", 63 * HOUR)),
)  # fmt: skip
CONFLICT = Conflict(("web-hours", "refresh-do", "report-do", "rebuild-due"), STAFF, "arithmetic", True)
SCHEDULE: Mapping[str, Placed] = {
    "refresh": Placed(0, 15),
    "report": Placed(10, 20),
    "rebuild": Placed(20, 50),
}
REPAIRS = (
    Repair((("drop-refresh", 1),), "drop", None, None, 0.75, {"objective:pipeline": 0.0}, SCHEDULE),
    Repair((("agency", 1),), "staff", 910_000, 600_000, 1.0, {}, SCHEDULE),
    Repair((("move-rebuild", 1),), "move", 0, 0, 0.94, {"objective:pipeline": 0.12}, SCHEDULE),
)
LOADS = tuple(
    Load("web", "Web & MOps", first, first + 5, need * HOUR, 64 * HOUR)
    for first, need in ((0, 40), (5, 64), (10, 86), (15, 62), (20, 30), (25, 0))
)
QUESTIONS = (
    Question("team:demand", "hours", "How many hours a week has whoever builds landing pages?", "30 hours", 4),
    Question("activity:report", "effort", "How many hours does the Rate report take?", "80 to 120 hours", 1),
)


def does_not_fit(**more: Any) -> Fit:
    answer = Answer("does not fit", "arithmetic", conflicts=(CONFLICT,), repairs=REPAIRS)
    return Fit(asked(), replace(answer, **more), any_one=True)


def may_not_fit() -> Fit:
    answer = Answer("does not fit", "arithmetic", conflicts=(CONFLICT,), repairs=REPAIRS[2:])
    return Fit(asked(questions=QUESTIONS, assumed=True), answer)


def fits(silent: tuple[str, ...] = (), loads: tuple[Load, ...] = LOADS[:2]) -> Fit:
    margins = (Margin(0.95, "fits"), Margin(0.9, "fits"), Margin(0.85, "does not fit"))
    return Fit(asked(silent), Answer("fits", "schedule checked", SCHEDULE, loads=loads, margins=margins))


def undecided() -> Fit:
    lacks = ("Web & MOps lacks 22 hours in week 4",)
    return Fit(asked(), Answer("undecided", "", SCHEDULE, lacks, loads=LOADS))


def invalid() -> Fit:
    faults = (Fault("CYCLE", "activity:rebuild", "waits for Rate report, which waits for it: take one link away"),)
    return Fit(asked(), Answer("invalid", faults=faults))
