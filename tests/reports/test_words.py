"""How values are said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from truenorth.plan import entity, plan_of
from truenorth.plan.values import duration, money, quantity
from truenorth.reports.lines import wrapped
from truenorth.reports.values import said, titles
from truenorth.reports.words import amount, columns, listed, number, plain, seen, short, stake
from truenorth.rules.finding import Stake


def test_text_is_made_safe_and_put_on_one_line() -> None:
    assert plain(" a\x1b[31mb\n\tc\u202ed \x00") == "a[31mb cd"
    assert plain("Grüße, 手紙, 👨\u200d👩") == "Grüße, 手紙, 👨\u200d👩"


def test_long_text_is_cut_at_a_word_by_the_columns_it_takes() -> None:
    assert short("one two three", 13) == "one two three"
    assert short("one two three", 12) == "one two…"
    assert short("onetwothree", 6) == "onetw…"
    assert columns(short("手" * 30, 21)) <= 21


@pytest.mark.parametrize(
    ("value", "words"), [(24000, "24,000"), (0.25, "0.25"), (1200.5, "1,200.5"), (3.0, "3"), (-1234, "-1,234")]
)
def test_numbers_have_separators_and_no_empty_decimals(value: float, words: str) -> None:
    assert number(value) == words


def test_money_has_its_currency_and_cents_only_where_they_count() -> None:
    assert amount(24000.4, "EUR") == "EUR 24,000"
    assert amount(9.5, "EUR") == "EUR 9.5"
    assert amount(12000, "") == "12,000"


def test_what_is_at_stake_is_said_in_money_and_hours_or_as_no_data() -> None:
    assert stake(Stake(4900.0, 35.0), "EUR") == "EUR 4,900, 35 hours of work in it"
    assert stake(Stake(None, 35.0), "EUR") == "35 hours"
    assert stake(Stake(), "EUR") == "no data"


def test_long_lists_are_counted() -> None:
    assert listed("abcde", 4) == "a, b, c, d, e"
    assert listed("abcdefgh", 4) == "a, b, c, d and 4 more"


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ({"needed": 24000, "limit": 20000.0}, "needed 24,000; limit 20,000"),
        ({"by": {"activity:a": 3, "activity:b": 4}}, "by Letter 3, activity:b 4"),
        ({"asked_on": date(2027, 1, 2), "total": Decimal("48000")}, "asked on 2027-01-02; total 48,000"),
        ({"missing": ["owner", "due"], "nothing": [], "none": None}, "missing owner, due"),
        ({"of": {"b", "a"}, "known": True}, "of a, b; known yes"),
        ({"positions": [{"position": "fast", "at": ["activity:a"], "since": None}]}, "positions fast (at Letter)"),
        ({"weeks": {"2027-W09": {"need": 70, "have": 46.4}}}, "weeks 2027-W09 (need 70, have 46.4)"),
        ({"each": [{"at": "activity:a", "says": "x"}, {"at": "activity:b", "says": "y"}]}, "Letter, activity:b"),
        ({"each": [{"amount": 3}]}, "each 3"),
    ],
)
def test_evidence_is_told_in_words(evidence: dict[str, Any], words: str) -> None:
    assert seen(evidence, lambda text: "Letter" if text == "activity:a" else text) == words


def test_values_of_an_item_are_said_by_the_names_of_what_they_point_at() -> None:
    fields = {
        "team": "care",
        "serves": {"goal:grow": "60 %", "loyal": None},
        "owner": "lead",
        "costs": [{"amount": "12000 USD", "month": "2027-03"}],
    }
    item = entity("activity:a", fields)
    plan = plan_of(
        [
            item,
            entity("team:care", {"name": "Care"}),
            entity("goal:grow", {"name": "Grow"}),
            entity("role:lead", {"name": "Head"}),
        ]
    )

    words = {name: said(getattr(item, name), titles(plan, item, name)) for name in (*fields, "note")}

    assert words == {
        "team": "Care",
        "serves": "Grow 60 %, loyal",
        "owner": "Head",
        "costs": "12,000 USD (month 2027-03)",
        "note": "unknown",
    }


def test_numbers_money_and_durations_are_said_as_people_write_them() -> None:
    assert said(quantity(">= 15000 champions")) == ">= 15,000 champions"
    assert said(money("1200.50 EUR")) == "1,200.50 EUR"
    assert said(money("undisclosed N1")) == "undisclosed N1"
    assert said(duration("6..9 months")) == "6 to 9 months"
    assert said("2027") == "2027"


def test_lines_are_filled_and_cut() -> None:
    assert wrapped("one two three four", 10, "- ") == ["- one two", "  three", "  four"]
    assert wrapped("one two three four", 10, "- ", most=2) == ["- one two", "  three…"]
    assert wrapped("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]
    assert wrapped("", 10) == [""]
