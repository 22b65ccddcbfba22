"""The map where there is little room."""

from __future__ import annotations

import itertools

from truenorth.reports.sight import brief, laid_out, sight
from truenorth.rules.acme import acme


def test_it_shows_goals_to_programs_and_no_single_piece_of_work() -> None:
    small = brief(sight(acme()))

    assert "activity" not in small.columns
    assert "vision" not in small.columns
    assert {"goal", "objective", "program"} <= small.columns.keys()


def test_of_a_long_column_the_items_with_most_behind_them_are_drawn() -> None:
    whole = sight(acme())
    small = brief(whole, most=2)

    drawn = [item.amount for item in small.columns["program"]]
    assert sorted(drawn, reverse=True) == sorted((item.amount for item in whole.columns["program"]), reverse=True)[:2]


def test_its_boxes_stand_in_the_picture_and_none_lies_on_another() -> None:
    laid = laid_out(brief(sight(acme())))

    assert all(box.x >= 0 and box.x + box.w <= laid.width for box in laid.boxes)
    assert all(box.y >= 0 and box.y + box.h <= laid.height for box in laid.boxes)
    by_column: dict[float, list[tuple[float, float]]] = {}
    for box in laid.boxes:
        by_column.setdefault(box.x, []).append((box.y, box.y + box.h))
    for many in map(sorted, by_column.values()):
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(many))
