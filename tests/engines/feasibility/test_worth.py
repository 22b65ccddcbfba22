"""What ways out cost, what they keep and what kind they are of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engines.feasibility.build import problem, work

from truenorth.engines.feasibility.problem import Bundle, Claim, Lever, Problem
from truenorth.engines.feasibility.worth import Worth, family


def plan(*levers: Lever) -> Problem:
    """Two campaigns, worth 30 and 10, for two ends."""
    made = problem(4, work("video", 2, (0, 5)), work("mailing", 2, (0, 5)), levers=levers)
    bundles = (
        Bundle("video", "Video", "do:video", 30.0, {"reach": 0.5, "pipeline": 0.5}),
        Bundle("mailing", "Mailing", "do:mailing", 10.0, {"pipeline": 1.0}),
    )
    return replace(made, bundles=bundles, claims={**made.claims, "tool:cms": Claim("tool:cms", "tool", "")})


MOVE = Lever("move", "move", "due:video", "", by=5, most=8, fixed=100, price=20)
DROP = Lever("drop", "drop", "do:mailing", "", price=500)
SHRINK = Lever("shrink", "shrink", "do:video", "", by=20, most=2, price=70)
ASK = Lever("ask", "staff", "due:video", "", price=None)


def test_what_is_fixed_is_paid_once() -> None:
    assert Worth(plan(MOVE, DROP)).price([("move", 3), ("drop", 1)]) == 660


def test_levers_that_are_not_taken_cost_nothing() -> None:
    assert Worth(plan(MOVE, ASK)).price([("move", 0), ("ask", 0)]) == 0


def test_a_price_that_nobody_knows_is_not_known_in_a_sum_either() -> None:
    assert Worth(plan(MOVE, ASK)).price([("move", 1), ("ask", 1)]) is None


def test_a_price_that_nobody_knows_counts_more_than_any_that_is_known() -> None:
    worth = Worth(plan(MOVE, DROP, ASK))

    assert worth.cost([("ask", 1)]) > max(worth.cost([("move", 8)]), worth.cost([("drop", 1)]))


def test_value_that_is_given_up_breaks_ties_between_prices() -> None:
    cheap, dear = Lever("a", "drop", "do:mailing", "", price=50), Lever("b", "drop", "do:video", "", price=50)
    worth = Worth(plan(cheap, dear))

    assert worth.cost([("a", 1)]) < worth.cost([("b", 1)])


def test_nothing_given_up_keeps_everything() -> None:
    worth = Worth(plan(ASK))

    assert (worth.kept([("ask", 1)]), worth.ends([("ask", 1)])) == (1.0, {})


def test_what_is_dropped_loses_all_of_it() -> None:
    worth = Worth(plan(DROP))

    assert worth.kept([("drop", 1)]) == pytest.approx(0.75)
    assert worth.ends([("drop", 1)]) == pytest.approx({"pipeline": 0.4})


def test_forty_percent_less_keeps_two_thirds_of_the_value() -> None:
    worth = Worth(plan(SHRINK))

    assert worth.kept([("shrink", 2)]) == pytest.approx((30 * 0.65 + 10) / 40)


def test_each_week_later_loses_two_percent() -> None:
    worth = Worth(plan(MOVE))

    assert worth.kept([("move", 3)]) == pytest.approx((30 * 0.94 + 10) / 40)


def test_less_of_it_and_later_is_less_of_what_is_left() -> None:
    worth = Worth(plan(MOVE, SHRINK))

    assert worth.kept([("move", 5), ("shrink", 2)]) == pytest.approx((30 * 0.9 * 0.65 + 10) / 40)


def test_a_lever_may_say_itself_what_a_step_loses() -> None:
    worth = Worth(plan(replace(MOVE, loses=0.1)))

    assert worth.kept([("move", 3)]) == pytest.approx((30 * 0.7 + 10) / 40)


def test_a_plan_without_values_keeps_all_of_them() -> None:
    bare = replace(plan(DROP), bundles=tuple(replace(one, value=0.0) for one in plan().bundles))

    assert Worth(bare).kept([("drop", 1)]) == 1.0


@pytest.mark.parametrize(
    ("lever", "name"),
    [
        (MOVE, "dates"),
        (DROP, "scope"),
        (ASK, "people"),
        (Lever("x", "shift", "do:video", ""), "money"),
        (Lever("x", "take", "do:video", ""), "downstream"),
        (Lever("x", "stretch", "tool:cms", ""), "tools"),
    ],
)
def test_a_way_out_is_of_a_kind(lever: Lever, name: str) -> None:
    assert family(plan(), lever) == name
