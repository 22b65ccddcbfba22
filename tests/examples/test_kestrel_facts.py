"""The facts of the example company: the same for one seed, as their manifest says, and as they were made."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import pytest
from tools.freight import facts
from tools.freight.facts.books import ledger
from tools.freight.facts.clock import END, START, chicago, universal
from tools.freight.facts.program import Programs
from tools.freight.plan import documents, plan
from typer.testing import CliRunner

from truenorth.cli import app
from truenorth.services import folder as folders
from truenorth.services.run import data_of, week

Rows = list[dict[str, str]]
KESTREL = Path(__file__).parents[2] / "examples" / "kestrel"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts")
    facts.write(folder)
    return folder


@pytest.fixture(scope="module")
def truth(out: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return manifest


@cache
def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_same_seed_gives_the_same_exports_whatever_else_is_random(out: Path, tmp_path: Path) -> None:
    tool = Path(__file__).parents[2] / "tools" / "kestrel.py"
    subprocess.run(
        [sys.executable, tool, "facts", tmp_path], env={**os.environ, "PYTHONHASHSEED": "7"}, check=True, stdout=DEVNULL
    )

    assert {path.name for path in out.iterdir() if path.read_bytes() != (tmp_path / path.name).read_bytes()} == set()


def test_another_seed_gives_other_exports() -> None:
    programs = Programs(plan())

    assert ledger(random.Random("1"), programs) != ledger(random.Random("2"), programs)


def test_each_file_has_as_many_rows_as_the_manifest_says(out: Path, truth: dict[str, Any]) -> None:
    assert {path.name: len(read(path)) for path in out.glob("*.csv")} == truth["rows"]
    assert 190_000 <= truth["rows"]["touches.csv"] <= 225_000


def test_money_adds_up_to_what_the_manifest_says(out: Path, truth: dict[str, Any]) -> None:
    ledger = sum(float(row["Net Amount"].replace(",", "")) for row in read(out / "ballast_ledger.csv"))
    ads = sum(float(row["Cost"]) for row in read(out / "beacon_ads.csv"))

    assert round(ledger, 2) == truth["spend"]["ledger"]
    assert round(ads, 2) == truth["spend"]["ads"]
    assert round(sum(truth["spend"]["by_program"].values()), 0) == round(truth["spend"]["all"], 0)
    assert 0.01 < truth["spend"]["ledger_in_no_plan"] / truth["spend"]["all"] < 0.05


def test_what_is_exported_lies_within_the_eighteen_months(out: Path) -> None:
    stages = [row["Date Entered"][:10] for row in read(out / "harbor_stage_history.csv")]
    touches = [row["event_time"][:10] for row in read(out / "touches.csv")]

    assert (END - START).days in range(540, 560)
    assert str(START) <= min(stages)
    assert max(stages) <= str(END)
    assert str(START) <= min(touches)
    assert max(touches) <= str(END + timedelta(days=1))  # universal time is ahead of Chicago


def test_deals_are_counted_as_the_manifest_says_and_none_ends_before_it_begins(
    out: Path, truth: dict[str, Any]
) -> None:
    rows = [row for row in read(out / "harbor_stage_history.csv") if row["Record Type"] == "Deal"]
    by_stage = Counter(row["Stage"] for row in rows)
    when: dict[str, dict[str, str]] = {}
    for row in rows:
        when.setdefault(row["Record ID"], {})[row["Stage"]] = row["Date Entered"]

    assert by_stage["Opened"] == truth["deals"]["opened"]
    assert (by_stage["Won"], by_stage["Lost"]) == (truth["deals"]["won"], truth["deals"]["lost"])
    assert all(one["Opened"] <= one.get("Won", one.get("Lost", "9")) for one in when.values())
    won = sum(float(row["Amount"]) for row in rows if row["Stage"] == "Won")
    assert round(won) == truth["deals"]["won_amount"]


def test_lags_come_out_as_they_were_drawn(truth: dict[str, Any]) -> None:
    for persona, drawn in truth["made_with"]["by_persona"].items():
        out = truth["lags_in_days"][persona]
        assert out["lead_to_opportunity"] == pytest.approx(drawn["in"][0], rel=0.35, abs=2), persona
        assert out["opportunity_to_won"] == pytest.approx(drawn["won_in"][0], rel=0.35, abs=2), persona


def test_three_sources_differ_for_the_reasons_that_are_known(out: Path, truth: dict[str, Any]) -> None:
    known = truth["demo_requests"]
    sums = {
        name: sum(int(row["Value"]) for row in read(out / f"{name}_demo_requests.csv"))
        for name in ("harbor", "tern", "wake")
    }

    assert sums == {name: known[name] for name in sums}
    assert sums["harbor"] == sum(known["by_month"].values())
    assert abs(sums["tern"] - sums["harbor"] - known["repeats_that_tern_counts"]) <= 2  # those of the last evening
    assert 0.80 < sums["wake"] / sums["tern"] < known["wake_sees"]
    assert known["on_the_next_day_in_tern"] > 100
    by_day = [{row["Date"]: row["Value"] for row in read(out / f"{n}_demo_requests.csv")} for n in ("harbor", "tern")]
    assert sum(by_day[0][day] != by_day[1][day] for day in by_day[0]) > 150


def test_a_month_that_was_reported_is_said_otherwise_later(out: Path) -> None:
    said = {
        row["As of"]: int(row["Value"])
        for row in read(out / "logbook_metrics.csv")
        if (row["Metric"], row["Month"]) == ("Opportunities", "2026-10")
    }

    assert list(said) == ["2026-11-03", "2026-12-18"]
    assert 1.02 < said["2026-12-18"] / said["2026-11-03"] < 1.05


def test_the_year_has_its_seasons(truth: dict[str, Any]) -> None:
    leads = truth["leads"]["by_month"]
    summer = statistics.mean(leads[f"2026-{month}"] for month in ("04", "05", "06"))

    assert summer > 1.2 * statistics.mean(leads[f"2026-{month}"] for month in ("01", "02"))


def test_campaigns_are_named_as_the_plan_names_them(out: Path) -> None:
    items = documents()
    keys = items["activity"].keys() | items["program"].keys()

    named = [row["utm_campaign"] for row in read(out / "touches.csv")]

    assert {key for key in named if key not in keys} == set()


def test_desks_take_no_more_than_they_can(out: Path) -> None:
    most = {"demo-desk": 84, "lead-desk": 240, "starts": 9, "questions": 620}
    waiting: dict[str, int] = {}
    for row in read(out / "service_desks.csv"):
        before = waiting.get(row["Desk"], 0)
        assert int(row["Handled"]) <= most[row["Desk"]]
        assert int(row["Waiting"]) == before + int(row["Arrived"]) - int(row["Handled"])
        waiting[row["Desk"]] = int(row["Waiting"])


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 7), 6), (date(2026, 3, 9), 5), (date(2026, 10, 31), 5), (date(2026, 11, 2), 6)]
)
def test_chicago_has_summer_time(day: date, hours: int) -> None:
    noon = universal(day, 12)

    assert noon.hour == 12 + hours
    assert chicago(noon).replace(tzinfo=None) == datetime(day.year, day.month, day.day, 12)


READ_AS = {
    "ballast_ledger.csv": "spend",
    "beacon_ads.csv": "spend",
    "chart_room_use.csv": "content_use",
    "harbor_demo_requests.csv": "observations",
    "harbor_stage_history.csv": "stage_changes",
    "hours.csv": "hours",
    "logbook_metrics.csv": "observations",
    "service_desks.csv": "service_load",
    "tern_demo_requests.csv": "observations",
    "touches.csv": "touches",
    "wake_demo_requests.csv": "observations",
}


def test_every_export_is_read_without_a_word_of_correction(out: Path) -> None:
    pytest.importorskip("duckdb")

    said = {name: CliRunner().invoke(app, _preview(out / name)).output for name in READ_AS}

    assert {name: table for name, table in READ_AS.items() if f"read as {table}" not in said[name]} == {}
    assert [name for name, text in said.items() if "refused" in text] == []


def _preview(file: Path) -> list[str]:
    return ["measure", "load", str(KESTREL), str(file), "--preview"]


QUESTIONS = ("questions", "2026-12-28")


def _stages(out: Path, first: str, last: str) -> Counter[tuple[str, str]]:
    """How many leads and deals entered a stage in some days, counted in the export itself."""
    rows = read(out / "harbor_stage_history.csv")
    return Counter((row["Record Type"], row["Stage"]) for row in rows if first <= row["Date Entered"][:10] <= last)


def test_the_stand_up_of_any_week_says_what_the_exports_and_the_plan_say_and_nothing_else(
    out: Path, tmp_path: Path
) -> None:
    pytest.importorskip("duckdb")
    folder = tmp_path / "kestrel"
    shutil.copytree(KESTREL, folder)
    for name in ("harbor_stage_history.csv", "logbook_metrics.csv", "service_desks.csv"):
        assert CliRunner().invoke(app, ["measure", "load", str(folder), str(out / name), "--yes"]).exit_code == 0
    data = data_of(folder, folders.read(folder).plan)

    weeks = {day: week(folder, date.fromisoformat(day), "standup", data) for day in ("2026-12-22", "2027-01-05")}

    said = {day: [line.says for line in one.agenda] for day, one in weeks.items()}
    for first, last in (("2026-12-16", "2026-12-22"), ("2026-12-30", "2027-01-05")):
        counted = _stages(out, first, last)
        assert any(one.startswith(f"Leads: {counted['Lead', 'New']} (usually ") for one in said[last])
        assert any(one.startswith(f"Opportunities: {counted['Deal', 'Opened']} (") for one in said[last])
        assert any(one.startswith(f"Deals won: {counted['Deal', 'Won']}, worth USD ") for one in said[last])
        assert any(one.startswith(f"Deals lost: {counted['Deal', 'Lost']} (") for one in said[last])
    december, january = said["2026-12-22"], said["2027-01-05"]
    assert "Partner kit: slides, texts, logos: is done, and was to be over on 2026-12-18" in december
    assert "Six customer films: shoot and edit: is in market from 2026-12-24" in december
    assert "Opportunities for 2026-10: 61 instead of 59, as logbook_metrics says since 2026-12-18" in december
    assert december[-1] == "New: Prices of Quote Live: was due 2026-12-18 and is not done. Way out: It is done"
    assert "Deals won against the incumbent: 26.1 % for 2026-12, by logbook_metrics; 21.5 % for 2026-11" in january
    assert "Webinar: carrier scorecards in practice: was to begin on 2027-01-04" in january
    assert not any("instead of" in one or one.startswith("New: ") for one in january)
    (desk,) = (row for row in read(out / "service_desks.csv") if (row["Desk"], row["Week Start"]) == QUESTIONS)
    waiting = f"{int(desk['Waiting']):,} waiting at its end (3,386 before)"
    assert any(
        one.startswith("Questions of customers, 2026-12-28 to 2027-01-03: ") and waiting in one for one in january
    )
    assert all(line.source in ("plan", "data", "finding") for one in weeks.values() for line in one.agenda)
    assert all(
        line.about or line.place or line.says.startswith("and ") for one in weeks.values() for line in one.agenda
    )
