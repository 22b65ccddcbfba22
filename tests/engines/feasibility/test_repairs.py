"""Ways out: the cheapest of each kind, found, counted anew and told."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("ortools")
pytest.importorskip("scipy")

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.feasibility.brute import TooMany, arranged
from tests.engines.feasibility.build import hours, problem, staff, work
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.answer import Answer, Repair
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.ladder import Clock, Limits
from truenorth.engines.feasibility.loosen import loosened
from truenorth.engines.feasibility.problem import After, Clash, Lever, Pot, Problem, Supply, Use, Window
from truenorth.engines.feasibility.repairs import repaired
from truenorth.engines.feasibility.solve import solve


def ways(plan: Problem, *levers: Lever) -> tuple[Repair, ...]:
    """The ways out of a plan, each of which holds."""
    posed = replace(plan, levers=levers)
    found = solve(posed, repairs=3).repairs
    assert [broken(loosened(posed, way.taken), way.schedule) for way in found] == [()] * len(found)
    return found


def told(plan: Problem, *levers: Lever) -> list[tuple[str, dict[str, int], int | None, bool]]:
    """The kind of each way out, what is taken, the price, and whether that is proved to be the least."""
    return [(way.kind, dict(way.taken), way.price, way.cheapest) for way in ways(plan, *levers)]


LATE = problem(2, work("a", 5, (0, 3)))
BUSY = problem(1, work("a", 5, (0, 5), uses=hours("copy", 50)), staff=(staff("team", "copy", 40, 1),))
SPENT = problem(
    2,
    work("a", 2, (0, 5), uses=(Use("money", 150),)),
    pots=(Pot("money", "Q1", 0, 5, 100, ("budget:q1",)), Pot("money", "Q2", 5, 10, 60, ("budget:q2",))),
)
MOVE = Lever("move", "move", "due:a", "", most=5, price=100)
STAFF = Lever("staff", "staff", "people:team", "", by=4, most=9, fixed=500, price=1_000)
DROP = Lever("drop", "drop", "do:a", "", price=9_000)


def test_a_date_is_moved_by_as_many_days_as_it_takes() -> None:
    assert told(LATE, MOVE) == [("dates", {"move": 2}, 200, True)]


def test_dates_at_both_ends_give_way_where_that_is_cheaper() -> None:
    plan = problem(2, work("a", 5, (2, 5)))
    early = Lever("early", "start earlier", "ready:a", "", most=1, price=30)

    assert told(plan, MOVE, early) == [("dates", {"move": 1, "early": 1}, 130, True)]


def test_a_step_that_takes_less_time() -> None:
    plan = problem(2, work("a", 3, (0, 5)), work("b", 4, (0, 5), lead=("lead:b",)), afters=(After("a", "b"),))
    faster = Lever("faster", "speed up", "lead:b", "", most=3, price=70)

    assert told(plan, faster) == [("people", {"faster": 2}, 140, True)]


def test_hours_are_added_and_what_is_fixed_is_paid_once() -> None:
    assert told(BUSY, STAFF) == [("people", {"staff": 3}, 3_500, True)]


def test_one_more_at_once() -> None:
    desk = Supply("desk", "Desks", "", (1,) * 5, ("places:desk",))
    plan = problem(1, *(work(key, 3, (0, 5), uses=(Use("desk", 1),)) for key in "ab"), supplies=(desk,))

    assert told(plan, Lever("more", "place", "places:desk", "", most=3, price=80)) == [
        ("people", {"more": 1}, 80, True)
    ]


def test_the_kinds_are_told_the_cheapest_first() -> None:
    shrink = Lever("shrink", "shrink", "do:a", "", by=20, most=2, price=5_000)

    assert told(BUSY, DROP, STAFF, shrink) == [
        ("people", {"staff": 3}, 3_500, True),
        ("scope", {"shrink": 1}, 5_000, True),
    ]


def test_a_contract_is_extended_or_a_tool_bought() -> None:
    plan = problem(2, work("a", 5, (0, 10), windows=(Window(0, 4, ("tool:cms",)),)))
    longer = Lever("longer", "stretch", "tool:cms", "", most=5, price=400)
    other = Lever("other", "tool", "tool:cms", "", price=300)

    assert told(plan, longer) == [("tools", {"longer": 1}, 400, True)]
    assert told(plan, longer, other)[0] == ("tools", {"other": 1}, 300, True)


def test_a_tool_ends_what_no_date_can() -> None:
    plan = problem(1, work("a", 1, (0, 5)), clashes=(Clash(("do:a", "tool:none"), "No tool does that."),))
    made = replace(plan, levers=(Lever("buy", "tool", "tool:none", "", price=700), MOVE))

    assert [way.taken for way in solve(made, repairs=3).repairs] == [(("buy", 1),)]


def test_money_is_raised_or_shifted() -> None:
    more = Lever("more", "raise", "budget:q1", "", by=20, most=9, price=20)
    shift = Lever("shift", "shift", "budget:q1", "", by=10, most=9, from_=("money", 5))

    assert told(SPENT, more) == [("money", {"more": 3}, 60, True)]
    assert told(SPENT, more, shift)[0] == ("money", {"shift": 5}, 0, True)


def test_no_more_money_is_shifted_than_the_other_pot_can_give() -> None:
    needs_both = replace(SPENT, pots=(SPENT.pots[0], replace(SPENT.pots[1], amount=30)))
    more = Lever("more", "raise", "budget:q1", "", by=10, most=9, price=20)
    shift = Lever("shift", "shift", "budget:q1", "", by=10, most=9, from_=("money", 5))

    assert told(needs_both, more, shift)[0] == ("money", {"more": 2, "shift": 3}, 40, True)


def test_those_downstream_take_more() -> None:
    plan = problem(
        1, work("a", 2, (0, 5), uses=(Use("leads", 12),)), pots=(Pot("leads", "Sales", 0, 5, 8, ("takes:leads",)),)
    )

    assert told(plan, Lever("take", "take", "takes:leads", "", by=3, most=3, price=50)) == [
        ("downstream", {"take": 2}, 100, True)
    ]


def test_two_conflicts_that_give_way_in_two_kinds() -> None:
    plan = problem(
        2,
        work("a", 5, (0, 3)),
        work("b", 5, (0, 5), uses=hours("copy", 50)),
        staff=(staff("team", "copy", 40, 2),),
    )

    assert told(plan, MOVE, STAFF) == [("mixed", {"move": 2, "staff": 3}, 3_700, True)]


def test_what_conflicts_only_once_another_conflict_is_solved_is_solved_too() -> None:
    plan = problem(
        2,
        work("a", 5, (0, 3), uses=(Use("money", 50),)),
        pots=(Pot("money", "Q1", 0, 4, 60, ("budget:q1",)), Pot("money", "Q2", 4, 10, 5, ("budget:q2",))),
    )
    more = Lever("more", "raise", "budget:q2", "", by=1, most=20, price=10)

    assert told(plan, MOVE, more) == [("mixed", {"move": 2, "more": 5}, 250, True)]


def test_a_price_that_nobody_knows_is_told_as_unknown_and_comes_last() -> None:
    ask = replace(STAFF, fixed=0, price=None)

    assert told(BUSY, ask, DROP) == [("scope", {"drop": 1}, 9_000, True), ("people", {"staff": 3}, None, False)]


@pytest.mark.parametrize("agreed", ["a", "b"])
def test_of_two_that_cost_the_same_what_was_agreed_is_left_as_it_is(agreed: str) -> None:
    both = (work(key, 5, (0, 5), uses=hours("copy", 25)) for key in "ab")
    plan = problem(2, *both, staff=(staff("team", "copy", 40, 2),))
    moves = (Lever(key, "move", f"due:{key}", "", most=5, price=100, again=key == agreed) for key in "ab")

    (way,) = ways(plan, *moves)

    assert {*dict(way.taken)} == {"ab".replace(agreed, "")}
    assert not way.again


def test_what_is_given_up_is_told_for_each_end() -> None:
    plan = replace(BUSY, bundles=(replace(BUSY.bundles[0], serves={"pipeline": 1.0}),))
    (way,) = ways(plan, DROP)

    assert (way.kept, way.ends) == (0.0, {"pipeline": 1.0})


def test_fewer_ways_than_asked_for_are_said_to_be_all_there_are() -> None:
    found = solve(replace(BUSY, levers=(STAFF, DROP)), repairs=3)

    assert len(found.repairs) == 2
    assert found.fewer.startswith("There is no other way out of another kind")
    assert solve(replace(BUSY, levers=(STAFF, DROP)), repairs=2).fewer == ""


def test_levers_that_are_too_weak_are_no_way_out() -> None:
    found = solve(replace(LATE, levers=(replace(MOVE, most=1),)), repairs=3)

    assert (found.repairs, found.fewer.startswith("There is no way out:")) == ((), True)


def test_without_levers_it_is_said_that_nothing_is_known_to_give_way() -> None:
    assert solve(LATE, repairs=3).fewer.startswith("No ways out: nothing in the plan says what could give way")


@pytest.mark.parametrize("clock", [Clock(0), Clock(9, lambda: True)])
def test_without_time_it_is_said_that_there_was_none(clock: Clock) -> None:
    posed = replace(BUSY, levers=(STAFF, DROP))
    known: Answer = solve(posed)

    assert repaired(posed, known, 3, Limits(), clock, lambda what: None) == (
        (),
        "No way out found in the time there was; there may be more.",
    )


@pytest.mark.parametrize("seed", [266, 381])
def test_no_way_out_holds_another_one(seed: int) -> None:
    found = [set(way.taken) for way in solve(small(seed, levers=True), repairs=3).repairs]

    assert found
    assert [(one, other) for one in found for other in found if one < other] == []


def test_the_same_is_found_every_time() -> None:
    plan = small(18, levers=True)
    first = solve(plan, repairs=3)

    assert first.repairs
    assert solve(plan, repairs=3) == first


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_no_step_less_of_a_way_that_is_the_cheapest_would_do(seed: int) -> None:
    plan = small(seed, levers=True)
    for way in solve(plan, repairs=3).repairs:
        steps = dict(way.taken)
        fewer = [{**steps, key: many - 1} for key, many in steps.items()] if way.cheapest else []
        for less in fewer:
            try:
                assert arranged(loosened(plan, tuple(less.items()))) is None or not cheaper(plan, less, steps)
            except TooMany:
                return


def cheaper(plan: Problem, less: dict[str, int], steps: dict[str, int]) -> bool:
    """Whether fewer steps cost less: some levers are free."""
    price = {lever.key: lever.price or 0 for lever in plan.levers}
    return sum(price[key] * (steps[key] - less[key]) for key in steps) > 0


def test_another_way_ends_each_of_several_conflicts_in_another_manner() -> None:
    plan = problem(
        2,
        work("a", 5, (0, 3)),
        work("b", 5, (0, 5), uses=hours("copy", 50)),
        staff=(staff("team", "copy", 40, 2),),
    )
    leave = (replace(DROP, price=9_000), Lever("leave", "drop", "do:b", "", price=8_000))
    found = [{*dict(way.taken)} for way in ways(plan, MOVE, STAFF, *leave)]

    assert found == [{"move", "staff"}, {"drop", "leave"}]
