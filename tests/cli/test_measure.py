"""`truenorth measure`: what a person sees, how it ends, and what is left behind where it is cut short."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.test_shape import loaded_by

from truenorth.cli import measure

Run = Callable[..., Any]
Held = Callable[[Path], dict[str, bytes]]
SPEND = (
    "Day;Campaign;Cost\n02.01.2027;spring-letter;1.000,50\n03.01.2027;916;20\n04.01.2027;916;-5\n"
    "Total;;1.015,50\n31.02.2027;x;3\n05.01.2027;x;much\n"
)
DEALS = "deal_id,deal_stage,amount,created_at,close_date,campaign\n1,Won,500,2027-01-01,2027-02-01,spring-letter\n"


@pytest.fixture
def ads(tmp_path: Path) -> Path:
    path = tmp_path / "ads_2027-01.csv"
    path.write_text(SPEND, "utf-8")
    return path


def test_the_preview_says_how_a_file_is_read_what_is_taken_and_what_is_refused_and_why(
    run: Run, acme: Path, ads: Path, held: Held
) -> None:
    before = held(acme)

    ran = run("measure", "load", acme, ads, "--preview")

    assert ran.code == 0
    assert ran.out.splitlines() == [
        "ads_2027-01.csv: 6 rows, read as spend.",
        "  Money that was spent: a row for each amount, with its day and what it was for. Credits are below zero.",
        "  on        Day",
        "  campaign  Campaign",
        "  amount    Cost      decimal comma, as in 1.000,50",
        "To correct it: --map COLUMN=FIELD (COLUMN=- leaves it out), --set FIELD=VALUE, --table NAME.",
        "It is remembered for the source ads; --source NAME gives it another name.",
        "3 rows can be taken, 2027-01-02 to 2027-01-04, EUR 1,016.",
        "3 rows are refused:",
        "  1 is a row of totals",
        "    line 5, column Day: 'Total'",
        "  1 has a date that is none",
        "    line 6, column Day: '31.02.2027' 2027-02-31 does not exist: February 2027 has 28 days; did you mean"
        " 2027-02-28?",
        "  1 has an amount that is not a number",
        "    line 7, column Cost: 'much' is not a number",
        "1 row with an amount below zero (EUR -5) is kept, as credits.",
        "1 of 2 names in campaign (2 rows) mean nothing in the plan; the rows are kept with the names as they are:",
        "  '916' in 2 rows",
        f"  Say what it means: truenorth measure same {acme} '916=ITEM'",
    ]
    assert held(acme) == before


def test_without_yes_nothing_is_loaded_where_nobody_can_be_asked(run: Run, acme: Path, ads: Path, held: Held) -> None:
    before = held(acme)

    ran = run("measure", "load", acme, ads)

    assert (ran.code, "Nothing was loaded: say --yes to do it." in ran.err) == (0, True)
    assert held(acme) == before


def test_a_load_says_how_to_take_it_back(run: Run, acme: Path, ads: Path) -> None:
    ran = run("measure", "load", acme, ads, "--yes")

    assert ran.out.splitlines()[-1] == f"Loaded as ads-1. To take it back: truenorth measure take-back {acme} ads-1"
    assert ran.err == ""  # what is quick is not told on the way


def test_a_file_that_was_loaded_is_not_loaded_again_and_that_is_no_mistake(run: Run, acme: Path, ads: Path) -> None:
    run("measure", "load", acme, ads, "--yes")

    ran = run("measure", "load", acme, ads, "--yes")
    assert ran.code == 0
    assert ran.out.startswith("This file was loaded on ")
    assert ran.out.endswith(" already, as ads-1: nothing was changed.\n")
    assert json.loads(run("measure", "load", acme, ads, "--yes", "--format", "json").out)["already"] == "ads-1"


def test_tables_list_what_is_there(run: Run, acme: Path, ads: Path) -> None:
    run("measure", "load", acme, ads, "--yes")

    lines = run("measure", "tables", acme).out.splitlines()
    assert lines[0].split() == ["spend", "3", "rows", "2027-01-02", "to", "2027-01-04"]
    assert lines[1].startswith("  ads-1  ads_2027-01.csv, ")
    assert lines[1].endswith(": 3 rows, 3 refused, total 1,015.5")
    assert lines[2].split() == ["touches", "no", "data"]


def test_spend_is_shown_with_its_line_of_sight(run: Run, acme: Path, ads: Path) -> None:
    assert run("measure", "show", acme).out == f"Spend: no data. Load some: truenorth measure load {acme} FILE\n"
    run("measure", "load", acme, ads, "--yes")

    lines = run("measure", "show", acme).out.splitlines()
    assert lines[:4] == [
        "Spend: EUR 1,016",
        "  with a line of sight to a goal          EUR 1,000   99 %",
        "  on work without one                         EUR 0    0 %",
        "  names no work of the plan                  EUR 15    1 %",
    ]
    assert lines[6].split() == ["2027-01", "1,016", "1,000", "0", "15", "99", "%"]


def test_opportunities_stand_beside_the_money_and_no_ratio_is_given(
    run: Run, acme: Path, ads: Path, tmp_path: Path
) -> None:
    (tmp_path / "crm.csv").write_text(DEALS, "utf-8")
    run("measure", "load", acme, ads, "--yes")
    run("measure", "load", acme, tmp_path / "crm.csv", "--yes")

    lines = run("measure", "show", acme, "opportunities").out.splitlines()
    assert lines[0].split() == ["program", "spent", "leads", "opportunities", "won", "worth", "EUR", "lost"]
    assert lines[1].split() == ["Ready", "on", "Monday", "1,000", "0", "1", "1", "500", "0"]
    assert "No ratio is given: what is spent shows weeks or months later, and an honest ratio needs that lag." in lines


def test_a_name_that_is_said_counts_for_what_was_loaded(run: Run, acme: Path, ads: Path) -> None:
    run("measure", "load", acme, ads, "--yes")
    ran = run("measure", "same", acme, "916=activity:open-house")

    assert ran.out == f"1 name is kept in {acme / 'facts' / 'names.yaml'}.\n"
    assert json.loads(run("measure", "show", acme, "--format", "json").out)["spend"]["unmatched"] == 0


def test_the_first_rows_of_a_table_are_shown(run: Run, acme: Path, tmp_path: Path) -> None:
    assert run("measure", "show", acme, "stages").out == "no data\n"
    (tmp_path / "crm.csv").write_text(DEALS, "utf-8")
    run("measure", "load", acme, tmp_path / "crm.csv", "--yes")

    head, first, *_ = run("measure", "show", acme, "stages").out.splitlines()
    assert (head.split()[:4], first.split()[:4]) == (
        ["kind", "record", "stage", "at"],
        ["deal", "1", "opened", "2027-01-01"],
    )
    rows = json.loads(run("measure", "show", acme, "stage_changes", "--format", "json").out)["rows"]
    assert [row["campaign_ref"] for row in rows] == ["activity:spring-letter"] * 2


def test_a_load_is_taken_back_and_put_back(run: Run, acme: Path, ads: Path) -> None:
    run("measure", "load", acme, ads, "--yes")

    ran = run("measure", "take-back", acme, "ads-1")
    assert ran.out.splitlines() == [
        "ads-1 (ads_2027-01.csv, 3 rows of spend) is taken back.",
        f"To put it back: truenorth measure take-back {acme} ads-1 --undo",
    ]
    assert "no data" in run("measure", "show", acme).out
    assert run("measure", "take-back", acme, "ads-1", "--undo").code == 0
    assert "Spend: EUR 1,016" in run("measure", "show", acme).out


def test_machines_are_told_all_of_it(run: Run, acme: Path, ads: Path) -> None:
    told = json.loads(run("measure", "load", acme, ads, "--yes", "--format", "json").out)

    assert (told["loaded"], told["load"], told["table"]) == (True, "ads-1", "spend")
    assert told["columns"] == {"on": "Day", "campaign": "Campaign", "amount": "Cost"}
    assert told["rows"] == {"file": 6, "taken": 3, "stored": 3}
    assert [one["count"] for one in told["refused"]] == [1, 1, 1]
    assert told["refused"][0]["examples"][0]["line"] == 5
    tables = json.loads(run("measure", "tables", acme, "--format", "json").out)["tables"]
    assert tables["spend"]["rows"] == 3
    assert json.loads(run("measure", "show", acme, "opportunities", "--format", "json").out)["all"]["counts"] is None


WRONG: dict[str, tuple[list[str], str]] = {
    "no such file": (["FOLDER", "nowhere.csv"], "nowhere.csv: there is no such file"),
    "no such folder": (["nowhere", "FILE"], "there is no such folder"),
    "no such column": (
        ["FOLDER", "FILE", "--map", "Kost=amount"],
        "there is no column 'Kost' for amount; did you mean Cost?",
    ),
    "no such field": (["FOLDER", "FILE", "--table", "spend", "--map", "Cost=amont"], "did you mean amount?"),
    "no such table": (["FOLDER", "FILE", "--table", "spent"], "did you mean spend?"),
    "half a mapping": (["FOLDER", "FILE", "--map", "amount"], "'amount' is not --map COLUMN=FIELD"),
    "a field twice": (
        ["FOLDER", "FILE", "--map", "Cost=amount", "--map", "Day=amount"],
        "only one column can be amount",
    ),
    "no such item": (["FOLDER", "FILE", "--same", "916=gone"], "there is no 'gone' in this plan"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_done_is_said_in_words_and_changes_nothing(
    case: str, run: Run, acme: Path, ads: Path, held: Held
) -> None:
    words, says = WRONG[case]
    before = held(acme)

    ran = run("measure", "load", *({"FOLDER": acme, "FILE": ads}.get(word, word) for word in words), "--yes")

    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert held(acme) == before


def test_what_only_people_can_tell_is_asked_with_what_to_say(run: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("date,cost\n11-03-17,5\n", "utf-8")

    ran = run("measure", "load", acme, tmp_path / "x.csv", "--yes")
    assert (ran.code, "say --date-order dmy or --date-order mdy or --date-order ymd" in ran.err) == (2, True)
    assert run("measure", "load", acme, tmp_path / "x.csv", "--yes", "--date-order", "dmy").code == 0


@pytest.mark.parametrize(
    "words", [["load", "FOLDER", "FILE"], ["tables", "FOLDER"], ["show", "FOLDER"], ["take-back", "FOLDER", "x"]]
)
def test_without_the_extra_every_command_says_what_to_install(
    words: list[str], run: Run, acme: Path, ads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from truenorth.facts import connection

    monkeypatch.setattr(connection, "find_spec", lambda name: None if name in ("ibis", "duckdb") else True)

    ran = run("measure", *({"FOLDER": acme, "FILE": ads}.get(word, word) for word in words))

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == ("data needs ibis-framework, duckdb, which are not installed: pip install 'truenorth[facts]'\n")


@pytest.mark.parametrize(
    "words",
    [["measure", "--help"], ["measure", "load", "--help"], ["check", "FOLDER", "--as-of", "2027-01-11"]],
    ids=" ".join,
)
def test_what_needs_no_data_loads_no_data_tools(words: list[str], acme: Path) -> None:
    loaded = loaded_by([str(acme) if word == "FOLDER" else word for word in words])

    assert loaded & {"duckdb", "ibis", "pyarrow", "pandas", "sqlglot"} == set()
    assert {name for name in loaded if name.startswith("truenorth.facts")} == set()


def test_to_say_no_or_to_stop_at_the_question_leaves_nothing_behind(
    run: Run, acme: Path, ads: Path, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(acme)

    def stopped(*_: object, **__: object) -> bool:
        raise typer.Abort

    for answer, code in ((lambda *_, **__: False, 0), (stopped, 130)):
        monkeypatch.setattr(measure, "confirmed", answer)
        assert run("measure", "load", acme, ads).code == code
        assert held(acme) == before
        assert not (acme / "facts").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_a_load_that_is_cut_short_leaves_nothing_behind_and_ends_with_130(
    acme: Path, tmp_path: Path, held: Held
) -> None:
    before = held(acme)
    rows = "".join(f"2027-01-{day % 28 + 1:02} 10:00:00,c{day},spring-letter,open\n" for day in range(1_500_000))
    big = tmp_path / "touches.csv"
    big.write_text(f"timestamp,contact_id,campaign,kind\n{rows}", "utf-8")
    command = [sys.executable, "-m", "truenorth", "measure", "load", str(acme), str(big), "--yes"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    deadline = time.monotonic() + 60
    while not list(acme.glob("facts/.truenorth-loading-*/cells.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert err.splitlines()[-1] == "Stopped: nothing was loaded."
    assert [line for line in err.splitlines()[:-1] if not line.endswith(" ...")] == []
    assert "Traceback" not in err
    assert held(acme) == before
    assert not (acme / "facts").exists()
