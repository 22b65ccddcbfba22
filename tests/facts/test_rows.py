"""What is taken of a row, what makes it be refused, and how a row of a CRM becomes stage changes."""

from __future__ import annotations

from pathlib import Path

from tests.facts.bring import NOW, bring

CRM = (
    "deal_id,deal_stage,amount,created_at,close_date\n"
    "1,Won,500,2027-01-01,2027-02-01\n"
    "2,Open,300,2027-01-05,2027-12-31\n"
    "3,Prospecting,,,\n"
)


def test_rows_of_totals_are_refused_and_say_so(tmp_path: Path) -> None:
    rows = ["Total,,30", "Total Wellness,2027-01-01,10", "b,2027-01-02,20", "Total: Campaigns,,30", "Summe:,,30"]
    came = bring(tmp_path, "\n".join(["campaign,date,cost", *rows]))

    assert came.of("campaign") == ["Total Wellness", "b"]
    assert came.lines == {"is a row of totals": [2, 5, 6]}


def test_a_row_that_says_total_with_a_date_of_its_own_is_one_too(tmp_path: Path) -> None:
    assert bring(tmp_path, "campaign,date,cost\na,2027-01-01,10\nGrand Total,2027-01-31,10\n").lines == {
        "is a row of totals": [3]
    }


def test_a_row_is_refused_for_the_first_reason_and_counted_once(tmp_path: Path) -> None:
    came = bring(tmp_path, "date,campaign,cost\nsoon,a,much\n2027-01-01,a,\n,a,5\n2027-01-02,a,5\n")

    assert came.refused == {"has no amount": 1, "has a date that is none": 1, "has no date": 1}
    assert came.found.taken == 1


def test_at_most_three_examples_of_a_reason_are_kept(tmp_path: Path) -> None:
    text = "date,campaign,cost\n" + "2027-01-01,a,5\n" * 9 + "2027-01-01,a,x\n" * 9
    (refusal,) = bring(tmp_path, text).found.refused

    assert (refusal.count, [one.line for one in refusal.examples]) == (9, [11, 12, 13])
    assert [(one.column, one.value) for one in refusal.examples] == [("cost", "x")] * 3


def test_a_deal_enters_a_stage_on_each_of_its_dates(tmp_path: Path) -> None:
    rows = {(row["record"], row["stage"]): (str(row["at"]), row["amount"]) for row in bring(tmp_path, CRM).rows}

    assert rows == {
        ("1", "opened"): ("2027-01-01 00:00:00", None),
        ("1", "Won"): ("2027-02-01 00:00:00", 500.0),
        ("2", "opened"): ("2027-01-05 00:00:00", None),
        ("2", "Open"): ("None", 300.0),
        ("3", "Prospecting"): ("None", None),
    }


def test_the_day_on_which_an_open_deal_is_hoped_to_close_is_no_stage_change(tmp_path: Path) -> None:
    open_ = [row for row in bring(tmp_path, CRM).rows if row["record"] == "2"]

    assert all(str(row["at"]) != "2027-12-31 00:00:00" for row in open_)


def test_a_record_is_a_lead_or_a_deal_as_its_column_says(tmp_path: Path) -> None:
    assert set(bring(tmp_path, CRM).of("kind")) == {"deal"}
    assert bring(tmp_path, "mql_id,won_date\na,2027-01-01\n").of("kind") == ["lead"]


def test_a_deal_without_stage_and_date_is_refused(tmp_path: Path) -> None:
    text = "deal_id,deal_stage,created_at\n1,Open,2027-01-01\n2,,\n"

    assert bring(tmp_path, text).refused == {"names no stage, and has no date of one": 1}


def test_mail_addresses_are_not_kept(tmp_path: Path) -> None:
    text = "timestamp,email,campaign\n2027-01-01,Ann@Example.com,a\n2027-01-02,ann@example.com,b\n2027-01-03,c-17,b\n"
    first, second, third = bring(tmp_path, text).of("person")

    assert first == second
    assert "@" not in first
    assert third == "c-17"


def test_touches_of_nobody_in_particular_are_not_those_of_one_person(tmp_path: Path) -> None:
    text = "timestamp,contact_id,event_type\n2027-01-04,7,click\n2027-01-04,null,click\n2027-01-05,n/a,click\n"
    came = bring(tmp_path, text)
    assert came.of("person") == ["7"]
    assert came.refused == {"has no person": 2}


def test_a_metric_has_its_own_time_and_the_time_it_was_recorded(tmp_path: Path) -> None:
    text = "metric,period_start,period_end,value,reported_at\nsales,2027-01-01,2027-01-31,5,2027-02-03\n"
    text += "sales,2027-02-01,,6,\n"
    first, second = bring(tmp_path, text).rows

    assert (str(first["since"]), str(first["until"]), str(first["recorded"])[:10]) == (
        "2027-01-01",
        "2027-01-31",
        "2027-02-03",
    )
    assert (str(second["until"]), second["recorded"]) == ("2027-02-01", NOW)


def test_content_is_used_once_where_nothing_else_is_said(tmp_path: Path) -> None:
    assert bring(tmp_path, "date,content_id,kind\n2027-01-01,c,view\n").of("uses") == [1.0]
