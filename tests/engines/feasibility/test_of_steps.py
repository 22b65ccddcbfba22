"""The processes that work goes through, as steps one after another."""

from __future__ import annotations

from tests.engines.feasibility.asking import asked, said
from tests.engines.feasibility.test_of import plan

from truenorth.engines.feasibility.asked import Asked
from truenorth.engines.feasibility.of import of
from truenorth.engines.feasibility.problem import Work
from truenorth.plan.plan import Plan, plan_of
from truenorth.plan.reading import entity
from truenorth.rules.acme import TODAY

_LEGAL = {"name": "Legal review", "lead_time": "10 working days"}


def steps(one: Asked, key: str) -> list[Work]:
    return [work for work in one.problem.works if work.key.startswith(f"activity:{key}/step-")]


def with_process(whole: Plan, **fields: object) -> Plan:
    return plan_of([*whole.entities.values(), entity("process:legal", {**_LEGAL, **fields})])


def test_steps_run_from_the_brief_to_the_day_in_market() -> None:
    one = asked()
    first, second, third = steps(one, "spring-letter")

    assert [(work.shortest, work.longest) for work in (first, second, third)] == [(3, 5), (2, 4), (2, 3)]
    assert str(one.days[first.earliest]) == "2027-02-01"
    assert str(one.days[third.latest]) == "2027-03-15"  # it is over before that day
    assert third.due == ("in_market activity:spring-letter",)
    lags = {(after.first, after.then): after.lag for after in one.problem.afters}
    assert (lags[first.key, second.key], lags[second.key, third.key]) == (0, 0)


def test_how_long_a_step_takes_is_said_with_its_process() -> None:
    one = asked()

    assert said(one, "lead process:letter 0") == "Letter: copy takes 3 to 5 working days"
    assert one.problem.claims["lead process:letter 0"].item == "process:letter"


def test_of_steps_under_way_what_their_fastest_leaves_is_left() -> None:
    one = asked("today: 2027-02-05")  # four working days after the brief

    assert [(work.key[-1], work.shortest) for work in steps(one, "spring-letter")] == [("2", 1), ("3", 2)]


def test_places_limit_how_many_go_through_at_once() -> None:
    step = {"name": "review", "takes": "2 working days", "places": 2}
    two = {key: {"name": key, "due": "2027-02-01", "process": "legal"} for key in ("letter", "page")}
    one = of(with_process(plan(**two), lead_time=None, steps=[step]), TODAY)

    assert [(one.key, set(one.per_day)) for one in one.problem.supplies] == [("places process:legal 0", {2})]
    assert said(one, "places process:legal 0") == "Legal review: review, 2 can be done at once"
    assert [use.resource for work in one.problem.works for use in work.uses] == ["places process:legal 0"] * 2


def test_a_lead_time_in_calendar_days_is_counted_back_from_the_day_it_is_for() -> None:
    one = of(with_process(plan(page={"due": "2027-03-01", "process": "legal"}), lead_time="14 days"), TODAY)

    assert [(work.shortest, work.longest) for work in steps(one, "page")] == [(10, 10)]
    assert said(one, "lead process:legal") == "Legal review takes 14 days"


def test_a_process_known_by_the_name_of_work_is_an_assumption() -> None:
    named = plan(page={"name": "Contract with the fair", "due": "2027-03-01"})
    one = of(with_process(named, applies_to="contract"), TODAY)
    claim = one.problem.claims["way activity:page"]

    assert (claim.assumed, claim.says) == (True, "Contract with the fair goes through Legal review, as its name tells")
    assert steps(one, "page")[0].lead == ("lead process:legal", "way activity:page")


def test_work_that_is_under_way_since_nobody_knows_when_has_no_steps() -> None:
    one = of(with_process(plan(page={"due": "2027-01-15", "process": "legal", "status": "active"})), TODAY)

    assert steps(one, "page") == []


def test_a_process_decided_later_than_it_takes_is_a_clash() -> None:
    launch = entity(
        "process:launch", {"name": "Launch tier", "decided_before": "4 working days", "steps": [{"process": "legal"}]}
    )
    one = of(plan_of([*with_process(plan()).entities.values(), launch]), TODAY)

    assert [clash.says for clash in one.problem.clashes] == [
        "Launch tier is decided 4 working days before launch, which includes Legal review: 10 working days"
    ]
    assert [said(one, claim) for claim in one.problem.clashes[0].claims] == [
        "Launch tier is decided 4 working days before launch",
        "Legal review takes 10 working days in all",
    ]


def test_an_objective_that_is_a_thing_to_do_goes_through_its_process() -> None:
    told = {"name": "A contract with every fair", "due": "2027-01-15", "deliverable": True}
    whole = plan_of([*with_process(plan(), applies_to="contract").entities.values(), entity("objective:fairs", told)])
    one = of(whole, TODAY)

    assert list(one.problem.work) == ["objective:fairs/step-1"]
    assert one.items["objective:fairs/step-1"] == "objective:fairs"
