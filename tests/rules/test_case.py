"""What of a plan is looked at on a day."""

from __future__ import annotations

from datetime import date
from weakref import ref

import pytest

from truenorth.plan import entity, plan_of
from truenorth.plan.calendar import Span
from truenorth.plan.work import Activity
from truenorth.rules.case import Case

LAST = entity("activity:year-end-film", {"name": "Year-end film", "due": "2027-12-13"})
AFTER = entity("activity:new-year-letter", {"name": "New Year letter", "due": "2028-01-04"})
FROM_JULY = entity("company:acme", {"name": "Acme", "fiscal_start": "07-01"})


@pytest.mark.parametrize("today", [date(2026, 1, 2), date(2026, 11, 25), date(2026, 12, 31)])
def test_next_years_plan_is_looked_at_as_a_whole_as_soon_as_it_begins_within_twelve_months(today: date) -> None:
    case = Case(plan_of([LAST, AFTER]), today)

    assert case.horizon == Span(date(2026, 1, 1), date(2027, 12, 31))
    assert case.all_live(Activity) == [LAST]


def test_a_year_ends_where_the_company_ends_it() -> None:
    assert Case(plan_of([FROM_JULY]), date(2026, 11, 25)).horizon == Span(date(2026, 7, 1), date(2028, 6, 30))


def test_what_is_made_once_is_made_again_after_it_was_let_go_of() -> None:
    case, made = Case(plan_of([LAST]), date(2027, 1, 2)), []

    def count(of: Case) -> int:
        made.append(of)
        return len(made)

    assert [case.once(count), case.once(count)] == [1, 1]
    case.forget()
    assert case.once(count) == 2


def test_a_case_that_was_let_go_of_is_gone_without_a_collection() -> None:
    case = Case(plan_of([LAST]), date(2027, 1, 2))
    case.once(lambda of: [of])
    held = ref(case)
    case.forget()
    del case

    assert held() is None
