"""What work draws on besides hours: tools, their limits, money, and those who take what it brings."""

from __future__ import annotations

from tests.engines.feasibility.asking import asked, draws, pots, said, work

from truenorth.engines.feasibility.ladder import Limits
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.solve import solve
from truenorth.rules import check
from truenorth.rules.acme import acme


def test_a_contract_ends_the_days_on_which_work_can_use_a_tool() -> None:
    one = asked("tool: {mailer: {contract_to: 2027-03-19}}")
    (window,) = work(one, "spring-letter").windows

    assert str(one.days[window.last - 1]) == "2027-03-19"
    assert [said(one, claim) for claim in window.claims] == ["The contract of Mailer ends on 19 March"]


def test_a_tool_that_comes_later_is_there_from_a_day_and_bounds_the_day_in_market() -> None:
    one = asked("tool: {mailer: {available_from: 2027-03-22, contract_from: null}}")
    launch = one.problem.work["activity:spring-letter/launch"]

    assert [str(one.days[window.first]) for window in launch.windows] == ["2027-03-22"]
    assert said(one, "available_from tool:mailer") == "Mailer is there from 22 March"
    assert launch.ready == launch.due == ("in_market activity:spring-letter",)
    assert str(one.days[launch.earliest]) == "2027-03-15"


def test_a_tool_no_longer_in_use_cannot_be_counted_on() -> None:
    one = asked("tool: {mailer: {status: stopped}}")

    assert [clash.says for clash in one.problem.clashes] == ["Spring letter uses Mailer, which is no longer in use"]


def test_what_makes_a_capability_possible_comes_first() -> None:
    over = """
    activity:
      set-up: {name: Set up the mailer, start: 2027-03-01, end: 2027-03-31, enables: {mailer: forms}}
      spring-letter: {needs: {forms: null, emails: 12000}}
      open-house: {needs: {forms: 1}, in_market: 2027-03-25, start: 2027-03-15}
    """
    one = asked(over)
    lags = {(after.first, after.then): after.lag for after in one.problem.afters}

    assert lags["activity:set-up", "activity:open-house/launch"] == 0
    assert (
        said(one, "from activity:set-up mailer forms") == "Forms in Mailer from 1 April, when Set up the mailer is over"
    )
    launch = one.problem.work["activity:open-house/launch"]
    assert [str(one.days[window.first]) for window in launch.windows] == ["2027-04-01"]


def test_a_capability_that_no_tool_names_is_told_and_limits_nothing() -> None:
    one = asked("activity: {open-house: {needs: {holograms: 3}}}")

    assert "which tool can do holograms" in one.silent
    assert not one.problem.clashes


def test_a_limit_is_a_pot_for_each_month() -> None:
    one = asked()
    first, second = pots(one, "tool:mailer/emails")[:2]

    assert draws(one, "spring-letter")["tool:mailer/emails"] == 12000
    assert (str(one.days[first.first]), str(one.days[second.first])) == ("2027-01-11", "2027-02-01")
    assert (first.amount, second.amount) == (20000, 20000)
    assert said(one, "limit tool:mailer emails") == "Mailer carries 20,000 emails a month"


def test_the_working_days_of_a_week_share_out_what_a_daily_limit_lets_through() -> None:
    one = asked(
        {"company": {"acme": {"holidays": ["2027-01-18"]}}, "tool": {"mailer": {"limits": {"emails": "2000 per day"}}}}
    )

    assert [pot.amount for pot in pots(one, "tool:mailer/emails")[:6]] == [2800] * 5 + [3500]


def test_a_budget_holds_what_it_states_less_what_is_done_and_ordered() -> None:
    one = asked("activity: {check-up: {costs: [{amount: 3000, month: 2027-05, committed: true}]}}")
    (pot,) = pots(one, "budget:care-2027")

    assert (pot.amount, pot.spare) == ((15000 - 3000) * 100, 100)  # a unit of money is let pass as rounding
    assert draws(one, "check-up")["budget:care-2027"] == 5000 * 100
    assert said(one, "budget budget:care-2027") == (
        "Customer care 2027 holds 15,000 EUR, 3,000 of it for what is done, ordered or without a date"
    )


def test_a_cost_with_a_month_falls_into_it_whenever_the_work_runs() -> None:
    one = asked("activity: {open-house: {costs: [{amount: 2000, month: 2027-09}]}}")
    on = [use.on for use in work(one, "open-house").uses if use.resource == "budget:demand-2027" and use.on is not None]

    assert [str(one.days[day]) for day in on] == ["2027-09-01"]


def test_the_budget_of_a_program_holds_for_all_of_its_work() -> None:
    one = asked("activity: {open-house: {cost: 44000}}")
    asks = sum(draws(one, key).get("program:launch", 0) for key in ("spring-letter", "open-house", "demo-days"))
    (found,) = (f for f in check(acme("activity: {open-house: {cost: 44000}}")).findings if f.at[0] == "program:launch")

    assert asks == found.seen["cost"] * 100
    assert pots(one, "program:launch")[0].amount == found.seen["budget"] * 100


def test_no_more_is_drawn_until_a_month_than_is_paid_out_by_its_end() -> None:
    paid = "{amount: 3000, date: 2027-02}, {amount: 6000, start: 2027-06-01, end: 2027-09-30}"
    one = asked(f"budget: {{care-2027: {{payments: [{paid}]}}}}")
    until = {one.days[pot.last - 1].isoformat(): pot.amount // 100 for pot in pots(one, "budget:care-2027")[1:]}

    assert list(until.values()) == [0, *[3000] * 4, 4500, 6000, 7500]
    assert list(until)[:2] == ["2027-01-29", "2027-02-26"]
    assert said(one, "paid budget:care-2027") == (
        "Customer care 2027 is paid out in parts: 0 EUR by 31 January, the rest later"
    )


def test_an_amount_without_a_rate_is_left_out_and_told() -> None:
    one = asked("activity: {open-house: {cost: 9000 CHF}}")

    assert "amounts in CHF, for which no rate is stated" in one.silent
    assert "program:launch" not in draws(one, "open-house")


def test_what_work_brings_arrives_later_by_the_lag_and_is_spread_over_its_time_in_market() -> None:
    one = asked("feed: {enquiries-to-sales: null}")
    market = one.problem.work["activity:open-house/market"]
    (use,) = market.uses

    assert (use.resource, use.amount, use.lag) == ("capacity:sales-calls", 800, 3)  # tenths; 2 to 5 days
    assert (str(one.days[market.earliest]), str(one.days[market.latest - 1])) == ("2027-04-22", "2027-04-30")


def test_those_who_take_it_have_pots_for_weeks_with_what_may_wait() -> None:
    one = asked()
    many = pots(one, "capacity:sales-calls")
    lengths = {pot.last - pot.first: pot.amount for pot in many if pot.first == 0}

    assert (lengths[5], lengths[10]) == ((40 + 20) * 10, (80 + 20) * 10)
    assert said(one, "takes capacity:sales-calls") == (
        "Calls by sales: 40 enquiries a week can be taken, and 20 may wait"
    )


def test_what_feeds_tell_is_looked_at_apart_from_what_their_work_brings() -> None:
    one = asked()
    feed = one.problem.work["feed:enquiries-to-sales"]

    assert draws(one, "open-house/market") == {"capacity:sales-calls": 800}
    assert feed.uses[0].resource == "capacity:sales-calls/fed"
    assert {pot.claims for pot in pots(one, "capacity:sales-calls/fed")} == {("takes capacity:sales-calls",)}
    assert feed.uses[0].amount == 12 * 10 * feed.shortest // 5
    assert said(one, "do feed:enquiries-to-sales") == "Ready on Monday hands on 12 enquiries a week"


def test_service_is_asked_where_service_takes_it() -> None:
    one = asked("capacity: {sales-calls: {team: care}}")

    assert one.problem.claims["takes capacity:sales-calls"].asks == "service"


CRAMPED = """
tool: {studio: {name: Studio, seats: 1}}
activity:
  film: {name: Film, team: demand, start: 2027-02-01, end: 2027-02-02, tools: [studio]}
  clip: {name: Clip, team: demand, start: 2027-02-01, end: 2027-02-02, tools: [studio]}
  shot: {name: Shot, team: demand, start: 2027-02-01, end: 2027-02-02, tools: [studio]}
"""


def test_a_tool_is_used_by_so_many_at_once_as_it_has_seats() -> None:
    one = asked(CRAMPED)
    found = solve(one.problem, Limits(), conflicts=1)
    (conflict,) = found.conflicts

    assert said(one, "seats tool:studio") == "Studio can be used by 1 person at once"
    assert {"seats tool:studio", "seat of tool:studio"} <= {*conflict.claims}
    assert one.problem.claims["seat of tool:studio"].assumed


def test_how_many_seats_work_keeps_may_be_stated_and_is_no_assumption_then() -> None:
    one = asked(
        CRAMPED + "  poll: {name: Poll, start: 2027-02-03, end: 2027-02-03, tools: [studio], needs: {seats: 2}}"
    )
    (conflict, *_) = solve(one.problem, Limits(), conflicts=3).conflicts

    assert draws(one, "poll") == {"seats tool:studio": 2}
    assert any(key.startswith("do activity:poll") for key in conflict.claims)
    assert "seat of tool:studio" not in conflict.claims


def test_another_seat_is_a_way_out_whose_price_nobody_knows() -> None:
    one = asked(CRAMPED)
    lever = next(lever for lever in one.problem.levers if lever.claim == "seats tool:studio")

    assert (lever.says, lever.price) == ("Have 2 seats of Studio", None)
    (edit,) = one.changes[lever.key](acme(CRAMPED).whole, 2)
    assert edit.after is not None
    assert edit.after["seats"] == 3
    assert solve(loosened(one.problem, [(lever.key, 1)]), Limits()).verdict == "fits"


def test_seats_that_can_never_be_too_few_are_left_aside() -> None:
    assert asked(CRAMPED.replace("seats: 1", "seats: 3")).problem.supplies == ()
