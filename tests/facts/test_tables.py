"""The canonical tables hold together: every name that one part of them says is there in the others."""

from __future__ import annotations

import pytest

from truenorth.facts.shape import TYPES, schema_of
from truenorth.facts.tables import TABLES
from truenorth.facts.words import words
from truenorth.plan.entity import KINDS
from truenorth.reports.measure.tables import tables_page


@pytest.mark.parametrize("name", TABLES)
def test_what_a_table_says_of_its_columns_names_columns_that_it_has(name: str) -> None:
    table = TABLES[name]
    named = {*table.needs, *table.key, *table.sums, *(one for one in (table.when, table.label, table.money) if one)}

    assert named <= table.by_name.keys()
    assert all(tell <= table.fields.keys() for tell in table.tells)
    assert table.name == name


@pytest.mark.parametrize("name", TABLES)
def test_every_column_says_what_it_means_and_names_kinds_that_there_are(name: str) -> None:
    for column in TABLES[name].fields.values():
        assert column.about[0].isupper() or column.about.startswith("lead or deal")
        assert column.about.endswith(".")
        assert column.type in TYPES
        assert set(column.links) <= KINDS.keys()
        assert column.type != "number" or column.unit


@pytest.mark.parametrize("name", TABLES)
def test_a_field_is_known_by_its_own_name_first(name: str) -> None:
    table = TABLES[name]
    known = {field for field in table.fields if field in words(table, field)}

    assert known == table.fields.keys()


@pytest.mark.parametrize("name", TABLES)
def test_a_row_tells_where_it_comes_from(name: str) -> None:
    assert list(schema_of(TABLES[name]))[-3:] == ["source", "load", "row"]


def test_the_page_names_every_table_and_column() -> None:
    page = tables_page()

    assert [line[3:] for line in page.splitlines() if line.startswith("## ")][:-1] == list(TABLES)
    assert all(f"| `{column}` |" in page for table in TABLES.values() for column in table.fields)
