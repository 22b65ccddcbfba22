"""Every rule is tested by its own page."""

from __future__ import annotations

import re

import pytest

from truenorth.plan import apply, text
from truenorth.rules import RULES, check
from truenorth.rules.acme import acme, merged
from truenorth.rules.rule import HEADINGS, Rule

STORY = re.compile(  # a day, a number or a speaker: what is shown under a finding has to be true of any plan
    r"\d|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|half|quarters?)\b"
    r"|\b(?:three|four|five|six|seven|eight|nine|ten)\b|^(?:Sales|Marketing|The business|The strategy|One team)\b|[\"“]"
)


def lines(rule: Rule, heading: str) -> list[str]:
    return [line.strip() for line in rule.sections[heading].splitlines() if line.strip()]


@pytest.mark.parametrize("code", sorted(RULES))
class TestPage:
    def test_its_example_is_found_in_these_words(self, code: str) -> None:
        case = acme(RULES[code].sections["Example"])

        found = [f"{f.at[0]} {f.says}" for f in check(case, [RULES[code]]).findings]

        assert found == lines(RULES[code], "Finds")

    def test_put_right_it_is_silent(self, code: str) -> None:
        example, mend = (text.loaded(RULES[code].sections[name]) for name in ("Example", "Put right"))

        assert check(acme(merged(example, mend)), [RULES[code]]).findings == ()

    def test_its_page_has_its_sections(self, code: str) -> None:
        assert tuple(RULES[code].sections) == HEADINGS

    def test_the_first_sentence_of_why_it_matters_is_no_story_of_one_company(self, code: str) -> None:
        first, *_ = re.split(r"(?<=[.!?])\s", " ".join(RULES[code].sections["Why it matters"].split()))

        assert STORY.search(first) is None

    def test_its_findings_say_what_would_put_them_right(self, code: str) -> None:
        case = acme(RULES[code].sections["Example"])

        for finding in check(case, [RULES[code]]).findings:
            assert finding.kind == "notice" or finding.fixes, finding.says

    def test_a_fix_without_blanks_clears_the_finding_and_opens_no_worse_one(self, code: str) -> None:
        case = acme(RULES[code].sections["Example"])
        before = check(case)
        worst = {f.id for f in before.findings}
        for finding in check(case, [RULES[code]]).findings:
            for fix in (fix for fix in finding.fixes if fix.sets and not fix.blanks()):
                after = check(case.after(apply(case.whole, fix.edits(case.whole)), fix.sets))

                assert finding.id not in {f.id for f in after.findings if f.rule == code}, fix.says
                assert {f.id for f in after.findings if f.severity == "error"} <= worst, fix.says


def test_nothing_is_wrong_with_acme() -> None:
    assert [f"{f.rule} {f.at} {f.says}" for f in check(acme()).findings] == []
