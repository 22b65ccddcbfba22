"""The least work that has to give way: enough, none too many, and no dearer than one piece that is enough alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.plan import entity, plan_of
from truenorth.rules import Case
from truenorth.rules.acme import TODAY
from truenorth.rules.finding import TooMuch
from truenorth.rules.giving import give_way

REFS = [f"activity:{key}" for key in "abcdef"]
AMOUNTS = st.floats(0, 100).map(lambda much: round(much, 2))


def case(*costs: float) -> Case:
    return Case(plan_of([entity(ref, {"cost": f"{cost:.2f}"}) for ref, cost in zip(REFS, costs, strict=False)]), TODAY)


@pytest.mark.parametrize(
    ("over", "expected"), [(700, "b"), (1, "c"), (900, "b"), (901, "bc"), (1100, "bc"), (40_000, "a"), (41_101, "")]
)
def test_the_cheapest_that_cover_what_is_too_much_give_way(over: float, expected: str) -> None:
    costs = (40_000, 900, 200)
    shares = {ref: {"": cost} for ref, cost in zip(REFS, costs, strict=False)}

    assert give_way(case(*costs), TooMuch({"": over}, shares)) == [f"activity:{key}" for key in expected]


def test_what_nobody_knows_the_cost_of_counts_like_the_others() -> None:
    plan = plan_of([entity(REFS[0], {"cost": "100"}), entity(REFS[1], {}), entity(REFS[2], {"cost": "300"})])
    shares = {ref: {"w": 5.0} for ref in REFS[:3]}

    assert give_way(Case(plan, TODAY), TooMuch({"w": 5}, shares)) == [REFS[0]]
    assert give_way(Case(plan, TODAY), TooMuch({"w": 10}, shares)) == REFS[:2]


def test_where_the_rest_never_fits_it_is_not_this_work_that_is_too_much() -> None:
    shares = {REFS[0]: {"w1": 3.0}, REFS[1]: {"w2": 9.0}, REFS[2]: {"w3": 9.0}}

    assert give_way(case(1, 2, 3), TooMuch({"w1": 3, "w2": 5, "w3": 0}, shares)) == REFS[:2]
    assert give_way(case(1, 2, 3), TooMuch({"w1": 4, "w2": 5, "w3": 0}, shares)) == []
    assert give_way(case(1), TooMuch({}, shares)) == []


@given(
    st.lists(AMOUNTS, min_size=6, max_size=6),
    st.lists(st.dictionaries(st.sampled_from("xyz"), AMOUNTS), min_size=6, max_size=6),
    st.dictionaries(st.sampled_from("xyz"), AMOUNTS, min_size=1),
)
def test_they_are_enough_and_none_of_them_could_stay(
    costs: list[float], each: list[dict[str, float]], over: dict[str, float]
) -> None:
    shares = dict(zip(REFS, each, strict=True))
    gone = give_way(case(*costs), TooMuch(over, shares))

    def enough(refs: list[str]) -> bool:
        return all(sum(shares[ref].get(place, 0) for ref in refs) >= much - 1e-5 for place, much in over.items())

    if not enough(REFS):
        return
    assert enough(gone)
    assert not any(enough([ref for ref in gone if ref != one]) for one in gone if min(shares[one].values()) > 1e-3)
    known = dict(zip(REFS, costs, strict=True))
    if all(costs):
        assert all(sum(known[ref] for ref in gone) <= known[one] + 1e-6 for one in REFS if enough([one]))
