"""How wording is compared: the content of words, not their form."""

from __future__ import annotations

import pytest

from truenorth.engines.words import (
    agreement,
    alike,
    holds_phrase,
    mentions,
    named,
    opposed,
    percent,
    row,
    same_text,
    words,
)


def test_words_are_compared_by_their_content() -> None:
    assert words("Moving the new offices") == words("move an office")
    assert words("fitted companies") == words("fits a company")
    assert words("of the and") == frozenset()


def test_two_texts_are_alike_by_the_share_of_words_they_have_in_common() -> None:
    assert alike("ready on Monday", "an office ready on Monday") == pytest.approx(2 / 3)
    assert alike("", "") == 0


def test_lists_of_statements_agree_by_their_nearest_ones() -> None:
    assert agreement(["Fewer sick days", "Low price"], ["Low prices", "Fewer sick days"]) == 1
    assert agreement(["Low price"], ["Fewer sick days"]) == 0
    assert agreement([], ["Low price"]) == 0


def test_a_phrase_is_mentioned_where_all_its_words_are() -> None:
    assert mentions("Major website redesign for spring", "website redesign or migration")
    assert not mentions("Website for spring", "website redesign or migration")


def test_a_phrase_is_held_only_word_for_word() -> None:
    assert holds_phrase("We are a Furniture-Maker!", "furniture maker")
    assert not holds_phrase("We make furniture for makers", "furniture maker")
    assert not holds_phrase("desktops", "desk")


@pytest.mark.parametrize(
    ("one", "other", "opposes"),
    [
        ("code search", "universal code search", False),
        ("fitted in a day", "Fitted within a day!", False),
        ("fitted in a day", "fitted in three days", True),
        ("free", "not free", True),
        ("cheap", "premium", True),
        ("cheap", "", False),
    ],
)
def test_statements_oppose_where_one_does_not_only_say_more(one: str, other: str, opposes: bool) -> None:
    assert opposed(one, other) is opposes


def test_words_are_named_as_the_text_writes_them() -> None:
    assert named("Fitting large offices, and fitting them fast", words("fit office")) == ["fitting", "offices"]


def test_names_stand_in_a_row_as_they_are_said() -> None:
    assert [row("ABCDE"[:n]) for n in range(6)] == [
        "",
        "A",
        "A and B",
        "A, B and C",
        "A, B, C and D",
        "A, B, C and 2 more",
    ]


def test_the_same_text_ignores_case_and_signs() -> None:
    assert same_text("E-Mail") == same_text("e mail")


def test_a_part_is_said_in_percent_and_next_to_nothing_is_not_none() -> None:
    assert [percent(part) for part in (1, 0.754, 0.01, 0.004, 0)] == ["100 %", "75 %", "1 %", "0.4 %", "0 %"]
