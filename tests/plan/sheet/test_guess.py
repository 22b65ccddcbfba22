"""What a sheet of other people is taken for: its kind and its columns, from names and values."""

from __future__ import annotations

import pytest
from tests.plan.sheet.sheets import csv, taken

from truenorth.plan.sheet.layout import Asked, Layout


def layout(text: str, file: str = "plan.csv", **said: object) -> Layout:
    return taken(csv(text), file=file, **said).sheets[0].layout


def test_english_columns() -> None:
    found = layout(
        """
        Title,Responsible,Start date,End date,Deadline,Channel,Spend,Status,Team,Target audience,Comments
        Letter,Editor,2027-03-01,2027-03-05,2027-03-04,Print,1200,in progress,Content,Buyers,urgent
        """
    )

    assert found.kind == "activity"
    assert dict(found.columns) == {
        "Title": "name",
        "Responsible": "owner",
        "Start date": "start",
        "End date": "end",
        "Deadline": "due",
        "Channel": "channel",
        "Spend": "cost",
        "Status": "status",
        "Team": "team",
        "Target audience": "personas",
        "Comments": "note",
    }


def test_german_columns() -> None:
    found = layout(
        """
        Nr.;Maßnahme;Verantwortliche/r;Beginn;Ende;Fällig am;Kanal;Kosten (EUR);Stand;Abteilung;Zielgruppe;Ziel;Hinweis
        1;Anschreiben;Redaktion;01.03.2027;05.03.2027;04.03.2027;Print;1.200,00;in Arbeit;Content;Einkauf;Wachstum;eilt
        """
    )

    assert found.kind == "activity"
    assert found.id == "Nr."
    assert {name: field for name, field in found.columns.items() if name != "Nr."} == {
        "Maßnahme": "name",
        "Verantwortliche/r": "owner",
        "Beginn": "start",
        "Ende": "end",
        "Fällig am": "due",
        "Kanal": "channel",
        "Kosten (EUR)": "cost",
        "Stand": "status",
        "Abteilung": "team",
        "Zielgruppe": "personas",
        "Ziel": "serves",
        "Hinweis": "note",
    }


@pytest.mark.parametrize(
    ("file", "text", "kind"),
    [
        ("plan.csv", "Campaign,Start,End,Budget\nSpring,2027-03-01,2027-04-01,9000", "program"),
        ("plan.csv", "Campaign,Owner,Due,Channel\nSpring,Editor,2027-03-01,Print", "activity"),
        ("plan.csv", "Campaign,Task,Owner,Due\nSpring,Letter,Editor,2027-03-01", "activity"),
        ("products.csv", "product,series,sales_price\nGTX Basic,GTX,550", "product"),
        ("Redaktionsplan.csv", "Titel,Format,Kanal,Veröffentlichung\nDrei Rezepte,Blog,Web,2027-03-01", "content"),
        ("plan.csv", "Objective,KPI,Baseline,Target,Due\nMore hotels,hotels,22,40,2027-03-01", "objective"),
        ("tools.csv", "Name,Category,Annual cost,Renewal\nMailer,E-mail,1200,2027-03-01", "tool"),
        ("teams.csv", "id,name\n1,Content", "team"),
        ("Budget.csv", "Budgetposten,Betrag,Beginn,Ende\nMessen,5000,2027-01-01,2027-12-31", "budget"),
    ],
)
def test_the_kind_is_told_by_columns_and_names(file: str, text: str, kind: str) -> None:
    assert layout(text, file).kind == kind


def test_a_campaign_beside_a_title_is_the_program_of_the_work() -> None:
    found = layout("Campaign,Task,Owner,Due\nSpring,Letter,Editor,2027-03-01\nSpring,Fair,Editor,2027-03-02")

    assert found.columns["Campaign"] == "program"
    assert found.columns["Task"] == "name"


def test_what_no_name_tells_the_values_may() -> None:
    found = layout(
        "Title,Zonk,Blurb\nLetter,2027-03-01,editor@example.com\nFair,2027-03-02,events@example.com", kind="activity"
    )

    assert dict(found.columns) == {"Title": "name", "Zonk": "due", "Blurb": "owner"}


def test_a_name_is_not_believed_against_its_values() -> None:
    text = "Title,Owner,Date,Budget\nLetter,Editor,when ready,no idea\nFair,Events,whenever,none of it"
    found = layout(text, kind="activity")

    assert found.columns["Date"] == "labels.Date"
    assert found.columns["Budget"] == "labels.Budget"


def test_columns_that_nobody_knows_become_labels() -> None:
    assert layout("Title,Owner,Due,Prio\nLetter,Editor,2027-03-01,A").columns["Prio"] == "labels.Prio"


def test_a_sheet_that_could_be_anything_is_asked_about() -> None:
    with pytest.raises(Asked, match=r"add --kind activity") as asked:
        layout("Name,Colour\nLetter,red")

    assert str(asked.value) == (
        "it is not clear what the rows are (columns: Name, Colour): add --kind activity, or another of"
        " `truenorth plan kinds`"
    )


def test_a_list_of_accounts_is_no_plan_but_can_be_made_one_with_one_line() -> None:
    text = "account,sector,revenue\nAcme,medical,1100.04\nBetasoloin,retail,251.41"
    with pytest.raises(Asked) as asked:
        layout(text, "accounts.csv")

    assert 'add --kind KIND --map "account=name"' in str(asked.value)
    assert layout(text, "accounts.csv", kind="persona", maps=("account=name",)).columns["account"] == "name"


def test_counts_of_what_happened_are_sent_to_measure() -> None:
    with pytest.raises(Asked, match="truenorth measure load"):
        layout("day,spend,clicks\n2027-03-01,12.5,100\n2027-03-02,13.5,90", "ads.csv")


@pytest.mark.parametrize(
    ("given", "column", "field"),
    [
        ("Channel=segment", "Channel", "segment"),
        ("channel=segment", "Channel", "segment"),
        ("D=segment", "Channel", "segment"),
        ("Channel=-", "Channel", "-"),
        ("Channel=labels.Where", "Channel", "labels.Where"),
        ("Channel=effort.copy", "Channel", "effort.copy"),
        ("Channel=id", "Channel", "labels.Channel"),
    ],
)
def test_people_correct_a_column(given: str, column: str, field: str) -> None:
    assert layout("Title,Owner,Due,Channel\nLetter,Editor,2027-03-01,12", maps=(given,)).columns[column] == field


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("Chanel=segment", "there is no column 'Chanel'; did you mean 'Channel'?"),
        ("Channel=segmnt", "an activity has no field 'segmnt'; did you mean 'segment'?"),
        ("Channel", 'write --map "Column=field"'),
    ],
)
def test_a_correction_that_means_nothing_is_refused(given: str, says: str) -> None:
    with pytest.raises(Asked) as asked:
        layout("Title,Owner,Due,Channel\nLetter,Editor,2027-03-01,Print", maps=(given,))

    assert says in str(asked.value)


def test_another_column_for_a_field_makes_the_first_a_label() -> None:
    found = layout("Title,Owner,Due,Launch\nLetter,Editor,2027-03-01,2027-03-05", maps=("Launch=due",))

    assert (found.columns["Due"], found.columns["Launch"]) == ("labels.Due", "due")


def test_owners_that_are_people_are_pointed_out() -> None:
    found = taken(csv("Title,Owner,Due\nLetter,a.b@example.com,2027-03-01\nFair,c.d@example.com,2027-03-02"))

    assert found.sheets[0].notes == (
        "'Owner' holds addresses of people, and a plan names roles; --map \"Owner=-\" leaves them out",
    )
