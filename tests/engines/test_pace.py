"""Whether what is measured is on the way: a range of where it leads, and no verdict where that is too wide."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from truenorth.engines.happened import Month
from truenorth.engines.pace import Aim, Pace, pace
from truenorth.plan.calendar import Span

YEAR = Span(date(2026, 10, 1), date(2027, 9, 30))
BEFORE = [43, 50, 41, 41, 26, 45, 57, 64, 57, 54, 61, 55]  # 594 in all, October 2025 to September 2026


def month(year: int, number: int, value: float) -> Month:
    day = date(year, number, 1)
    return Month("m", "crm", day, day, 1, value, value, value)


def months(*values: float, start: tuple[int, int] = (2025, 10)) -> list[Month]:
    first = start[0] * 12 + start[1] - 1
    return [month((first + n) // 12, (first + n) % 12 + 1, value) for n, value in enumerate(values)]


def share(target: float, *values: float, lag: float = 0) -> Pace:
    return pace(months(*values, start=(2026, 10)), Aim(target, values[0], YEAR, is_share=True, lag=lag))


def test_a_number_that_adds_up_is_held_against_the_same_months_of_the_year_before() -> None:
    found = pace(months(*BEFORE, 61, 68, 54), Aim(640, 505, YEAR))

    assert (found.status, found.adds_up, found.so_far, found.months) == ("on the way", True, 183, 3)
    assert found.low is not None
    assert round(found.low) == 183 + round(460 * 54 / 41)
    assert found.high is not None
    assert round(found.high) == 183 + round(460 * 61 / 43)


def test_a_season_is_no_trend_where_the_year_before_had_it_too() -> None:
    summer = [10, 10, 10, 10, 10, 10, 90, 90, 90, 10, 10, 10]

    assert pace(months(*summer, 10, 10, 10), Aim(380, 350, YEAR)).status == "behind"
    assert pace(months(*summer, 11, 11, 11), Aim(380, 350, YEAR)).status == "on the way"


def test_a_share_is_behind_where_even_the_best_step_so_far_does_not_lead_there() -> None:
    found = share(70, 58.0, 58.5, 58.3)

    assert (found.status, found.adds_up, found.so_far) == ("behind", False, 58.3)
    assert found.high is not None
    assert round(found.high, 1) == round(58.3 + 9 * 0.5, 1)


def test_a_range_with_the_target_inside_is_too_early_to_tell() -> None:
    assert (share(29, 23.6, 21.5, 26.1).status, share(29, 23.6, 21.5, 26.1).reason) == ("too early to tell", "wide")


def test_few_months_and_what_cannot_show_yet_are_too_early_to_tell() -> None:
    assert (share(70, 58.0, 69.0).status, share(70, 58.0, 69.0).reason) == ("too early to tell", "few")
    late = share(70, 58.0, 58.5, 58.3, lag=120)
    assert (late.status, late.reason) == ("too early to tell", "lag")


def test_what_adds_up_needs_a_whole_year_before_it() -> None:
    found = pace(months(43, 50, 41, start=(2026, 10)), Aim(640, None, YEAR))

    assert (found.status, found.reason) == ("too early to tell", "no year before")


def test_a_part_is_not_held_against_the_whole() -> None:
    found = pace(months(*BEFORE, 61, 68, 54), Aim(360, 280, YEAR))

    assert (found.status, found.reason) == ("not comparable", "another whole")


def test_nothing_measured_no_target_and_no_day_give_no_verdict() -> None:
    assert pace([], Aim(70, 58, YEAR)).status == "no data"
    assert pace(months(58.0), Aim(None, 58, YEAR)).reason == "no target"
    assert pace(months(58.0), Aim(70, 58, None)).reason == "no day"


def test_a_month_that_is_not_over_does_not_count() -> None:
    days = Month("m", "crm", date(2026, 12, 1), date(2026, 12, 20), 20, 58, 58, 58)

    assert pace([*months(58.0, 58.0, start=(2026, 10)), days], Aim(70, 58, YEAR, is_share=True)).months == 2


def test_when_the_time_is_over_it_came_to_what_it_came_to() -> None:
    done = pace(
        months(*([50.0] * 12), *BEFORE, start=(2024, 10)), Aim(590, 600, Span(date(2025, 10, 1), date(2026, 9, 30)))
    )
    assert (done.status, done.is_over, done.low, done.high) == ("on the way", True, 594, 594)


@given(st.lists(st.floats(1, 99), min_size=1, max_size=11), st.floats(1, 99))
def test_less_is_better_is_the_mirror_of_more_is_better(values: list[float], target: float) -> None:
    up = pace(months(*values, start=(2026, 10)), Aim(target, values[0], YEAR, is_share=True))
    mirrored = [100 - value for value in values]
    down = pace(months(*mirrored, start=(2026, 10)), Aim(100 - target, mirrored[0], YEAR, up=False, is_share=True))

    if up.high is None or min(abs(up.high - target), abs((up.low or 0) - target)) > 1e-6:
        assert (up.status, up.reason) == (down.status, down.reason)
