"""What may give: each way is an edit of the plan that loosens the problem by what it says, and by no less."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date

import pytest
from tests.engines.feasibility.asking import asked
from tests.engines.feasibility.implied import asks_more

from truenorth.engines.feasibility.asked import Asked
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.of import of
from truenorth.engines.feasibility.problem import Lever
from truenorth.plan import text
from truenorth.plan.edit import change
from truenorth.plan.example import folder
from truenorth.plan.plan import Plan
from truenorth.rules.acme import TODAY, acme

DAYS = {"acme": TODAY, "acme-bent": TODAY, "kestrel": date(2027, 1, 15)}
MANY = 5 if os.environ.get("LAWS") == "thorough" else 2  # of a kind, in a large plan


def each(one: Asked) -> Iterator[tuple[Lever, int]]:
    """Some levers of each kind, a step and all steps of each."""
    seen: dict[str, int] = {}
    for lever in one.problem.levers:
        seen[lever.kind] = seen.get(lever.kind, 0) + 1
        if len(one.problem.levers) < 200 or seen[lever.kind] % 40 < MANY:
            yield from ((lever, steps) for steps in sorted({1, lever.most}))


@pytest.mark.parametrize("name", DAYS)
def test_the_plan_after_the_edits_asks_no_more_than_the_problem_with_the_lever_taken(name: str) -> None:
    plan, today = text.read(folder(name)), DAYS[name]
    one = of(plan, today)
    tighter = {}
    for lever, steps in each(one):
        after = taken(one, plan, lever.key, steps)
        more = asks_more(of(after, today).problem, loosened(one.problem, [(lever.key, steps)]))
        # what makes a tool possible is itself over sooner then: that it comes first already asks so much
        if more and not lever.key.startswith("sooner from "):
            tighter[lever.key, steps] = more
    assert not tighter
    assert {"move", "stretch", "start earlier", "shrink", "drop", "staff", "speed up", "raise", "take"} <= {
        lever.kind for lever in one.problem.levers
    }


def test_ways_taken_together_ask_no_more_either() -> None:
    plan = text.read(folder("acme-bent"))
    one = of(plan, TODAY)
    together = [(lever.key, 1) for lever in one.problem.levers if lever.kind not in ("drop", "shrink", "shift")]
    after, _ = change(plan, one.edits(plan, together))

    assert len(together) > 50
    assert asks_more(of(after, TODAY).problem, loosened(one.problem, together)) == []


def taken(one: Asked, plan: Plan, key: str, steps: int = 1) -> Plan:
    """The plan after a lever is taken."""
    edits = one.edits(plan, [(key, steps)])
    assert edits
    return change(plan, edits)[0]


def both(key: str, steps: int = 1, over: str = "") -> tuple[Asked, Asked, Plan]:
    """Acme as asked before and after a lever is taken, and the plan then."""
    plan = acme(over).whole
    one = of(plan, TODAY)
    after = taken(one, plan, key, steps)
    return one, of(after, TODAY), after


def test_a_later_day_in_market_is_later_by_exactly_the_days() -> None:
    key = "later in_market activity:spring-letter"
    one, then, after = both(key, 10)

    assert str(after.entities["activity:spring-letter"].in_market) == "2027-03-29"  # type: ignore[attr-defined]
    step = "activity:spring-letter/step-3"
    assert then.problem.work[step].latest - one.problem.work[step].latest == 10
    assert one.says(key, 10) == "Bring Spring letter to market on 29 March"


def test_a_later_end_stretches_work() -> None:
    one, then, _ = both("later end activity:open-house", 13)
    ref = "activity:open-house"

    assert then.problem.work[ref].latest - one.problem.work[ref].latest == 13
    assert then.problem.work[ref].earliest == one.problem.work[ref].earliest


def test_work_begins_sooner_by_the_days() -> None:
    key = "sooner start activity:spring-letter from"
    one, then, _ = both(key, 10)
    ref = "activity:spring-letter"

    assert one.problem.work[ref].earliest - then.problem.work[ref].earliest == 10
    assert one.says(key, 10) == "Start Spring letter on 15 February"


def test_work_begins_no_sooner_than_what_it_waits_for_is_over_and_its_tools_are_there() -> None:
    keys = {lever.key: lever.most for lever in asked().problem.levers}
    late = asked("tool: {mailer: {available_from: 2027-02-22}}")

    assert keys["sooner start activity:spring-letter from"] == 35  # from 1 March back to 11 January
    assert keys["sooner start activity:open-house from"] == 1  # the letter is over on the day before
    assert {one.key: one.most for one in late.problem.levers}["sooner start activity:spring-letter from"] == 5


def test_a_smaller_scope_draws_sixty_percent() -> None:
    one, then, after = both("shrink activity:open-house")

    before = {use.resource: use.amount for use in one.problem.work["activity:open-house"].uses}
    now = {use.resource: use.amount for use in then.problem.work["activity:open-house"].uses}
    assert now == {resource: amount * 60 // 100 for resource, amount in before.items()}
    assert str(after.entities["activity:open-house"].expects["enquiries"]) == "48"  # type: ignore[attr-defined]


def test_what_is_ordered_is_not_shrunk() -> None:
    ordered = "activity: {open-house: {cost: null, costs: [{amount: 9000, committed: true}, {amount: 1000}]}}"
    _, _, after = both("shrink activity:open-house", over=ordered)

    lines = after.entities["activity:open-house"].costs  # type: ignore[attr-defined]
    assert [str(line.amount) for line in lines] == ["9000", "600"]


def test_work_left_out_is_stopped() -> None:
    _, then, after = both("drop activity:open-house")

    assert after.entities["activity:open-house"].status == "stopped"
    assert "activity:open-house" not in then.problem.work


def test_contract_hours_are_a_seat_for_a_month_at_its_rate() -> None:
    key = "contract people team:demand copy+design 2027-03"
    one, then, after = both(key, 2)
    lever = next(lever for lever in one.problem.levers if lever.key == key)
    hired = after.entities["role:contract-demand-copy-design-2027-03"]

    assert (hired.start, hired.end) == ("2027-03-01", "2027-03-31")  # type: ignore[attr-defined]
    assert lever.price == 2392 * 100  # 36.8 hours in the 23 working days of March, at 65 EUR
    had, has = (next(s for s in a.problem.staff if s.claim == lever.claim).per_week for a in (one, then))
    assert [now - before for now, before in zip(has, had, strict=False)] == [2 * minutes for minutes in lever.each]
    assert one.says(key, 2) == "Contract 16 hours a week of copy and design for Demand generation in 2027-03"


def test_an_open_seat_is_filled() -> None:
    one, then, _ = both("fill role:designer", over="role: {designer: {filled: 1, open: 1}}")
    lever = next(lever for lever in one.problem.levers if lever.key == "fill role:designer")
    had, has = (next(s for s in a.problem.staff if s.claim == lever.claim).per_week for a in (one, then))

    assert has == tuple(a + b for a, b in zip(had, lever.each, strict=True))
    assert lever.most == 1


def test_a_step_is_faster_by_working_days_and_keeps_one() -> None:
    key = "faster lead process:letter 0"
    one, then, after = both(key, 2)
    step = "activity:spring-letter/step-1"

    assert (one.problem.work[step].shortest, then.problem.work[step].shortest) == (3, 1)
    assert str(after.entities["process:letter"].steps[0].takes) == "1..5 working days"  # type: ignore[attr-defined]
    assert next(lever for lever in one.problem.levers if lever.key == key).price is None


def test_a_contract_is_renewed_at_its_price_a_year() -> None:
    over = "tool: {mailer: {contract_to: 2027-03-19}}"
    one, then, _ = both("longer contract_to tool:mailer", over=over)
    lever = next(lever for lever in one.problem.levers if lever.key == "longer contract_to tool:mailer")

    assert then.problem.work["activity:spring-letter"].windows == ()
    assert lever.price == round(100 * 4800 * (one.days[-1] - date(2027, 3, 19)).days / 365.25)


def test_what_makes_a_tool_possible_is_over_in_time() -> None:
    over = """
    activity:
      set-up: {name: Set up the mailer, start: 2027-03-01, end: 2027-03-31, enables: {mailer: forms}}
      open-house: {needs: {forms: 1}, in_market: 2027-03-25, start: 2027-03-15}
      spring-letter: {needs: {emails: 12000}}
    """
    _, then, after = both("sooner from activity:set-up mailer forms", over=over)

    assert after.entities["activity:set-up"].end == "2027-03-24"  # type: ignore[attr-defined]
    launch = then.problem.work["activity:open-house/launch"]
    assert all(window.first <= launch.earliest for window in launch.windows)


def test_money_moves_between_budgets_of_a_team_no_further_than_it_goes() -> None:
    over = """
    budget:
      letters: {name: Letters, team: demand, category: letters, start: 2027-01-01, end: 2027-12-31, amount: 1000}
    activity: {spring-letter: {cost: null, costs: [{amount: 900, category: letters}]}}
    """
    key = "shift budget budget:demand-2027 from budget:letters"
    one, _, after = both(key, 2, over)
    lever = next(lever for lever in one.problem.levers if lever.key == key)

    assert str(after.entities["budget:letters"].amount) == "900"  # type: ignore[attr-defined]
    assert str(after.entities["budget:demand-2027"].amount) == "48100"  # type: ignore[attr-defined]
    assert lever.most * lever.by <= 1001 * 100
    assert one.says(key, 2) == "Move 100 EUR from Letters to Demand generation 2027"


def test_more_is_taken_raised_and_carried() -> None:
    _, taking, _ = both("take takes capacity:sales-calls", 2)
    _, raised, _ = both("raise budget program:launch", 3)
    _, carried, _ = both("raise limit tool:mailer emails", 1)

    assert taking.problem.claims["takes capacity:sales-calls"].says.startswith("Calls by sales: 48 enquiries a week")
    assert raised.problem.claims["budget program:launch"].says == "The budget of Ready on Monday holds 33,000 EUR"
    assert carried.problem.claims["limit tool:mailer emails"].says == "Mailer carries 22,000 emails a month"


def test_nothing_is_offered_that_the_plan_forbids() -> None:
    one = asked("today: 2027-03-16\nactivity: {open-house: {keep_the_lights_on: true}}")
    keys = {lever.key for lever in one.problem.levers}

    assert "drop activity:open-house" not in keys
    assert "later end activity:spring-letter" not in keys  # under way: its dates tell how much is left
    assert "sooner start activity:spring-letter from" not in keys
