"""One value in one cell: lists, maps and nested values, and what is unknown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import TEXT

from truenorth.plan.cells import cell, plain, tidy, unfold

WORDS = TEXT.filter(tidy).map(tidy)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (["a", "b"], "a; b"),
        ({"copy": "8..12", "design": "4"}, "copy=8..12; design=4"),
        ({"emails": None}, "emails"),
        ({"formula": "a=b"}, "formula=a=b"),
        (["a;b"], '["a;b"]'),
        (["[x"], '["[x"]'),
        ({"a=b": "1"}, '{"a=b": "1"}'),
        ([{"amount": "3"}], '[{"amount": "3"}]'),
        ({}, "{}"),
    ],
)
def test_a_value_is_written_in_a_cell(value: object, text: str) -> None:
    assert cell(value) == text


@given(st.lists(WORDS, min_size=1))
def test_a_list_of_any_words_comes_back(words: list[str]) -> None:
    assert unfold(cell(words), "list") == words


@given(st.dictionaries(WORDS, st.one_of(st.none(), WORDS), min_size=1))
def test_a_map_of_any_words_comes_back(words: dict[str, str | None]) -> None:
    assert unfold(cell(words), "map") == words


@pytest.mark.parametrize("text", ["", " ", "?", "unknown", "Unknown", "\xa0?\n"])
@pytest.mark.parametrize("shape", ["text", "scalar", "list", "map", "part"])
def test_a_cell_may_say_that_it_is_unknown(text: str, shape: str) -> None:
    assert unfold(text, shape) is None  # type: ignore[arg-type]


def test_what_is_unknown_in_a_list_is_left_out_and_in_a_map_left_open() -> None:
    assert plain(["a", "?", "", None, "b"]) == ["a", "b"]
    assert plain({"a": "?", "b": " 1 "}) == {"a": None, "b": "1"}


def test_letters_and_line_ends_are_written_one_way() -> None:
    assert tidy("fu\u0308r\r\nalle\r") == "für\nalle"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a=1; a=2", "'a' is given twice: keep one"),
        ("=1", "has a value without a name: write name=value"),
        ('{"a": 1, "a": 2}', "'a' is given twice: keep one"),
        ("[a", "starts with [ but is not JSON"),
        ("[" * 100_000, "starts with [ but is not JSON"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(says)}"):
        unfold(text, "map")


def test_numbers_in_nested_cells_stay_as_they_are_written() -> None:
    assert unfold('[{"amount": 1.60, "n": NaN}]', "list") == [{"amount": "1.60", "n": "NaN"}]
