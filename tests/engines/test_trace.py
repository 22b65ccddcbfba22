"""Where an amount goes: nothing is lost on the way, and what reaches no goal is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.engines.trace import of, reaching, shares_of, trace
from truenorth.rules.acme import acme

TOP = frozenset({"goal:a"})


def test_an_amount_is_handed_on_by_shares() -> None:
    shares = {"program:p": {"objective:x": 0.25, "objective:y": 0.75}, "objective:x": {"goal:a": 1.0}}

    traced = trace(shares, {"program:p": 400.0}, TOP)

    assert traced.flows["program:p", "objective:x"] == 100
    assert traced.through["goal:a"] == 100
    assert traced.lost == {"objective:y": 300.0}
    assert traced.seen == 100
    assert traced.share_seen == 0.25


def test_an_item_hands_on_once_all_that_feeds_it_has_arrived() -> None:
    shares = {
        "activity:a": {"program:p": 1.0},
        "activity:b": {"program:p": 0.5, "objective:x": 0.5},
        "program:p": {"objective:x": 1.0},
        "objective:x": {"goal:a": 1.0},
    }

    assert trace(shares, {"activity:a": 10.0, "activity:b": 20.0}, TOP).through["objective:x"] == 30


def test_what_goes_round_in_a_circle_is_lost_and_named() -> None:
    shares = {"objective:x": {"objective:y": 1.0}, "objective:y": {"objective:x": 1.0}}

    traced = trace(shares, {"objective:x": 5.0}, TOP)

    assert traced.seen == 0
    assert traced.lost == {"objective:x": 5.0}


def test_without_amounts_there_is_no_share() -> None:
    assert trace({}, {}, TOP).share_seen is None


REFS = [f"objective:{n}" for n in range(6)] + ["goal:a"]


@given(
    st.dictionaries(st.sampled_from(REFS[:6]), st.dictionaries(st.sampled_from(REFS), st.floats(0, 0.3), max_size=3)),
    st.dictionaries(st.sampled_from(REFS), st.floats(0, 1e6), max_size=6),
)
def test_what_is_seen_and_what_is_lost_make_the_whole(
    shares: dict[str, dict[str, float]], amounts: dict[str, float]
) -> None:
    traced = trace(shares, amounts, TOP)

    assert traced.total == pytest.approx(sum(amounts.values()))
    assert traced.seen >= 0


@pytest.mark.meets("S0-23")
def test_all_of_acme_leads_to_its_goals() -> None:
    case = acme()
    amounts = {ref: case.spend(item).money or 0.0 for ref, item in case.plan.entities.items()}

    traced = of(case.plan, amounts)

    assert traced.unseen == 0
    assert traced.through["goal:grow"] == 43575
    assert traced.through["goal:healthy-teams"] == 22500


def test_stated_shares_are_kept_and_the_others_get_what_is_left() -> None:
    case = acme("program: {launch: {serves: {pipeline: 70 %, loyal: null, 'goal:grow': ''}}}")

    assert shares_of(case.plan)["program:launch"] == pytest.approx({"objective:pipeline": 0.7, "goal:grow": 0.3})


def test_shares_over_the_whole_are_scaled_to_it() -> None:
    case = acme("program: {launch: {serves: {pipeline: 100 %, loyal: 100 %}}}")

    assert shares_of(case.plan)["program:launch"] == {"objective:pipeline": 0.5, "objective:loyal": 0.5}


def test_what_reaches_a_top_is_what_has_a_way_up_to_it_whatever_goes_round_in_circles() -> None:
    shares = {"a": {"b": 1.0}, "b": {"goal": 0.5, "c": 0.5}, "c": {"b": 1.0}, "x": {"y": 1.0}, "y": {"x": 1.0}}

    assert reaching(shares, ["goal"]) == {"a", "b", "c", "goal"}


def test_shares_that_are_known_already_are_not_worked_out_again() -> None:
    plan = acme().plan
    known = {"program:launch": {"goal:grow": 0.25}}

    assert shares_of(plan, known)["program:launch"] == {"goal:grow": 0.25}
    assert known.keys() == plan.entities.keys()
    assert shares_of(plan, known) == {**shares_of(plan), "program:launch": {"goal:grow": 0.25}}
