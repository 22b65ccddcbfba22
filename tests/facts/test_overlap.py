"""What several loads tell of the same thing counts once: the newest word, or the one that tells it in more detail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from truenorth.facts.facts import Facts
from truenorth.facts.register import Load, read
from truenorth.services import measure
from truenorth.services.measure import Asked, wanted
from truenorth.services.plan import Refused

JANUARY = "date,campaign,cost\n2027-01-01,a,10\n2027-01-02,a,20\n2027-01-02,b,5\n2027-01-02,b,5\n"


def load(folder: Path, text: str, source: str = "ads", **said: Any) -> Load:
    file = folder.parent / "export.csv"
    file.write_text(text, "utf-8")
    table, columns, fixed = said.get("table", ""), said.get("columns", {}), said.get("fixed", {})
    with measure.looked_at(folder, file, Asked(wanted(table, columns, fixed), source)) as found:
        return measure.load(found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "plan"
    made.mkdir()
    return made


def spent(folder: Path) -> dict[tuple[str, str], float]:
    rows = Facts(folder)["spend"]
    grouped = rows.group_by(day=rows.on.cast("string"), campaign=rows.campaign).agg(amount=rows.amount.sum())
    return {(one["day"], one["campaign"]): one["amount"] for one in grouped.to_pyarrow().to_pylist()}


def test_rows_that_are_alike_within_a_file_all_count(folder: Path) -> None:
    load(folder, JANUARY)

    assert spent(folder) == {("2027-01-01", "a"): 10, ("2027-01-02", "a"): 20, ("2027-01-02", "b"): 10}


def test_a_later_export_that_goes_over_the_same_days_adds_only_what_is_new(folder: Path) -> None:
    load(folder, JANUARY)
    second = load(folder, "date,campaign,cost\n2027-01-02,a,20\n2027-01-02,b,5\n2027-01-02,b,5\n2027-01-03,a,7\n")

    assert (second.again, second.changed) == (3, 0)
    assert sum(spent(folder).values()) == 47


def test_where_two_loads_differ_the_newer_counts_and_the_difference_is_told(folder: Path) -> None:
    load(folder, JANUARY)
    second = load(folder, "date,campaign,cost\n2027-01-02,a,25\n2027-01-02,b,5\n2027-01-02,b,5\n")

    assert (second.again, second.changed) == (3, 1)
    assert spent(folder)["2027-01-02", "a"] == 25
    assert spent(folder)["2027-01-01", "a"] == 10

    measure.take_back(folder, second.id)
    assert spent(folder)["2027-01-02", "a"] == 20


def test_two_sources_may_tell_of_the_same_day(folder: Path) -> None:
    load(folder, JANUARY)
    second = load(folder, "date,campaign,cost\n2027-01-02,a,20\n", source="ledger")

    assert second.again == 0
    assert spent(folder)["2027-01-02", "a"] == 40


def test_sums_of_what_is_there_by_day_are_kept_beside_it_and_not_counted(folder: Path) -> None:
    first = load(folder, JANUARY)
    second = load(folder, "campaign,cost\na,30\n")

    assert (second.beside, second.changed, second.again) == (first.id, 0, 1)
    assert sum(spent(folder).values()) == 40

    measure.take_back(folder, first.id)
    assert sum(spent(folder).values()) == 30


def test_sums_that_differ_from_what_is_there_are_told(folder: Path) -> None:
    load(folder, JANUARY)

    assert load(folder, "campaign,cost\na,31\nb,10\n").changed == 1


def test_a_file_that_tells_partly_of_the_same_with_other_columns_is_refused(folder: Path) -> None:
    load(folder, JANUARY)

    with pytest.raises(Refused, match="both together would count twice"):
        load(folder, "campaign,cost\na,30\nc,4\n")
    with pytest.raises(Refused, match="both together would count twice"):
        load(folder, "date,campaign,channel,cost\n2027-01-01,a,search,10\n")

    assert len(read(folder).loads) == 1


def test_a_deal_that_moved_on_keeps_the_stages_it_was_in(folder: Path) -> None:
    load(folder, "deal_id,deal_stage,amount\n1,Open,5\n2,Open,6\n")
    second = load(folder, "deal_id,deal_stage,amount\n1,Won,7\n2,Open,9\n")

    found = Facts(folder)["stage_changes"].to_pyarrow().to_pylist()
    assert sorted((row["record"], row["stage"], row["amount"]) for row in found) == [
        ("1", "Open", 5.0),
        ("1", "Won", 7.0),
        ("2", "Open", 9.0),
    ]
    assert (second.again, second.changed) == (1, 1)


def test_what_a_metric_was_said_to_be_before_is_not_wiped_out(folder: Path) -> None:
    load(folder, "metric,date,value,reported_at\nsales,2027-01-01,5,2027-01-02\n")
    load(folder, "metric,date,value,reported_at\nsales,2027-01-01,6,2027-01-09\n")

    found = Facts(folder)["observations"].order_by("recorded").to_pyarrow().to_pylist()
    assert [row["value"] for row in found] == [5.0, 6.0]
