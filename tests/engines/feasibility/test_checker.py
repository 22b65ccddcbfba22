"""The checker finds each way in which a schedule breaks what is believed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.engines.feasibility.brute import holds
from tests.engines.feasibility.small import small

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.checker import broken
from truenorth.engines.feasibility.problem import (
    After,
    Bundle,
    Claim,
    Clash,
    Pot,
    Problem,
    Staff,
    Supply,
    Use,
    Window,
    Work,
)

CLAIMS = {key: Claim(key, "do", key) for key in ("do", "other", "ready", "due", "wait", "lead", "a", "b", "c")}
BUNDLES = (Bundle("one", "One", "do"), Bundle("two", "Two", "other"))
UNITS = {"copy": ("h", 60), "money": ("€", 100)}


def problem(*works: Work, **limits: object) -> Problem:
    return replace(Problem(10, (0, 5), CLAIMS, BUNDLES, works, units=UNITS), **limits)  # type: ignore[arg-type]


def work(key: str = "copy", **more: object) -> Work:
    return replace(Work(key, key.title(), "one", 2, 3, 0, 10), **more)  # type: ignore[arg-type]


def test_a_schedule_that_keeps_everything_breaks_nothing() -> None:
    assert broken(problem(work(earliest=1, latest=4)), {"copy": Placed(1, 4)}) == ()
    assert broken(problem(), {}) == ()


def test_work_that_is_missing_or_unknown_is_told() -> None:
    assert broken(problem(work()), {"other": Placed(0, 2)}) == (
        "'other' is in the schedule, and there is no such work.",
        "Copy is not in the schedule.",
    )


def test_work_of_another_length_is_told() -> None:
    assert broken(problem(work()), {"copy": Placed(3, 4)}) == ("Copy takes 1 day, and has to take 2 to 3 days.",)
    assert broken(problem(work()), {"copy": Placed(0, 4)}) == ("Copy takes 4 days, and has to take 2 to 3 days.",)


def test_work_outside_its_dates_is_told_as_long_as_they_are_believed() -> None:
    dated = problem(work(earliest=3, latest=4, ready=("ready",), due=("due",)))
    place = {"copy": Placed(2, 5)}
    assert broken(dated, place) == (
        "Copy begins on day 2, and cannot begin before day 3.",
        "Copy is over by day 5, and has to be over by day 4.",
    )
    assert broken(dated, place, {"ready", "due"}) == ()


def test_work_outside_the_days_of_the_plan_is_told_whatever_is_believed() -> None:
    dated = problem(work(earliest=3, latest=4, ready=("ready",), due=("due",)))
    assert len(broken(dated, {"copy": Placed(-1, 1)}, {"ready", "due"})) == 1
    assert len(broken(dated, {"copy": Placed(9, 11)}, {"ready", "due"})) == 1


def test_work_outside_the_contract_of_its_tool_is_told() -> None:
    bound = problem(work(windows=(Window(0, 4, ("a",)),)))
    says = "Copy runs from day 3 to day 5, and can run only from day 0 to day 4."
    assert broken(bound, {"copy": Placed(3, 5)}) == (says,)
    assert broken(bound, {"copy": Placed(3, 5)}, {"a"}) == ()


def test_work_that_does_not_wait_is_told() -> None:
    waiting = problem(work(), work("web"), afters=(After("copy", "web", 1, ("wait",)),))
    place = {"copy": Placed(0, 2), "web": Placed(2, 4)}
    assert broken(waiting, place) == ("Web begins on day 2, and cannot begin before day 3, 1 day after Copy.",)
    assert broken(waiting, place, {"wait"}) == ()


def test_work_that_is_given_up_is_left_out_with_what_waits_for_it() -> None:
    waiting = problem(work(bundle="two"), work("web"), afters=(After("copy", "web"),))
    assert broken(waiting, {"web": Placed(0, 2)}, {"other"}) == ()


def test_a_step_whose_lead_time_is_not_believed_takes_no_time_and_draws_nothing() -> None:
    step = work(lead=("lead",), uses=(Use("desk", 1),))
    short = problem(step, supplies=(Supply("desk", "Desks", "", (0,) * 10, ("a",)),))
    assert broken(short, {"copy": Placed(3, 3)}, {"lead"}) == ()
    assert len(broken(short, {"copy": Placed(3, 3)})) == 1


def test_a_day_with_too_few_places_is_told() -> None:
    both = problem(
        work(uses=(Use("desk", 1),)),
        work("web", uses=(Use("desk", 1, lag=1),)),
        supplies=(Supply("desk", "Desks", "", (1,) * 10, ("a",)),),
    )
    place = {"copy": Placed(2, 4), "web": Placed(0, 2)}
    assert broken(both, place) == ("Desks, day 2: 2 needed, 1 there.",)
    assert broken(both, place, {"a"}) == ()
    assert broken(both, {**place, "copy": Placed(3, 5)}) == ()


def test_a_pot_that_is_overdrawn_is_told_and_what_falls_outside_of_it_does_not_count() -> None:
    paid = problem(work(shortest=3, uses=(Use("money", 100_000),)), pots=(Pot("money", "Media", 0, 2, 33_333, ("a",)),))
    assert broken(paid, {"copy": Placed(1, 4)}) == ()
    says = "Media, from day 0 to before day 2: 666.66 € needed, 333.33 € there."
    assert broken(paid, {"copy": Placed(0, 3)}) == (says,)


def test_what_is_drawn_on_a_day_of_its_own_falls_there_wherever_the_work_lies() -> None:
    paid = problem(work(uses=(Use("money", 500, on=1),)), pots=(Pot("money", "Media", 0, 2, 400, ("a",)),))
    says = "Media, from day 0 to before day 2: 5 € needed, 4 € there."
    assert broken(paid, {"copy": Placed(7, 9)}) == (says,)


def test_hours_are_routed_to_whoever_has_the_skill() -> None:
    team = (
        Staff("x", "X", frozenset(("copy", "web")), (60, 0), "a"),
        Staff("y", "Y", frozenset(("web",)), (60, 0), "b"),
    )
    both = problem(work(uses=(Use("copy", 60),)), work("build", uses=(Use("web", 60),)), staff=team)
    place = {"copy": Placed(0, 2), "build": Placed(0, 2)}
    assert broken(both, place) == ()
    more = replace(both, works=(work(uses=(Use("copy", 60),)), work("build", uses=(Use("web", 61),))))
    says = "copy + web, from day 0 to before day 5: 2.02 h needed, 2 h there."
    assert broken(more, place) == (says,)
    assert broken(more, place, {"b"}) == ()


def test_a_skill_that_nobody_has_is_not_limited() -> None:
    assert broken(problem(work(uses=(Use("web", 999),))), {"copy": Placed(0, 2)}) == ()


def test_statements_that_clash_are_told_as_long_as_all_are_believed() -> None:
    none = problem(clashes=(Clash(("a", "b"), "No tool does that."),))
    assert broken(none, {}) == ("No tool does that.",)
    assert broken(none, {}, {"b"}) == ()


@given(st.integers(0, 10**6))
def test_it_agrees_with_a_count_of_every_limit_on_any_schedule(seed: int) -> None:
    made, random = small(seed), Random(seed)
    without = {key for key in made.claims if random.random() < 0.2}
    do = {bundle.key: bundle.do for bundle in made.bundles}
    works = [one for one in made.works if do[one.bundle] not in without]
    for _ in range(40):
        place = {one.key: _somewhere(one, made.days, without, random) for one in works}
        assert (broken(made, place, without) == ()) == holds(made, place, without)


def _somewhere(one: Work, days: int, without: set[str], random: Random) -> Placed:
    length = random.randint(one.shortest, one.longest) if without.isdisjoint(one.lead) else 0
    start = random.randint(0, days - length)
    return Placed(start, start + length)


def test_small_problems_are_of_all_kinds() -> None:
    made = [small(seed) for seed in range(200)]
    kinds = {claim.kind for one in made for claim in one.claims.values()}
    assert kinds >= {"do", "ready", "due", "after", "lead", "people", "places", "tool", "budget", "takes"}
    assert any(one.shortest < one.longest for each in made for one in each.works)
    assert {bool(each.clashes) for each in made} == {True, False}
