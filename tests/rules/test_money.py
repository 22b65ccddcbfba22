"""What the rules on money say besides their sentence: evidence, ways out, severity."""

from __future__ import annotations

import pytest

from truenorth.plan import apply
from truenorth.rules import RULES, check
from truenorth.rules.acme import acme
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding


def found(code: str, over: str) -> list[Finding]:
    return list(check(acme(over), [RULES[code]]).findings)


def test_a_breach_shows_what_is_planned_what_is_committed_and_by_what() -> None:
    _, finding = found(
        "COST01",
        """
        activity:
          open-house: {cost: 44000, costs: [{amount: 20000, month: 2027-04, committed: true}]}
        """,
    )

    assert (finding.kind, finding.severity) == ("contradiction", "error")
    assert (finding.seen["planned"], finding.seen["committed"]) == (53000, 20000)
    assert list(finding.seen["by"].items()) == [
        ("activity:open-house", 44000),
        ("activity:demo-days", 6000),
        ("activity:spring-letter", 3000),
    ]
    assert finding.seen["months"] == [
        {"month": f"2027-{month:02}", "planned": planned, "there": 48000}
        for month, planned in [(5, 50000), *((month, 53000) for month in range(6, 13))]
    ]


@pytest.mark.parametrize(
    ("over", "behind"),
    [
        ("program: {launch: {budget: 22998}}", ["spring-letter"]),
        ("program: {launch: {budget: 19000}}", ["demo-days"]),
        ("program: {launch: {budget: 9000}}", ["open-house"]),
        ("program: {launch: {budget: 3000}}", ["demo-days", "open-house"]),
        ("program: {launch: {budget: 0}}", ["demo-days", "open-house", "spring-letter"]),
        ("budget: {care-2027: {payments: [{amount: 15000, date: 2027-06}]}}", ["check-up"]),
        (
            "budget: {demand-2027: {payments: [{amount: 20000, date: 2027-01}, {amount: 28000, date: 2027-12}]}}",
            ["spring-letter"],
        ),
        (
            "budget: {demand-2027: {payments: [{amount: 3000, date: 2027-03}, {amount: 45000, date: 2027-06}]}}",
            ["open-house", "spring-letter"],
        ),
    ],
)
def test_at_stake_in_a_breach_is_the_least_work_that_has_to_give_way(over: str, behind: list[str]) -> None:
    finding = found("COST01", over)[0]

    assert finding.stake == tuple(f"activity:{key}" for key in behind)


def test_an_overrun_of_a_little_puts_no_more_at_stake_than_what_would_make_room() -> None:
    rows = ", ".join(f"a{n}: {{team: care, start: 2027-03-01, end: 2027-03-31, cost: {100 + n}}}" for n in range(70))
    finding = found("COST01", f"{{budget: {{care-2027: {{amount: 9300}}}}, activity: {{check-up: null, {rows}}}}}")[0]

    assert finding.says == "holds 9,300 EUR, and 9,415 EUR are planned: it is used up in 2027-03"
    assert finding.at_stake.money == 114  # one unit is rounding


STATED_TWICE = """
activity:
  brochure: {name: Brochure, program: care, team: care, cost: 5000, start: 2027-03-01, same_as: [agency]}
  agency: {name: Brochure by the agency, program: care, team: care, cost: 9000, start: 2027-04-01}
"""


def test_work_that_two_documents_state_is_paid_for_once() -> None:
    over = f"{STATED_TWICE}budget: {{care-2027: null}}\nprogram: {{care: {{budget: 16000}}}}"
    (finding,) = found("COST01", over)

    assert finding.says == "holds 16,000 EUR, and its activities cost 17,000 EUR"
    assert finding.seen["by"] == {"activity:agency": 9000, "activity:check-up": 8000}


@pytest.mark.parametrize(
    ("budget", "ref"),
    [
        ("program: {care: {budget: 17000}}", "program:care"),
        ("budget: {care-2027: {amount: 17000}}", "budget:care-2027"),
    ],
)
def test_a_budget_that_holds_the_work_is_not_broken_by_a_second_document(budget: str, ref: str) -> None:
    broken = [finding.at[0] for finding in found("COST01", STATED_TWICE + budget) if finding.severity == "error"]

    assert ref not in broken


def test_the_ways_out_of_a_breach_ask_for_what_only_people_know() -> None:
    _, finding = found("COST01", "activity: {open-house: {cost: 44000}}")

    assert [(ref, field) for fix in finding.fixes for ref, field, _ in fix.blanks()] == [
        ("activity:open-house", "cost"),
        ("activity:open-house", "start"),
        ("activity:open-house", "end"),
        ("budget:demand-2027", "amount"),
    ]


@pytest.mark.parametrize(
    ("over", "kind", "severity"),
    [
        ("budget: {care-2027: {payments: [{amount: 15000, date: 2027-06}]}}", "contradiction", "warning"),
        ("activity: {check-up: {costs: [{amount: 5000, month: 2027-02}]}}", "notice", "info"),
        ("program: {care: {budget: 16000}}", "contradiction", "warning"),
    ],
)
def test_only_more_than_there_is_in_all_is_an_error(over: str, kind: str, severity: str) -> None:
    (finding,) = found("COST01", over)

    assert (finding.kind, finding.severity) == (kind, severity)


VERSIONS = """
budget:
  care-2027:
    lines:
    - {item: Visits, group: People, amount: 10970, share: 85.96 %}
    - {item: Software, group: Admin, amount: 322, share: 3.372 %}
    - {item: Mail, group: Other, amount: 1020}
    - {item: Reserve, group: Other, amount: 1000}
    groups: [{group: Other, amount: 2020, share: 10.37 %}]
    amount: 13312
"""


def test_every_share_stands_in_the_evidence_and_the_wrong_ones_in_the_sentence() -> None:
    (finding,) = found("COST04", VERSIONS)

    assert finding.says == (
        "Visits are 82.41 % of 13,312, stated 85.96 %; Software 2.42 %, stated 3.372 %; Other 15.17 %, stated 10.37 %;"
        " the stated shares add up to 99.70 %"
    )
    assert finding.seen["each"][0] == {
        "part": "Visits",
        "amount": "10970",
        "share": "82.41 %",
        "stated": "85.96 %",
    }


def test_the_corrected_shares_fit_in_every_line_and_group() -> None:
    case = acme(VERSIONS)
    (finding,) = check(case, [RULES["COST04"]]).findings
    (fix,) = finding.fixes

    after = case.after(apply(case.whole, fix.edits(case.whole)), fix.sets)

    assert [line["share"] for line in fix.sets["budget:care-2027"]["lines"] if "share" in line] == [  # type: ignore[index]
        "82.407 %",
        "2.419 %",
    ]
    assert check(after, [RULES["COST04"]]).findings == ()


MEDIA = """
budget:
  media:
    name: Media plan
    start: 2027-01-01
    end: 2027-12-31
    amount: 1000
    lines:
    - {item: Search, share: 40 %, amount: 400}
    - {item: Social, share: 35 %, amount: 350}
    - {item: Print, share: 20 %, amount: 200}
"""


@pytest.mark.parametrize(
    ("over", "says", "asked"),
    [
        (
            MEDIA,
            "its lines add up to 950, the total is stated as 1,000; the stated shares add up to 95 %",
            {"lines": "Which line is missing, or says too little: 50?", "amount": None},
        ),
        (
            MEDIA.replace("amount: 1000", "amount: 900"),
            "its lines add up to 950, the total is stated as 900; the stated shares add up to 95 %",
            {
                "lines": "Which line stands twice, or says too much: 50?",
                "amount": "How much is it in all, where the parts give 950?",
            },
        ),
        (
            MEDIA.replace("amount: 1000", "amount: 950"),
            "Search are 42.11 % of 950, stated 40 %; Social 36.84 %, stated 35 %; Print 21.05 %, stated 20 %;"
            " the stated shares add up to 95 %",
            {"lines": None, "amount": None},
        ),
        (
            MEDIA.replace("amount: 1000", "amount: 950") + "    payments: [{amount: 1000, date: 2027-01}]",
            None,
            {"payments": None, "amount": None, "lines": None},
        ),
        (
            "budget: {demand-2027: {groups: [{group: Programs, amount: 41000}]}}",
            None,
            {"groups": None, "lines": "Which line of Programs stands twice, or says too much: 1,000?"},
        ),
    ],
)
def test_a_total_that_is_off_has_several_ways_out_and_all_of_them_ask(
    over: str, says: str | None, asked: dict[str, str | None]
) -> None:
    findings = found("COST04", over)
    questions = {name: text for f in findings for fix in f.fixes for _, name, text in fix.blanks()}

    assert says is None or says in [finding.says for finding in findings]
    assert all(fix.blanks() for finding in findings for fix in finding.fixes)
    assert questions.keys() == asked.keys()
    assert [questions[name] for name, text in asked.items() if text] == [text for text in asked.values() if text]


def test_a_share_is_put_right_by_itself_only_where_all_amounts_fit_each_other() -> None:
    right = "budget: {demand-2027: {groups: [{group: Programs, amount: 42000, share: 78.5 %}]}}"
    (alone,), (unsure,) = found("COST04", right)[0].fixes, found("COST04", right.replace("42000", "41900"))[1].fixes[:1]

    assert alone.sets["budget:demand-2027"]["groups"] == [  # type: ignore[index]
        {"group": "Programs", "amount": "42000", "share": "87.5 %"}
    ]
    assert unsure.blanks()


def test_a_payment_that_ends_early_can_end_the_budget() -> None:
    case = acme(
        """
        budget:
          care-2027:
            end: 2027-06-30
            payments: [{amount: 15000, start: 2027-01-01, end: 2027-05-31}]
        """
    )
    (finding,) = check(case, [RULES["COST05"]]).findings

    assert finding.seen["months_without"] == ["2027-06"]
    assert finding.fixes[1].sets == {"budget:care-2027": {"end": "2027-05-31"}}


def test_a_month_without_budget_is_a_gap_and_is_found_on_any_day() -> None:
    over = "budget: {care-2026: {name: Care 2026, team: care, start: 2026-01, end: 2026-10, amount: 1}}"
    case = acme(over)

    for today in (case.today, case.today.replace(year=2029)):
        (finding,) = check(Case(case.whole, today), [RULES["COST06"]]).findings
        assert (finding.kind, finding.severity) == ("gap", "warning")
        assert finding.seen["months"] == ["2026-11", "2026-12"]


def test_money_in_no_sum_is_a_gap_that_asks_for_the_rate() -> None:
    (finding,) = found("COST07", "activity: {open-house: {cost: 44000 USD}}")
    (fix,) = finding.fixes

    assert (finding.kind, finding.severity, finding.at_stake.items) == ("gap", "warning", ("activity:open-house",))
    assert finding.seen == {"in no sum": {"activity:open-house": "44,000 USD"}}
    assert fix.blanks() == [("company:acme", "rates", "What is one USD worth in EUR, beside the rates that are there?")]


def test_content_in_another_currency_counts_at_its_rate_or_not_at_all() -> None:
    over = "{{content: {{weekend-story: {{cost: 100 {}}}}}, company: {{acme: {{rates: {{USD: 0.9}}}}}}}}"
    fees = [
        case.fee(case.whole.entities["content:weekend-story"])
        for case in (acme(over.format(unit)) for unit in ("", "EUR", "USD", "usd", "GBP", "pages a week"))
    ]

    assert fees == [100, 100, 90, 90, None, 100]
