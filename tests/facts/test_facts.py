"""Facts are read-only tables: empty where nobody loaded any, and names in them mean items of the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.facts.test_store import entry, put

from truenorth.facts.facts import Facts
from truenorth.facts.names import Names
from truenorth.facts.shape import schema_of
from truenorth.facts.tables import SPEND, STAGE_CHANGES, TABLES
from truenorth.plan import Plan
from truenorth.plan.plan import plan_of
from truenorth.plan.strategy import Product
from truenorth.plan.work import Activity, Program

PLAN = plan_of(
    [
        Activity(
            key="spring-letter", name="Spring letter", program="launch", labels={"Campaign ID": "916", "colour": "blue"}
        ),
        Activity(key="autumn", name="Twins"),
        Activity(key="winter", name="Twins", labels={"id": "77"}),
        Program(key="launch", name="Ready on Monday"),
        Product(key="gtx-pro", name="GTX Pro"),
    ]
)


def rows(facts: Facts, table: str) -> list[dict[str, Any]]:
    return list(facts[table].to_pyarrow().to_pylist())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_nobody_loaded_is_empty_and_not_missing(name: str, tmp_path: Path) -> None:
    for facts in (Facts(), Facts(tmp_path), Facts(tmp_path / "nowhere")):
        table = facts[name]
        assert table.count().to_pyarrow().as_py() == 0
        assert [column for column in schema_of(TABLES[name]) if column not in table.columns] == []
        assert not facts.has(name)


def test_no_folder_is_made_by_looking(tmp_path: Path) -> None:
    Facts(tmp_path)["spend"].count().to_pyarrow()

    assert list(tmp_path.iterdir()) == []


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    folder = tmp_path / "it's [2027] *?"
    folder.mkdir()
    put(folder, entry())

    assert Facts(folder)["spend"].amount.sum().to_pyarrow().as_py() == 6.0


def told(column: str = "campaign", **names: str) -> Names:
    return Names(PLAN, {column: names})


CAMPAIGN = SPEND.by_name["campaign"]


@pytest.mark.parametrize(
    ("text", "name", "ref"),
    [
        ("spring-letter", None, "activity:spring-letter"),
        ("activity:spring-letter", None, "activity:spring-letter"),
        ("SPRING_LETTER", None, "activity:spring-letter"),
        ("916", None, "activity:spring-letter"),
        ("916.0", None, "activity:spring-letter"),
        ("x99", "Spring  Letter", "activity:spring-letter"),
        ("launch", None, "program:launch"),
        ("Ready on Monday", None, "program:launch"),
        ("77", None, "activity:winter"),
        ("Twins", None, None),
        ("blue", None, None),
        ("nothing", "at all", None),
        (None, None, None),
    ],
)
def test_a_name_means_an_item_by_key_label_or_name_and_nothing_where_it_may_be_two(
    text: str | None, name: str | None, ref: str | None
) -> None:
    assert told().item(CAMPAIGN, (text, name)) == ref


def test_what_was_said_of_a_name_goes_before_what_it_looks_like() -> None:
    said = told(**{"spring-letter": "program:launch", "917": "activity:gone"})

    assert said.item(CAMPAIGN, ("spring-letter", None)) == "program:launch"
    assert said.item(CAMPAIGN, ("917", None)) is None


def test_a_name_that_means_nothing_has_likely_ones() -> None:
    assert told().near(STAGE_CHANGES.by_name["product"], "GTXPro") == ["product:gtx-pro"]


def test_rows_say_which_item_they_name() -> None:
    given = [
        {"campaign": "916", "amount": 1.0},
        {"campaign": None, "name": "Ready on Monday", "amount": 2.0},
        {"campaign": "?", "amount": 3.0},
        {"campaign": None, "amount": 4.0},
    ]
    found = rows(Facts(rows={"spend": given}, plan=PLAN), "spend")

    assert {row["amount"]: row["campaign_ref"] for row in found} == {
        1.0: "activity:spring-letter",
        2.0: "program:launch",
        3.0: None,
        4.0: None,
    }


@pytest.mark.parametrize(
    ("stage", "phase"),
    [
        ("Closed Won", "won"),
        ("closedwon", "won"),
        ("closed_lost", "lost"),
        ("MQL", "lead"),
        ("Prospecting", "opportunity"),
        ("Stage 7", None),
    ],
)
def test_stages_belong_to_phases(stage: str, phase: str | None) -> None:
    (row,) = rows(Facts(rows={"stage_changes": [{"record": "1", "stage": stage}]}), "stage_changes")

    assert row["phase"] == phase


def test_an_empty_plan_means_nothing_by_any_name() -> None:
    assert Names(Plan({})).item(CAMPAIGN, ("916", None)) is None
