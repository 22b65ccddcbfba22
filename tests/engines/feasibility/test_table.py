"""The tables that both engines search in."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")

from tests.engines.feasibility.build import hours, problem, staff, work

from truenorth.engines.feasibility.kernel import Kernel
from truenorth.engines.feasibility.table import places_of, tables
from truenorth.engines.feasibility.view import View


def _view(amount: int) -> View:
    one, other = (work(key, (2, 3), (0, 5), uses=hours("copy", amount)) for key in "ab")
    return View(Kernel(problem(2, one, other, staff=(staff("x", "copy", 10, 2),))))


def test_every_place_of_every_length_is_one_as_long_as_there_are_not_too_many() -> None:
    view = _view(8)
    places = places_of(view, *view.windows(), 14)

    assert places is not None
    assert [list(zip(one.starts.tolist(), one.lengths.tolist(), strict=True)) for one in places] == [
        [(0, 2), (1, 2), (2, 2), (3, 2), (0, 3), (1, 3), (2, 3)]
    ] * 2
    assert places_of(view, *view.windows(), 13) is None


def test_a_period_is_looked_at_where_more_could_be_drawn_than_there_is() -> None:
    for amount, looked_at in ((8, [(0, 0)]), (5, [])):
        view = _view(amount)
        found = tables(view, places_of(view, *view.windows(), 14) or [], 14)

        assert found is not None
        assert list(found) == looked_at
        assert [one.much.tolist() for many in found.values() for one in many] == [[amount] * 7] * 2 * len(looked_at)


def test_tables_that_would_be_too_large_are_not_made() -> None:
    view = _view(8)

    assert tables(view, places_of(view, *view.windows(), 14) or [], 13) is None
