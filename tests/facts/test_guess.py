"""Which table a file is for and what its columns are is guessed from names and cells, and can be corrected."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.facts.bring import bring

from truenorth.facts.layout import Layout, Unclear, kept, table_named, taken

SPEND = "Day,Campaign ID,Campaign,Cost\n2027-01-01,916,Spring,5\n"


def fields(folder: Path, text: str, **said: object) -> dict[str, str]:
    came = bring(folder, text, **said)  # type: ignore[arg-type]
    return {name: str(one) for name, one in came.found.layout.takes.items()}


def test_columns_are_known_by_what_exports_call_them(tmp_path: Path) -> None:
    assert fields(tmp_path, SPEND) == {"on": "Day", "campaign": "Campaign ID", "name": "Campaign", "amount": "Cost"}
    assert fields(tmp_path, "Day,Campaign,Cost\n2027-01-01,Spring,5\n")["campaign"] == "Campaign"
    assert fields(tmp_path, "Buchungsdatum;Kampagne;Betrag (EUR)\n01.02.2027;a;5,20\n") == {
        "on": "Buchungsdatum",
        "campaign": "Kampagne",
        "amount": "Betrag (EUR)",
    }


def test_a_column_whose_cells_are_something_else_is_not_taken_for_it(tmp_path: Path) -> None:
    text = "date,cost,amount_spent\n2027-01-01,high,5\n2027-01-02,low,6\n"

    assert fields(tmp_path, text)["amount"] == "amount_spent"


def test_an_id_that_stands_in_several_rows_is_that_of_a_campaign(tmp_path: Path) -> None:
    rows = "2027-01-01,99,5\n2027-01-02,99,5\n"

    assert fields(tmp_path, f"date,id,cost\n{rows}") == {"on": "date", "campaign": "id", "amount": "cost"}
    assert fields(tmp_path, "date,id,cost\n2027-01-01,1,5\n2027-01-01,2,5\n")["id"] == "id"


@pytest.mark.parametrize(
    ("header", "row", "table"),
    [
        ("date,campaign,cost", "2027-01-01,a,5", "spend"),
        ("timestamp,contact_id,event_type,campaign", "2027-01-01,c,open,a", "touches"),
        ("deal_id,deal_stage,amount,created_at", "1,Open,5,2027-01-01", "stage_changes"),
        ("lead_id,first_contact_date,origin", "1,2027-01-01,web", "stage_changes"),
        ("metric,period_start,value", "sales,2027-01-01,5", "observations"),
        ("date,content_id,views", "2027-01-01,c,5", "content_use"),
        ("week,team,hours", "2027-W01,content,5", "hours"),
        ("date,queue,arrived,handled,backlog", "2027-01-01,sdr,5,4,1", "service_load"),
        ("path,conversions,value", "a > b,1,2.5", "journeys"),
    ],
)
def test_every_table_is_known_by_its_columns(header: str, row: str, table: str, tmp_path: Path) -> None:
    assert bring(tmp_path, f"{header}\n{row}\n").found.layout.table == table


def test_a_file_of_no_table_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(Unclear, match=r"no table fits the columns of data\.csv: say --table spend"):
        bring(tmp_path, "name,colour\na,blue\n")


def test_what_was_said_goes_before_every_guess(tmp_path: Path) -> None:
    text = "date,cost,net,campaign,project\n2027-01-01,5,4,a,b\n"
    said = {"columns": {"amount": "net", "campaign": "project"}, "out": frozenset({"cost"})}

    assert fields(tmp_path, text, **said) == {"on": "date", "campaign": "project", "name": "campaign", "amount": "net"}


def test_a_column_that_is_not_there_is_refused_with_the_likeliest(tmp_path: Path) -> None:
    with pytest.raises(Unclear, match=r"there is no column 'Kost' for amount; did you mean Cost\?"):
        bring(tmp_path, SPEND, table="spend", columns={"amount": "Kost"})
    with pytest.raises(Unclear, match=r"spend has no 'amont'; did you mean amount\?"):
        bring(tmp_path, SPEND, table="spend", columns={"amont": "Cost"})
    with pytest.raises(Unclear, match=r"there is no table 'spent'; did you mean spend\?"):
        bring(tmp_path, SPEND, table="spent")


def test_what_a_table_cannot_do_without_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Unclear, match="touches needs person, and no column seems to be that: say --map COLUMN=person"):
        bring(tmp_path, "timestamp,who\n2027-01-01,a\n", table="touches")


def test_columns_that_are_series_of_their_own_become_rows(tmp_path: Path) -> None:
    came = bring(
        tmp_path,
        "DATE,tv_S,print_S,tv_I\n2027-01-04,5,0,9\n2027-01-11,,7,9\n",
        table="spend",
        columns={"amount": "*_S"},
    )

    rows = sorted((str(row["on"]), row["campaign"], row["amount"]) for row in came.rows)
    assert rows == [("2027-01-04", "print", 0.0), ("2027-01-04", "tv", 5.0), ("2027-01-11", "print", 7.0)]


def test_several_columns_can_be_named_one_by_one(tmp_path: Path) -> None:
    came = bring(tmp_path, "week,web,app,x\n2027-01-04,5,6,1\n", table="observations", columns={"value": "web, app"})

    assert sorted((row["metric"], row["value"]) for row in came.rows) == [("app", 6.0), ("web", 5.0)]


def test_a_value_for_all_rows_may_be_said(tmp_path: Path) -> None:
    came = bring(tmp_path, "campaign,cost\na,5\n", fixed={"on": "2027-03", "channel": "search"})

    assert (str(came.rows[0]["on"]), came.rows[0]["channel"]) == ("2027-03-01", "search")
    with pytest.raises(Unclear, match="--set on=someday: write a day such as 2027-03-31"):
        bring(tmp_path, "campaign,cost\na,5\n", fixed={"on": "someday"})


def test_how_a_file_was_read_is_known_again_as_far_as_the_columns_are_there() -> None:
    names = ("date", "cost_micros", "tv_S", "ooh_S")
    layout = Layout(
        "spend", {"amount": taken("amount", "*_S", names), "on": taken("on", "date", names)}, {"currency": "USD"}, "dmy"
    )

    assert kept(layout.plain(), names) == layout
    assert kept(layout.plain(), ("day", "tv_S")) == Layout(
        "spend", {"amount": taken("amount", "*_S", ("day", "tv_S"))}, {"currency": "USD"}, "dmy"
    )
    assert kept({"table": "nothing"}, names) is None


def test_tables_may_be_called_by_the_beginning_of_their_names() -> None:
    assert table_named("Stage changes").name == table_named("stages").name == "stage_changes"
    assert table_named("touch").name == "touches"
    with pytest.raises(Unclear):
        table_named("s")
