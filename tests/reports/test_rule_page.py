"""The page of a rule as values."""

from __future__ import annotations

import pytest

from truenorth.reports.rule_page import about, family, shown
from truenorth.rules import RULES


def test_the_example_is_what_changes_in_acme_in_words() -> None:
    page = shown("TEAM01")

    assert [(one.title, one.fields[0]) for one in page.example] == [
        ("Spring letter", ("end", "2027-03-31 -> 2027-03-05"))
    ]
    assert page.finds[0].startswith("Demand generation 2027-W09 needs 70 hours of copy")
    assert page.mend[0].fields[0] == ("end", "2027-03-05 -> 2027-03-31")


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_an_example_a_finding_and_a_mend(code: str) -> None:
    page = shown(code)

    assert page.example or page.agreed or page.apart
    assert page.finds
    assert page.mend or page.word


def test_a_family_has_a_name_and_says_what_it_is_about() -> None:
    assert (family("TEAM"), about("TOOL")) == ("People", "What the work asks of the tech stack.")
    assert all(not about(rule.family).startswith(rule.family) for rule in RULES.values())
