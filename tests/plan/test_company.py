"""The company: what its fields take, so that nothing of its calendar or money is passed over in silence."""

from __future__ import annotations

import pytest

from truenorth.plan import Unreadable, data, entity


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("currency", "eur", "EUR"),
        ("rates", "usd=1.08; CHF=0.95", {"USD": "1.08", "CHF": "0.95"}),
        ("fiscal_start", "2-1", "02-01"),
        ("fiscal_start", "--07-01", "07-01"),
        ("weekend", "Friday; sat", ["fri", "sat"]),
        ("weekend", "none", ["none"]),
        ("fiscal_named_by", "Start", "start"),
    ],
)
def test_a_field_is_kept_in_one_way(field: str, given: object, kept: object) -> None:
    assert data(entity("company:acme", {field: given})) == {field: kept}


@pytest.mark.parametrize(
    ("field", "given", "says"),
    [
        ("currency", "€", "'€' is not a currency: write its three letters, such as EUR"),
        ("rates", {"USD": "0"}, "'0' must be above 0"),
        ("rates", {"Dollar": "1"}, "'Dollar' is not a currency: write its three letters, such as EUR"),
        ("fiscal_start", "02-29", "'02-29' is not a month and a day: write 02-01 for the first of February"),
        ("fiscal_start", "1 February", "'1 February' is not a month and a day: write 02-01 for the first of February"),
        ("weekend", "Samstag", "'Samstag' is not a day of the week: write mon, tue, wed, thu, fri, sat, sun or none"),
        ("weekend", "mon; tue; wed; thu; fri; sat; sun", "leaves it open on which days work is done: "),
        ("fiscal_named_by", "middle", "'middle' is not one of 'start' or 'end'"),
        ("periods", {"P": {"start": "2027-03-01", "end": "2027-02-01"}}, "ends on 2027-02-01, before it starts on"),
        ("periods", {"Summer 2027": {}}, "'Summer 2027' is not a date: write"),
    ],
)
def test_a_field_that_would_be_misread_is_refused(field: str, given: object, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        entity("company:acme", {field: given})

    assert [problem.says.startswith(says) for problem in refused.value.problems] == [True], refused.value.problems
