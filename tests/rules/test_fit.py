"""FIT01 tells what the engine has proved, once, and with its ways out; it is judged where it is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.fit.verdicts import case as hand_made
from tests.reports.fit.verdicts import does_not_fit, fits, may_not_fit

from truenorth.engines.feasibility.fit import Fit
from truenorth.plan import Edit, data
from truenorth.rules import RULES, Case, Finding, Fix, check, recheck
from truenorth.rules.acme import acme
from truenorth.rules.finding import Blank, TooMuch
from truenorth.rules.fit import ways_out
from truenorth.rules.joined import joined

FIT01 = RULES["FIT01"]
EXAMPLE = acme(FIT01.sections["Example"])


def told(fit: Fit | None) -> Case:
    """The hand-made plan, and a verdict on it."""
    plan = hand_made()
    return Case(plan.whole, plan.today, prove=lambda _: fit)


def found(fit: Fit | None) -> list[Finding]:
    return list(check(told(fit), [FIT01]).findings)


def test_a_conflict_is_one_finding_at_what_the_work_draws_on_and_asks_who_may_change_that() -> None:
    (one,) = found(does_not_fit())

    assert one.at == ("team:demand", "activity:rebuild", "activity:report", "activity:refresh")
    assert one.says == (
        "these can't all be true: Nurture rebuild is live by 2027-02-05; Rate report is published in full;"
        " Retargeting is refreshed in January; Web & MOps has 64 hours a week"
    )
    assert (one.kind, one.severity, one.asks) == ("contradiction", "error", "mops")
    assert (one.seen["need"], one.seen["have"], one.seen["unit"]) == (343, 256, "h")
    assert one.seen["when"] == ["2027-01-11", "2027-02-05"]


def test_what_rests_on_an_assumption_is_asked_for_and_is_no_contradiction() -> None:
    (one,) = found(may_not_fit())

    assert one.kind == "gap"
    assert one.says == "may not fit, as nobody has stated that Web & MOps has 64 hours a week"
    assert [fix.blanks()[0][2] for fix in one.fixes] == [
        "How many hours a week has whoever builds landing pages?",
        "How many hours does the Rate report take?",
    ]


@pytest.mark.parametrize("fit", [fits(), None], ids=["a plan that fits", "solvers that are not installed"])
def test_it_is_silent_on(fit: Fit | None) -> None:
    assert found(fit) == []


def test_only_the_least_work_that_has_to_give_way_is_at_stake() -> None:
    raw = check(told(does_not_fit()), [FIT01]).raw["FIT01"][""]

    assert raw[0].too_much == TooMuch(
        {"": 87 * 60},
        {"activity:rebuild": {"": 160 * 60}, "activity:report": {"": 120 * 60}, "activity:refresh": {"": 63 * 60}},
    )


def test_of_many_statements_some_are_said_and_the_others_counted() -> None:
    fit = does_not_fit()
    report = fit.asked.problem.claims["report-do"]
    claims = {f"c{n}": replace(report, key=f"c{n}", says=f"Work {n} is done") for n in range(9)}
    problem = replace(fit.asked.problem, claims={**fit.asked.problem.claims, **claims})
    conflict = replace(fit.answer.conflicts[0], claims=(*claims, "web-hours"))
    many = Fit(replace(fit.asked, problem=problem), replace(fit.answer, conflicts=(conflict,)))

    (one,) = found(many)

    assert one.says == (
        "these can't all be true: Work 0 is done; Work 1 is done; 7 more like these; Web & MOps has 64 hours a week"
    )


def test_it_is_judged_where_it_is_named_and_not_with_all_others() -> None:
    assert FIT01.heavy
    assert check(EXAMPLE).raw["FIT01"] == {}
    assert [one.rule for one in check(EXAMPLE, [FIT01]).findings] == ["FIT01"]


def test_judged_again_after_an_edit_it_says_what_judging_everything_says() -> None:
    stand = EXAMPLE.whole.entities["activity:open-house"]
    sooner = Edit(stand.ref, data(stand), {**data(stand), "end": "2027-05-28"})

    again = recheck(check(EXAMPLE, [FIT01]), [sooner])

    assert again.findings == check(again.case, [FIT01]).findings == ()


def test_after_an_edit_a_check_without_it_stays_without_it() -> None:
    stand = EXAMPLE.whole.entities["activity:stand"]

    again = recheck(check(EXAMPLE), [Edit(stand.ref, data(stand), {**data(stand), "name": "Booth"})])

    assert "verdict" not in vars(again.case)


def test_a_conflict_that_another_rule_tells_is_told_there() -> None:
    over = acme("activity: {open-house: {effort: {events: 300}, cost: 14000}}")

    rules = {one.rule for one in check(over, list(RULES.values())).findings}

    assert over.verdict is not None
    assert over.verdict.answer.verdict == "does not fit"
    assert "TEAM01" in rules
    assert "FIT01" not in rules


def test_nothing_is_wrong_with_acme_by_the_engine_either() -> None:
    whole = acme()

    assert check(whole, list(RULES.values())).findings == ()
    assert whole.verdict is not None
    assert whole.verdict.answer.verdict == "fits"


def test_an_example_of_any_other_rule_is_told_once() -> None:
    for code in ("TEAM01", "TOOL02", "COST01", "LOAD01", "TIME01"):
        case = acme(RULES[code].sections["Example"])

        assert {one.rule for one in check(case, [RULES[code], FIT01]).findings} == {code}, code


def finding(rule: str, at: tuple[str, ...], covers: tuple[tuple[str, str], ...] = (), *fixes: Fix) -> Finding:
    return Finding(at, "says", rule=rule, kind="contradiction", severity="error", covers=covers, fixes=fixes)


def test_what_another_finding_tells_goes_there_with_its_ways_out_first() -> None:
    own, proved = (
        Fix("Move it", {"activity:x": {"end": "2027-03-01"}}),
        Fix("Bring in an agency", {"team:a": {"name": "A"}}, by_choice=True),
    )
    asks = Fix("Another day", {"activity:x": {"end": Blank("When?")}})

    (one,) = joined(
        [
            finding("TEAM01", ("team:a", "activity:x"), (), own),
            finding("FIT01", ("team:a",), (("TEAM01", "team:a"),), proved, asks),
        ]
    )

    assert one.rule == "TEAM01"
    assert one.fixes == (proved, own)


def test_what_is_proved_is_an_error_where_the_other_only_warns() -> None:
    warns = replace(finding("TOOL02", ("tool:a",)), severity="warning")

    (one,) = joined([warns, finding("FIT01", ("tool:a",), (("TOOL02", "tool:a"),))])

    assert (one.rule, one.severity) == ("TOOL02", "error")


def test_what_no_other_finding_tells_is_told_itself() -> None:
    told = [finding("TEAM01", ("team:b",)), finding("FIT01", ("team:a",), (("TEAM01", "team:a"),))]

    assert joined(told) == told


def test_the_ways_out_are_fixes_that_people_choose_the_cheapest_first() -> None:
    fit = does_not_fit()

    ways = list(ways_out(told(fit), fit, fit.answer.conflicts[0]))

    assert [way.says for way in ways] == [
        "Finish the rebuild by 2027-03-19",
        "Bring in an agency for 87 hours",
        "Skip the retargeting refresh",
    ]
    assert all(way.by_choice for way in ways)
    assert [way.sets for way in ways] == [
        {"activity:rebuild": {"end": "2027-03-19"}},
        {"role:demand-lead": {"hours_per_week": "60"}},
        {"activity:refresh": {"status": "stopped"}},
    ]
