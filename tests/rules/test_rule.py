"""What a rule is: its page, its settings and what it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest

from truenorth.plan import change
from truenorth.plan.entity import PARTIES
from truenorth.rules import RULES, Case, Finding, check
from truenorth.rules.acme import acme
from truenorth.rules.rule import HEADINGS, Rule


@pytest.mark.parametrize("code", sorted(RULES))
class TestRule:
    def test_its_page_names_it_whom_it_asks_and_its_settings(self, code: str) -> None:
        rule = RULES[code]

        assert rule.page.startswith(f"# {code} {rule.title}\n\n- Asks: {PARTIES[rule.asks]}\n")
        assert [line for line in rule.page.splitlines() if line.startswith("## ")] == [
            f"## {name}" for name in HEADINGS
        ]
        assert [name for name in rule.parameters if f"Setting `{name}`" not in rule.page] == []

    def test_its_title_is_a_sentence(self, code: str) -> None:
        title = RULES[code].title

        assert title[:1].isupper()
        assert title.endswith(".")
        assert "\n" not in title

    def test_only_a_contradiction_is_an_error(self, code: str) -> None:
        for finding in check(acme(RULES[code].sections["Example"]), [RULES[code]]).findings:
            assert finding.severity != "error" or finding.kind == "contradiction"

    def test_its_code_is_that_of_its_family_and_number(self, code: str) -> None:
        rule = RULES[code]

        assert code == f"{rule.family}{int(code.removeprefix(rule.family)):02}"
        assert rule.judge.__module__.startswith("truenorth.rules.")

    def test_it_does_not_change_what_it_judges(self, code: str) -> None:
        case = acme(RULES[code].sections["Example"])
        before = case.whole.fingerprint

        list(_run(RULES[code], case))

        assert case.whole.__class__(dict(case.whole.entities)).fingerprint == before


ACCUSING = re.compile(
    r"\b(blam\w*|fault|fail(ed|s|ure)|guilt\w*|careless\w*|lazy|incompetent\w*|neglig\w*|forg[oe]t\w*|ignor\w*|mistake\w*"
    r"|should have|he|she|his|her)\b",
    re.IGNORECASE,
)


@pytest.mark.meets("S0-32")
@pytest.mark.parametrize("code", sorted(RULES))
def test_a_finding_is_about_an_item_accuses_nobody_and_ends_in_a_next_step(code: str) -> None:
    case = acme(RULES[code].sections["Example"])

    for finding in check(case, [RULES[code]]).findings:
        said = " ".join([finding.says, *(fix.says for fix in finding.fixes)])
        assert case.whole.find(finding.at[0]) is not None
        assert ACCUSING.findall(said) == []
        assert finding.kind == "notice" or finding.fixes


@pytest.mark.meets("S1-03")
@pytest.mark.parametrize("code", sorted(RULES))
def test_each_way_out_can_be_applied_where_it_is_shown_or_asks_for_what_is_missing(code: str) -> None:
    case = acme(RULES[code].sections["Example"])

    for finding in check(case, [RULES[code]]).findings:
        for fix in finding.fixes:
            asked = fix.blanks()
            assert bool(fix.sets) != fix.by_word, fix.says
            assert [question for _, _, question in asked if not question.strip()] == []
            if fix.sets and not asked:
                after, edits = change(case.whole, fix.edits(case.whole))
                assert edits, fix.says
                assert change(after, [edit.reversed() for edit in edits])[0] == case.whole


def _run(rule: Rule, case: Case) -> Iterable[Finding]:
    items: list[Any] = [item for kind in rule.each for item in case.plan.all(kind)]
    for arguments in [(case, item) for item in items] if rule.each else [(case,)]:
        yield from rule.run({}, *arguments)
