"""`truenorth check`: what it shows, how it ends, and living with findings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from truenorth.plan import text
from truenorth.reports import json as json_report
from truenorth.rules import RULES, Case
from truenorth.rules.check import check

Run = Callable[..., Any]
Held = Callable[[Path], dict[str, bytes]]
ON = ("--as-of", "2027-01-11", "--repairs", "0")  # ways out take their time: test_fit.py looks at them
LATE = "TIME01@activity:autumn-letter"


def findings(run: Run, folder: Path, *words: str) -> dict[str, dict[str, Any]]:
    ran = run("check", folder, *ON, "--format", "json", *words)
    return {one["id"]: one for one in json.loads(ran.out)["findings"]}


def test_nothing_out_of_line_ends_with_0(process: Run, acme: Path) -> None:
    ran = process("check", acme, *ON)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "Acme Desks, as of 2027-01-11",
        "",
        "It fits; the tightest is Calls by sales, weeks 17 to 18, 80 %.",
        "Still fits with 85 % of all hours, places and takers.",
        "",
        "At stake: nothing of EUR 66,075",
        "Alignment index: 100 of 100 (agreement 100, cooperation 100)",
        "",
        "Nothing is out of line.",
        "",
    ]


@pytest.mark.parametrize("columns", [80, 90, 100])
def test_what_matters_most_fits_one_screen(columns: int, run: Run, bent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = run("check", bent, *ON)

    lines = ran.out.splitlines()
    assert ran.code == 1
    assert lines[2] == "At least five sets of statements can't all be true. One of each has to give."
    assert [line.partition(":")[0] for line in lines if line.startswith(("At stake", "Align"))] == [
        "At stake",
        "Alignment index",
    ]
    assert len(lines) <= 40
    assert max(map(len, lines)) <= columns
    assert sum(line.startswith("error") for line in lines) == 2


def test_a_finding_says_what_why_how_we_know_what_is_at_stake_who_is_asked_and_the_ways_out(
    run: Run, bent: Path
) -> None:
    ran = run("check", bent, *ON, "--rule", "TOOL02")

    assert ran.code == 1
    assert ran.out.splitlines()[4:] == [
        "error    Mailer: 24,000 emails are planned in 2027-03; the limit is 20,000",
        "         A tool is asked for more than its limit. Work that asks a tool for more than it can do",
        "         fails on the day it runs, whatever was promised on it.",
        "         Seen: limit 20,000; every month; needed 2027-03 24,000; by Spring letter 24,000",
        "         At stake: EUR 5,225, 35 hours of work in it. Asks marketing operations.",
        "         Way out: Move or stretch Spring letter, the largest of them (Until when can it be spread?)",
        "         or: Raise the limit (How many emails a month, from when?)",
        "         TOOL02@tool:mailer#emails",
    ]


def test_the_last_line_tells_how_many_more_there_are_and_how_to_see_them(run: Run, bent: Path) -> None:
    lines = run("check", bent, *ON).out.splitlines()

    last = " ".join(lines[-2:])
    assert "Not shown: 5 contradictions, 2 not filled in yet. All, a line each:" in last
    assert last.endswith("--all")


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_an_id_is_never_broken(columns: int, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    key = "a-program-with-quite-a-long-key-" + "of-many-words-" * 4 + "indeed"
    (tmp_path / "program.yaml").write_text(f"{key}: {{name: P, budget: 100}}\n", "utf-8")
    (tmp_path / "activity.yaml").write_text(f"a: {{name: A, program: {key}, cost: 900, start: 2027-02}}\n", "utf-8")

    lines = run("check", tmp_path, *ON, "--rule", "COST01").out.splitlines()

    ident = f"COST01@program:{key}"
    assert ident in [line.strip().partition(" ")[0] for line in lines]
    assert [line for line in lines if len(line) > columns and line.strip() != ident] == []


def test_contradictions_come_before_gaps_whatever_is_at_stake(run: Run, bent: Path) -> None:
    kinds = [one["kind"] for one in findings(run, bent).values()]

    assert kinds == sorted(kinds, key=["contradiction", "gap", "notice"].index)
    assert set(kinds) == {"contradiction", "gap"}


def test_all_gives_a_line_each(run: Run, bent: Path) -> None:
    lines = run("check", bent, *ON, "--all").out.splitlines()

    assert lines.index("Not filled in yet (2)") - lines.index("Contradictions (7)") == 9
    rows = [line for line in lines if line.startswith(("error", "warning"))]
    assert len(rows) == 9
    assert all(len(line) <= 100 for line in lines)


def big(folder: Path, count: int) -> Path:
    """A plan in which very many things are out of line, by several rules."""
    (folder / "company.yaml").write_text("big: {name: Big, currency: EUR}\n", "utf-8")
    (folder / "budget.yaml").write_text(
        "\n".join(
            f"b{n}: {{name: Budget {n}, start: 2027-01-01, end: 2027-12-31, amount: 1000,"
            " lines: [{item: a, amount: 900}, {item: b, amount: 400}]}"
            for n in range(count)
        ),
        "utf-8",
    )
    (folder / "objective.yaml").write_text(
        "\n".join(f"o{n}: {{name: Number {n}, period: 2027-Q1, due: 2027-09-{n % 28 + 1:02}}}" for n in range(count)),
        "utf-8",
    )
    return folder


def test_the_full_list_of_a_big_plan_stays_under_sixty_lines_and_counts_the_rest(run: Run, tmp_path: Path) -> None:
    folder = big(tmp_path, 200)

    lines = run("check", folder, *ON, "--all").out.splitlines()

    assert 20 < len(lines) < 60
    hidden = [line.strip() for line in lines if "more of" in line]
    assert hidden
    assert all("--rule" in line for line in hidden)


def test_in_a_pipe_no_line_of_the_list_is_cut(run: Run, bent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")

    out = run("check", bent, *ON, "--all").out

    assert "…" not in out
    assert "in market on 2027-09-07" in out


def test_one_rule_or_one_family_is_shown_alone(run: Run, bent: Path) -> None:
    assert set(findings(run, bent, "--rule", "TIME01")) == {LATE}
    assert {one["rule"] for one in findings(run, bent, "--rule", "tool", "--rule", "GOAL07").values()} == {
        "TOOL02",
        "GOAL07",
    }
    clear = run("check", bent, *ON, "--rule", "STORY01")
    assert clear.code == 0
    assert clear.out.endswith("Nothing is out of line by STORY01.\n")


def test_json_is_what_its_schema_says(run: Run, acme: Path, bent: Path) -> None:
    validator = jsonschema.Draft202012Validator(json_report.schema())

    for folder in (acme, bent):
        ran = run("check", folder, *ON, "--format", "json")
        validator.validate(json.loads(ran.out))
        assert ran.out.isascii()


def test_json_of_what_every_rule_finds_is_what_its_schema_says() -> None:
    from truenorth.rules.acme import acme as changed
    from truenorth.services.check import weighed
    from truenorth.services.folder import Folder
    from truenorth.services.settings import Settings

    validator = jsonschema.Draft202012Validator(json_report.schema())
    for code, rule in RULES.items():
        case = changed(rule.sections["Example"])
        found = weighed(Folder(Path(), case.whole, case.records, {}), Settings(), check(case, RULES.values()))
        document = json.loads(json_report.text(found.report()))
        validator.validate(document)
        assert code in {one["rule"] for one in document["findings"]}


def test_json_holds_the_numbers_unrounded_by_words(run: Run, bent: Path) -> None:
    one = findings(run, bent)["TOOL02@tool:mailer#emails"]

    assert one["seen"]["needed"] == {"2027-03": 24000}
    assert one["at_stake"] == {
        "money": 5225.0,
        "hours": 35.0,
        "goal_value": None,
        "items": ["activity:spring-letter"],
    }
    assert one["place"] == {"file": "tool.yaml", "line": 1}
    assert (one["state"], one["new"], one["decision"], one["asks"]) == ("open", True, None, "mops")
    assert [fix["ready"] for fix in one["fixes"]] == [False, False]


def test_sarif_points_at_the_lines_of_the_files(run: Run, bent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bent.parent)

    run_ = json.loads(run("check", "bent", *ON, "--format", "sarif").out)["runs"][0]

    results = {one["partialFingerprints"]["truenorthFinding/v1"]: one for one in run_["results"]}
    place = results[LATE]["locations"][0]["physicalLocation"]
    line = (bent / "activity.yaml").read_text("utf-8").splitlines().index("autumn-letter:") + 1
    assert place == {"artifactLocation": {"uri": "bent/activity.yaml"}, "region": {"startLine": line}}
    assert {one["level"] for one in run_["results"]} == {"error", "warning"}
    rules = [one["id"] for one in run_["tool"]["driver"]["rules"]]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run_["results"])
    assert results[LATE]["baselineState"] == "new"


def test_markdown_is_a_letter(run: Run, bent: Path) -> None:
    lines = run("check", bent, *ON, "--format", "md").out.splitlines()

    assert lines[0] == "# What is out of line: Acme Desks"
    assert "## Contradictions (7)" in lines
    place = next(number for number, line in enumerate(lines) if line.startswith("- ") and "24,000 emails" in line)
    assert lines[place] == "- **Mailer: 24,000 emails are planned in 2027-03; the limit is 20,000** (error, TOOL02)"
    assert lines[place + 3] == "  - At stake: EUR 5,225, 35 hours of work in it; asks marketing operations"


def test_everything_is_judged_as_of_a_day_or_a_period_of_the_plan(run: Run, acme: Path) -> None:
    for word in ("2027-01-11", "2027-01", "FY27-Q1"):
        assert run("check", acme, "--as-of", word).code == 0
    assert "as of 2027-01-01" in run("check", acme, "--as-of", "FY27-Q1").out
    ran = run("check", acme, "--as-of", "someday")
    assert (ran.code, ran.out) == (2, "")
    assert "'someday' is not a date" in ran.err
    for word in ("9999-12-31", "0001-01-01", "2027-13-01", "FY9999", "1e400"):
        assert run("check", acme, "--as-of", word).code == 2


def test_a_day_on_which_nothing_is_live_is_said_with_the_plan_s_own_period(run: Run, acme: Path) -> None:
    ran = run("check", acme, "--as-of", "2031-05-01")

    flat = " ".join(ran.out.split())
    assert "Nothing in this plan is planned or under way from 2031-05-01 to 2032-12-31" in flat
    assert "its own dates run from 2027-01-01 to 2027-12-31" in flat
    assert "Nothing in this plan" not in run("check", acme, *ON).out


@pytest.mark.parametrize("company", ["", "c: {name: Acme Desks, currency: EUR}\n"])
@pytest.mark.parametrize(
    "words", [[], ["--all"], ["--rule", "GOAL01"], ["--format", "md"], ["--format", "html"]], ids=" ".join
)
def test_a_plan_without_items_is_not_said_to_be_in_line(
    words: list[str], company: str, run: Run, tmp_path: Path
) -> None:
    run("plan", "init", tmp_path / "new")
    if company:
        (tmp_path / "new" / "company.yaml").write_text(company, "utf-8")

    ran = run("check", tmp_path / "new", *ON, *words)

    flat = " ".join(ran.out.split())
    assert ran.code == 0
    assert "There is nothing to check yet" in flat
    assert "The first three steps" in flat
    assert "truenorth plan import" in flat
    assert "out of line." not in flat


def test_json_of_a_plan_without_items_says_so_in_a_note(run: Run, tmp_path: Path) -> None:
    run("plan", "init", tmp_path / "new")

    notes = json.loads(run("check", tmp_path / "new", *ON, "--format", "json").out)["notes"]

    assert notes == ["There is nothing to check yet: this plan holds no items."]


def test_a_plan_without_money_and_hours_has_no_data(run: Run, tmp_path: Path) -> None:
    (tmp_path / "activity.csv").write_text("key,name,owner,due,channel\na,Letter,lead,2027-02-01,mail\n", "utf-8")

    out = run("check", tmp_path, *ON).out
    document = json.loads(run("check", tmp_path, *ON, "--format", "json").out)

    assert "At stake: no data (the plan states no money and no hours)" in out
    assert "Alignment index: no data" in out
    assert document["index"] == {"value": None, "agreement": None, "cooperation": None}
    assert document["at_stake"] == {"value": None, "of": None, "unit": None}


@pytest.mark.meets("S0-15")
def test_one_sheet_is_enough_to_start_and_gives_few_lines(run: Run, tmp_path: Path) -> None:
    rows = [f"w{n},Work {n},lead,2027-{n % 12 + 1:02}-10,web" for n in range(40)]
    (tmp_path / "activity.csv").write_text("\n".join(["key,name,owner,due,channel", *rows]) + "\n", "utf-8")

    ran = run("check", tmp_path, *ON, "--all")

    assert ran.code in (0, 1)
    assert len([line for line in ran.out.splitlines() if line.startswith(("error", "warning", "info"))]) <= 7
    assert "error" not in ran.out


def test_links_that_lead_nowhere_are_a_finding_and_make_the_check_fail(run: Run, acme: Path) -> None:
    path = acme / "activity.yaml"
    path.write_text(path.read_text("utf-8").replace("program: launch", "program: lunch"), "utf-8")

    ran = run("check", acme, *ON, "--rule", "FACT09")
    flat = " ".join(ran.out.split())

    assert ran.code == 1
    assert "3 of 4 activities point at something that is not in the plan" in flat
    assert "FACT09@activity#point-at-something-that-is-not-in-the-plan" in flat


@pytest.mark.meets("S1-27")
def test_a_plan_taken_in_as_it_is_has_no_new_findings_until_something_new_is_out_of_line(run: Run, bent: Path) -> None:
    assert run("check", bent, *ON, "--baseline").out.startswith("9 findings are known from now on")

    known = run("check", bent, *ON)
    assert known.code == 0
    assert "Nothing new is out of line." in known.out
    assert "Not shown: 9 known." in known.out

    run("plan", "set", bent, "launch", "budget=100")
    after = run("check", bent, *ON)
    assert after.code == 1
    assert [one["id"] for one in findings(run, bent).values() if one["new"]] == ["COST01@program:launch"]


def over(folder: Path, cost: str) -> Path:
    """A program whose work costs more than its budget of 10,000."""
    (folder / "company.yaml").write_text("c: {name: C, currency: EUR}\n", "utf-8")
    (folder / "goal.yaml").write_text("g: {name: G, horizon: 2027}\n", "utf-8")
    (folder / "program.yaml").write_text("p: {name: P, budget: 10000, serves: [goal:g]}\n", "utf-8")
    work = f"a: {{name: A, program: p, cost: {cost}, start: 2027-02-01, end: 2027-03-01}}\n"
    (folder / "activity.yaml").write_text(work, "utf-8")
    return folder


SPENT = "COST01@program:p"


def test_a_known_finding_that_became_clearly_worse_counts_again_and_says_from_what_to_what(
    run: Run, tmp_path: Path
) -> None:
    folder = over(tmp_path, "10900")
    run("check", folder, *ON, "--baseline")
    before = findings(run, folder)[SPENT]
    assert (run("check", folder, *ON).code, before["grown"]) == (0, None)

    run("plan", "set", folder, "a", "cost=900000")

    ran = run("check", folder, *ON)
    one = findings(run, folder)[SPENT]
    assert (ran.code, one["new"]) == (1, True)
    assert one["grown"]["from"]["money"] == before["at_stake"]["money"]
    assert one["grown"]["to"]["money"] == one["at_stake"]["money"]
    assert [ident for ident, one in findings(run, folder).items() if one["new"]] == [SPENT]
    words = f"known, but grown from EUR {before['at_stake']['money']:,.0f} to EUR {one['at_stake']['money']:,.0f}"
    for form in ("text", "md"):
        assert words in " ".join(run("check", folder, *ON, "--format", form).out.split())
    assert words in run("check", folder, *ON, "--all").out
    run("check", folder, *ON, "--baseline")
    assert run("check", folder, *ON).code == 0


def test_an_accepted_finding_is_open_again_when_it_became_clearly_worse(run: Run, tmp_path: Path) -> None:
    folder = over(tmp_path, "10900")
    words = ("--until", "2027-06-30", "--owner", "finance", "--reason", "It is agreed")
    run("check", folder, *ON, "--accept", SPENT, *words)
    assert findings(run, folder)[SPENT]["state"] == "accepted"

    run("plan", "set", folder, "a", "cost=900000")

    assert findings(run, folder)[SPENT]["state"] == "open"
    flat = " ".join(run("check", folder, *ON).out.split())
    assert "accepted until 2027-06-30 by finance: It is agreed, but grown from EUR" in flat
    (folder / "truenorth.yaml").write_text("grown: 1000000 %\n", "utf-8")
    assert findings(run, folder)[SPENT]["state"] == "accepted"


def test_a_baseline_of_ids_alone_is_read_as_before(run: Run, bent: Path) -> None:
    ids = [ident for one in findings(run, bent).values() for ident in (one["id"],)]
    (bent / "records").mkdir()
    (bent / "records" / "baseline.yaml").write_text("".join(["baseline:\n", *(f"- {one}\n" for one in ids)]), "utf-8")

    assert run("check", bent, *ON).code == 0


def test_what_was_known_and_is_gone_is_said_to_be_put_right(run: Run, bent: Path) -> None:
    run("check", bent, *ON, "--baseline")
    run("plan", "set", bent, "spring-letter", "needs.emails=9000")

    ran = run("check", bent, *ON, "--format", "json")

    assert json.loads(ran.out)["fixed"] == ["TOOL02@tool:mailer#emails"]


def test_a_risk_is_accepted_until_a_day_and_open_again_after_it(run: Run, bent: Path) -> None:
    accepted = run(
        "check", bent, *ON, "--accept", LATE, "--until", "2027-06-30", "--owner", "mops", "--reason", "It is booked"
    )

    assert accepted.code == 0
    assert accepted.out.startswith("Accepted until 2027-06-30, after which it counts again:")
    before = findings(run, bent)[LATE]
    assert (before["state"], before["new"], before["decision"]["owner"]) == ("accepted", False, "mops")
    out = run("check", bent, *ON, "--all").out
    assert "Accepted (1)" in out
    document = json.loads(run("check", bent, "--as-of", "2027-07-01", "--format", "json").out)
    after = {one["id"]: one for one in document["findings"]}[LATE]
    assert (after["state"], after["new"]) == ("open", True)


NOON = datetime(2026, 12, 24, 12, tzinfo=UTC)
BOOKED = ("--owner", "mops", "--reason", "It is booked")


def test_a_decision_is_of_the_day_on_which_it_is_made_whatever_the_check_is_as_of(run: Run, bent: Path) -> None:
    run("check", bent, *ON, "--accept", LATE, "--until", "2027-06-30", *BOOKED, at=NOON)
    run("check", bent, *ON, "--acknowledge", "TOOL02@tool:mailer#emails", at=NOON)

    assert {one["decision"]["on"] for one in findings(run, bent).values() if one["decision"]} == {"2026-12-24"}


def test_without_a_day_everything_is_judged_as_of_today(run: Run, bent: Path) -> None:
    assert "as of 2026-12-24" in run("check", bent, at=NOON).out


@pytest.mark.parametrize(
    ("until", "last"),
    [("2027-Q4", "2027-12-31"), ("2027-02", "2027-02-28"), ("FY27", "2027-12-31"), ("2027-03-04",) * 2],
)
def test_a_period_until_which_a_risk_is_accepted_counts_to_its_last_day(
    until: str, last: str, run: Run, bent: Path
) -> None:
    ran = run("check", bent, *ON, "--accept", LATE, "--until", until, *BOOKED)

    assert ran.out.startswith(f"Accepted until {last}, after which")
    assert findings(run, bent)[LATE]["decision"]["until"] == last


@pytest.mark.parametrize("owner", ["mops", "finance", "demand-lead", "role:designer", "Head of demand generation"])
def test_a_role_by_key_or_title_or_a_party_takes_a_risk(owner: str, run: Run, bent: Path) -> None:
    ran = run("check", bent, *ON, "--accept", LATE, "--until", "2027-06", "--owner", owner, "--reason", "Agreed")

    assert (ran.code, ran.err) == (0, "")


def test_an_owner_that_the_plan_does_not_know_is_asked_back(run: Run, bent: Path, held: Held) -> None:
    before = held(bent)
    words = ("check", bent, *ON, "--accept", LATE, "--until", "2027-06", "--reason", "Agreed", "--owner")

    ran = run(*words, "nobody")
    assert (ran.code, held(bent)) == (2, before)
    assert ran.err.startswith("'nobody' is no role of this plan, and no party; parties: business, finance,")
    assert ran.err.endswith("To take it all the same: --yes\n")
    assert "did you mean demand-lead" in run(*words, "demand-led").err
    assert run(*words, "nobody", "--yes").code == 0
    assert findings(run, bent)[LATE]["decision"]["owner"] == "nobody"


def test_an_accepted_risk_is_not_in_the_index(run: Run, bent: Path) -> None:
    before = json.loads(run("check", bent, *ON, "--format", "json").out)
    care = "COST01@program:care"
    run("check", bent, *ON, "--accept", care, "--until", "2027-06", "--owner", "finance", "--reason", "agreed")
    after = json.loads(run("check", bent, *ON, "--format", "json").out)

    assert after["at_stake"]["value"] < before["at_stake"]["value"]
    assert after["index"]["cooperation"] > before["index"]["cooperation"]


def test_accepting_needs_an_owner_a_reason_and_a_day_to_come(run: Run, bent: Path, held: Held) -> None:
    before = held(bent)

    ran = run("check", bent, *ON, "--accept", LATE, "--until", "2027-06-30")
    assert (ran.code, "--owner, --reason missing" in ran.err) == (2, True)
    ran = run("check", bent, *ON, "--accept", LATE, "--until", "2026-12-31", "--owner", "a", "--reason", "b")
    assert (ran.code, "2026-12-31 is over already" in ran.err) == (2, True)
    ran = run("check", bent, *ON, "--acknowledge", "TIME01@activity:autumn-lettre")
    assert (ran.code, f"did you mean {LATE}" in ran.err) == (2, True)
    assert held(bent) == before


def test_what_is_acknowledged_stays_open_and_counts(run: Run, bent: Path) -> None:
    for ident in findings(run, bent):
        assert run("check", bent, *ON, "--acknowledge", ident).code == 0

    ran = run("check", bent, *ON)

    assert ran.code == 1
    assert "acknowledged" in ran.out


def test_a_mend_is_shown_and_not_made_without_a_yes(run: Run, bent: Path, held: Held) -> None:
    before = held(bent)

    ran = run("check", bent, *ON, "--fix", "--rule", "TIME01")

    assert (ran.code, held(bent)) == (1, before)
    assert "Start by 2027-08-20" in ran.err
    assert "brief ready: 2027-09-01 -> 2027-08-20" in ran.err
    assert "Nothing was written: say --yes to do it." in ran.err


def test_a_mend_is_made_as_one_change_that_can_be_taken_back_to_the_byte(run: Run, bent: Path, held: Held) -> None:
    before = held(bent)

    ran = run("check", bent, *ON, "--fix", "--yes")

    assert LATE not in findings(run, bent)
    assert "To take it back: truenorth plan undo" in ran.err
    assert re.search(r"^\d+ findings ask for a value", ran.err, re.MULTILINE)
    assert len(text.loaded((bent / "records" / "change.yaml").read_text("utf-8"))["change"]) == 1
    assert run("plan", "undo", bent).code == 0
    assert {name: body for name, body in held(bent).items() if not name.startswith("records")} == before


def test_where_two_ways_lead_out_people_choose(run: Run, acme: Path, held: Held) -> None:
    (acme / "objective.yaml").write_text(
        (acme / "objective.yaml").read_text("utf-8")
        + "twin: {name: Repeat orders, due: 2027-09-30, same_as: [loyal], source: Annual plan}\n",
        "utf-8",
    )
    before = held(acme)

    ran = run("check", acme, *ON, "--fix", "--yes", "--rule", "TIME04")

    assert held(acme) == before
    assert "1 finding leaves a choice: see" in ran.err


def test_a_workspace_switches_a_rule_off_weighs_it_or_sets_its_parameters(run: Run, bent: Path) -> None:
    (bent / "truenorth.yaml").write_text(
        "schema: 1\nrules:\n  TIME01: {off: true}\n  COST01: {severity: info}\n  GOAL07: {tolerance: 20}\n"
        "required: [TOOL02]\n",
        "utf-8",
    )

    found = findings(run, bent)

    assert LATE not in found
    assert found["COST01@program:care"]["severity"] == "info"
    assert "GOAL07@objective:pipeline#sum" not in found
    assert [one["rule"] for one in found.values() if one["required"]] == ["TOOL02"]


@pytest.mark.parametrize(
    ("settings", "line", "says"),
    [
        ("rules:\n  TOOL2: {off: true}\n", 2, "there is no rule TOOL2; did you mean TOOL02"),
        ("rules:\n  TIME01:\n    sevrity: info\n", 3, "is no setting of TIME01; did you mean severity?"),
        ("rules:\n  TIME01: {severity: grave}\n", 2, "'grave' is no severity: write error, warning, info"),
        ("rules:\n  STORY05: {severity: error}\n", 2, "never an error: write warning or info"),
        ("rules:\n  GOAL07: {tolerance: much}\n", 2, "'much' is not a number"),
        ("rules:\n  TIME01: {off: perhaps}\n", 2, "'perhaps' is neither true nor false"),
        ("rules:\n  TIME01: off\n", 2, "must hold settings: 'TIME01: {off: true}'"),
        ("rules: [TIME01]\n", 1, "must hold rules by code"),
        ("required: [TOOL2]\n", 1, "there is no rule TOOL2"),
        ("required: {TOOL02: true}\n", 1, "must be a list of codes"),
        ("rule: {}\n", 1, "is no setting: schema, rules, required and grown are"),
        ("grown: much\n", 1, "'much' is not a share: write 25 % or 0.25"),
        ("grown: -5 %\n", 1, "'-5 %' is not a share"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_line_and_what_was_meant(
    settings: str, line: int, says: str, run: Run, acme: Path
) -> None:
    (acme / "truenorth.yaml").write_text(settings, "utf-8")

    ran = run("check", acme, *ON)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"truenorth.yaml:{line}: ")
    assert says in ran.err


@pytest.mark.meets("S3-36")
@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_explained_where_one_works(code: str, run: Run) -> None:
    out = run("rule", code.lower()).out

    assert out.startswith(f"# {code} {RULES[code].title}\n")
    assert all(f"## {heading}" in out for heading in ("Why it matters", "Example", "Finds", "Put right"))


def test_all_rules_are_listed_and_a_wrong_code_gets_a_hint(run: Run) -> None:
    assert [line.split()[0] for line in run("rules").out.splitlines()] == sorted(RULES)
    ran = run("rule", "TOL02")
    assert (ran.code, "did you mean TOOL02" in ran.err) == (2, True)


def test_a_letter_ends_with_the_line_of_sight_as_a_list(run: Run, bent: Path) -> None:
    ran = run("check", bent, *ON, "--format", "md")

    assert "## Line of sight\n\nEUR 69,725 of EUR 71,225 (98 %) lead to a goal" in ran.out
    assert "- Grow with mid-sized offices  (EUR " in ran.out
    assert "- No line of sight (1)\n  - Summer party  (EUR 1,500)" in ran.out


FAULT = (
    "TIME01 could not be run on Spring letter, so what it would find there is missing, here and in the index. This is a"
    " fault of Truenorth, not of the plan: please report it as"
)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """TIME01 fails on one activity."""
    rule = RULES["TIME01"]

    def judge(case: Case, item: Any, **settings: Any) -> Any:
        if item.ref == "activity:spring-letter":
            raise ZeroDivisionError("division by \x1b[31mzero")
        return rule.judge(case, item, **settings)

    monkeypatch.setitem(RULES, "TIME01", replace(rule, judge=judge))


@pytest.mark.rules_may_fail
@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Nothing is out of line by the rules that could be run."),
        (("--all",), "Nothing is out of line by the rules that could be run."),
        (("--rule", "TIME01"), "Nothing is out of line by the rules that could be run."),
        (("--format", "md"), "Nothing is out of line by the rules that could be run."),
        (("--format", "html"), "<h1>Nothing is out of line by the rules that could be run.</h1>"),
        (("--format", "json"), '"not_run": [\n    {\n      "rule": "TIME01",\n      "at": "activity:spring-letter",'),
        (("--format", "sarif"), '"executionSuccessful": false'),
    ],
    ids=" ".join,
)
def test_a_rule_that_fails_is_told_in_every_format_and_ends_with_3(
    words: tuple[str, ...], says: str, run: Run, acme: Path
) -> None:
    ran = run("check", acme, *ON, *words)

    assert ran.code == 3
    assert says in ran.out
    assert "Traceback" not in ran.out + ran.err
    assert "\x1b" not in ran.out
    if "json" not in words:
        plain = re.sub(r"\s+", " ", ran.out.replace("**", ""))
        assert FAULT in plain, ran.out
        assert "ZeroDivisionError: division by" in plain
    else:
        jsonschema.Draft202012Validator(json_report.schema()).validate(json.loads(ran.out))


@pytest.mark.rules_may_fail
@pytest.mark.usefixtures("failing")
def test_where_a_rule_fails_the_others_are_told_as_ever_and_what_was_known_stays_so(run: Run, bent: Path) -> None:
    from truenorth.services.check import judge

    ran = run("check", bent, *ON, "--format", "json")
    assert ran.code == 3
    told = json.loads(ran.out)
    assert {one["rule"] for one in told["findings"]} >= {"TOOL02", "TIME01"}
    assert [one["rule"] for one in told["not_run"]] == ["TIME01"]

    adopted = run("check", bent, *ON, "--baseline")
    assert adopted.code == 3
    assert FAULT in adopted.err
    assert "only new ones count" in adopted.out
    assert run("check", bent, *ON, "--rule", "TOOL02").code == 0
    assert judge(bent, date(2027, 1, 11)).checked.failed.keys() == {"TIME01"}


@pytest.mark.rules_may_fail
def test_a_known_finding_of_a_rule_that_fails_is_not_said_to_be_put_right(
    run: Run, bent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("check", bent, *ON, "--baseline")
    known = (bent / "records" / "baseline.yaml").read_text("utf-8")
    assert LATE in known

    def judge(*_: Any, **__: Any) -> Any:
        raise LookupError

    monkeypatch.setitem(RULES, "TIME01", replace(RULES["TIME01"], judge=judge))
    assert json.loads(run("check", bent, *ON, "--format", "json").out)["fixed"] == []
    run("check", bent, *ON, "--baseline")
    now = (bent / "records" / "baseline.yaml").read_text("utf-8")
    assert set(re.findall(r"id: (.+)", known)) <= set(re.findall(r"id: (.+)", now))
