"""A file is looked at before it is loaded, loaded once, remembered, and taken back; names are said once and hold."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from truenorth.facts.facts import Facts
from truenorth.facts.register import Load, read
from truenorth.plan.fault import Faults
from truenorth.services import measure
from truenorth.services.measure import AlreadyLoaded, Asked, Looked, source_of, wanted
from truenorth.services.plan import Refused

EXAMPLES = Path(__file__).parents[2] / "examples"
SPEND = "date,campaign,cost\n2027-01-02,spring-letter,10\n2027-01-03,916,20\n2027-01-03,Total,30\n"


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "acme", tmp_path / "acme"))


def file(folder: Path, text: str, name: str = "ads_2027-01.csv") -> Path:
    path = folder.parent / name
    path.write_text(text, "utf-8")
    return path


def look(folder: Path, text: str, name: str = "ads_2027-01.csv", **said: Any) -> Looked:
    with measure.looked_at(folder, file(folder, text, name), asked(**said)) as found:
        return found


def load(folder: Path, text: str, name: str = "ads_2027-01.csv", **said: Any) -> Load:
    with measure.looked_at(folder, file(folder, text, name), asked(**said)) as found:
        return measure.load(found)


def asked(**said: Any) -> Asked:
    given = wanted(
        said.get("table", ""), said.get("columns", {}), said.get("fixed", {}), said.get("order"), said.get("mark")
    )
    return Asked(given, said.get("source", ""), said.get("sheet", ""), said.get("same", {}))


def total(folder: Path) -> float:
    return float(Facts(folder)["spend"].amount.sum().to_pyarrow().as_py() or 0)


def test_looking_changes_nothing(acme: Path) -> None:
    before = sorted(acme.rglob("*"))

    found = look(acme, SPEND)

    assert (found.brought.taken, found.load.refused) == (2, {"is a row of totals": 1})
    assert sorted(acme.rglob("*")) == before


def test_the_same_file_is_never_loaded_twice_whatever_it_is_called(acme: Path) -> None:
    first = load(acme, SPEND)

    with pytest.raises(AlreadyLoaded, match=f"already, as {first.id}: nothing was changed"):
        load(acme, SPEND, "renamed.csv", source="other")
    assert total(acme) == 30

    measure.take_back(acme, first.id)
    assert load(acme, SPEND).id == "ads-2"
    with pytest.raises(AlreadyLoaded):
        measure.take_back(acme, first.id, undo=True)
    assert total(acme) == 30


def test_a_file_may_hold_several_tables(acme: Path) -> None:
    text = "date,campaign,cost,value\n2027-01-02,a,10,3\n"
    load(acme, text)
    second = load(acme, text, table="observations", columns={"value": "value"}, fixed={"metric": "sales"})

    assert second.table == "observations"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("ads_2027-01.csv", "ads"),
        ("Google Ads 20270131.xlsx", "google-ads"),
        ("crm.partial_export.csv", "crm"),
        ("2027-01.csv", "data"),
        ("Spend (EUR).csv", "spend-eur"),
        ("q1_2027.csv", "q1"),
        ("häagen.csv", "häagen"),
    ],
)
def test_a_source_is_called_by_what_stays_in_the_names_of_its_files(name: str, source: str) -> None:
    assert source_of(name) == source


def test_how_a_source_is_read_is_remembered(acme: Path) -> None:
    load(
        acme,
        "date,project,net,gross\n2027-01-02,a,10,12\n",
        columns={"project": "campaign", "net": "amount"},
        table="spend",
    )
    found = look(acme, "date,project,net,gross\n2027-02-02,a,11,13\n")

    assert found.known
    assert str(found.brought.layout.takes["amount"]) == "net"


def test_the_order_of_dates_that_was_said_is_remembered_and_a_proof_goes_before_it(acme: Path) -> None:
    load(acme, "date,cost\n11/03/2027,1\n", order="dmy")

    assert look(acme, "date,cost\n12/03/2027,1\n").load.first == "2027-03-12"
    assert look(acme, "date,cost\n12/13/2027,1\n12/03/2027,2\n").load.last == "2027-12-13"


def test_a_file_of_which_nothing_can_be_taken_is_refused(acme: Path) -> None:
    with pytest.raises(Refused, match="no row of the file can be taken"):
        load(acme, "date,cost,campaign\nnever,1,a\n", table="spend", columns={"date": "on"})
    assert not (acme / "facts").exists()


def meanwhile(acme: Path, source: str) -> None:
    """Another file is loaded while one is looked at."""
    with measure.looked_at(acme, file(acme, SPEND), Asked(wanted("", {}, {}))) as found:
        load(acme, "date,cost\n2027-01-01,7\n", "other.csv", source=source)
        measure.load(found)


def test_two_people_may_load_from_two_sources_at_once(acme: Path) -> None:
    meanwhile(acme, "ledger")

    assert [one.id for one in read(acme).loads] == ["ledger-1", "ads-1"]
    assert read(acme).sources.keys() == {"ads", "ledger"}
    assert total(acme) == 37


def test_somebody_else_who_loads_from_the_same_source_is_not_run_over(acme: Path) -> None:
    with pytest.raises(Refused, match="somebody else changed the data meanwhile"):
        meanwhile(acme, "ads")

    assert [one.id for one in read(acme).loads] == ["ads-1"]
    assert total(acme) == 7


def test_rows_that_somebody_threw_away_by_hand_are_told(acme: Path) -> None:
    load(acme, SPEND)
    (acme / "facts" / "spend" / "ads-1.parquet").unlink()

    with pytest.raises(Faults, match=r"facts/spend/ads-1\.parquet: is gone: take ads-1 back"):
        total(acme)
    measure.take_back(acme, "ads-1")
    assert total(acme) == 0


def test_names_are_brought_to_items_and_those_that_mean_nothing_are_told(acme: Path) -> None:
    found = look(acme, SPEND)

    assert found.notes.known == {"campaign": 1}
    assert [(one.text, one.rows) for one in found.notes.strange] == [("916", 1)]


def test_what_a_name_means_can_be_said_with_the_load_or_later_and_holds_for_what_is_there(acme: Path) -> None:
    load(acme, SPEND)
    measure.same(acme, {"916": "Open house"})

    _, facts = measure.facts(acme)
    refs = {row["campaign"]: row["campaign_ref"] for row in facts["spend"].to_pyarrow().to_pylist()}
    assert refs == {"spring-letter": "activity:spring-letter", "916": "activity:open-house"}
    assert look(acme, SPEND.replace("01-02", "02-02"), same={"spring-letter": "program:launch"}).notes.strange == ()


def test_what_a_stage_means_can_be_said(acme: Path) -> None:
    text = "deal_id,deal_stage,close_date\n1,Phase 7,2027-01-02\n"
    assert [one.text for one in look(acme, text).notes.stages] == ["Phase 7"]

    found = load(acme, text, same={"Phase 7": "won"})
    assert found.last == "2027-01-02"
    _, facts = measure.facts(acme)
    assert facts["stage_changes"].phase.to_pyarrow().to_pylist() == ["won"]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"916": "nothing like it"}, "there is no 'nothing like it' in this plan"),
        ({"916": "goal:grow"}, "is no item that data can name"),
        ({"product:x": "spring-letter"}, "there is no 'spring-letter' in this plan"),
    ],
)
def test_a_name_can_only_mean_an_item_that_is_there(said: dict[str, str], says: str, acme: Path) -> None:
    goal = sorted(measure.plan_of(acme).entities)
    said = {
        name: next(ref for ref in goal if ref.startswith("goal:")) if ref == "goal:grow" else ref
        for name, ref in said.items()
    }

    with pytest.raises(Refused, match=says):
        measure.same(acme, said)
    assert not (acme / "facts" / "names.yaml").exists()


def test_a_load_that_is_not_there_is_refused_with_the_likeliest(acme: Path) -> None:
    load(acme, SPEND)

    with pytest.raises(Refused, match=r"there is no load 'ads-11'; did you mean ads-1\?"):
        measure.take_back(acme, "ads-11")
    with pytest.raises(Refused, match="ads-1 counts: take it back first"):
        measure.take_back(acme, "ads-1", for_good=True)
    measure.take_back(acme, "ads-1")
    with pytest.raises(Refused, match="is taken back already"):
        measure.take_back(acme, "ads-1")


def test_currencies_go_by_the_companys_rates_and_the_rates_are_kept_with_the_load(acme: Path) -> None:
    (acme / "company.yaml").write_text("acme: {currency: EUR, rates: {USD: 0.9}}\n", "utf-8")
    found = load(acme, "date,cost,currency\n2027-01-01,100,USD\n2027-01-01,100,JPY\n")

    assert found.total == 90.0
    assert dict(found.rates) == {"USD": "0.9"}
    assert sum(found.refused.values()) == 1


def test_data_may_be_there_before_there_is_a_plan(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()

    assert load(folder, SPEND).rows == 2
    with pytest.raises(Refused, match="there is no such folder"):
        load(tmp_path / "nowhere", SPEND)


def test_a_plan_that_cannot_be_read_is_told_before_anything_is_loaded(acme: Path) -> None:
    (acme / "goal.yaml").write_text("a: [\n", "utf-8")

    with pytest.raises(Faults, match=r"goal\.yaml"):
        load(acme, SPEND)
    assert not (acme / "facts").exists()
