"""Exports as people really have them, loaded as a person would: the counts are those that were worked out by hand."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from truenorth.cli import app
from truenorth.engines.opportunities import out_of_order
from truenorth.facts.facts import Facts
from truenorth.services.measure import facts as facts_of

HERE = Path(__file__)
DATA = Path(os.environ.get("TRUENORTH_SHARED") or HERE.parents[3] / "shared") / "data" / "datasets"
CRM = "sales_pipeline.csv"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the exports are not here: {DATA.name} beside the repository"),
]
Load = Callable[..., dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan that names the products of the CRM and the campaigns of the ads."""
    (tmp_path / "company.yaml").write_text("maven: {currency: USD, rates: {EUR: 1.08}}\n", "utf-8")
    names = ["GTX Basic", "GTX Pro", "MG Special", "MG Advanced", "GTX Plus Pro", "GTX Plus Basic", "GTK 500"]
    products = "".join(f"{name.lower().replace(' ', '-')}: {{name: {name}}}\n" for name in names)
    (tmp_path / "product.yaml").write_text(products, "utf-8")
    (tmp_path / "goal.yaml").write_text("grow: {name: Grow}\n", "utf-8")
    (tmp_path / "objective.yaml").write_text("reach: {name: Reach, serves: {goal:grow: 100 %}}\n", "utf-8")
    (tmp_path / "program.yaml").write_text("social: {name: Social, serves: {reach: 100 %}}\n", "utf-8")
    (tmp_path / "activity.yaml").write_text("lookalike: {program: social, labels: {campaign_id: '1178'}}\n", "utf-8")
    return tmp_path


@pytest.fixture
def load(folder: Path) -> Load:
    """What `truenorth measure load --yes` says of a file, for machines."""

    def loaded(file: str, *options: str) -> dict[str, Any]:
        words = ["measure", "load", str(folder), str(DATA / file), "--yes", "--format", "json", *options]
        ran = CliRunner().invoke(app, words, prog_name="truenorth")
        assert ran.exit_code == 0, ran.stderr
        return dict(json.loads(ran.stdout))

    return loaded


def asked(folder: Path, file: str, *options: str) -> str:
    """What is asked where a file alone does not tell."""
    ran = CliRunner().invoke(app, ["measure", "load", str(folder), str(DATA / file), "--yes", *options])
    assert ran.exit_code == 2
    return ran.stderr


def deals(folder: Path) -> dict[str, tuple[int, float]]:
    rows = Facts(folder)["stage_changes"]
    grouped = rows.group_by("stage").agg(count=rows.record.nunique(), worth=rows.amount.sum())
    return {one["stage"]: (one["count"], one["worth"] or 0.0) for one in grouped.to_pyarrow().to_pylist()}


@pytest.mark.parametrize(
    ("export", "how"),
    [
        ("original_iso", {}),
        ("export_us_dates", {"opened": "month, day, year: '1/13/2017' can be nothing else"}),
        ("export_eu_dates", {"opened": "day, month, year: read as year, month, day they would run from 2001 to 2031"}),
    ],
)
def test_a_crm_export_gives_the_same_deals_whichever_way_its_dates_are_written(
    export: str, how: dict[str, str], folder: Path, load: Load
) -> None:
    told = load(f"maven_crm/{export}/{CRM}")

    assert (told["table"], told["rows"]["taken"], told["refused"]) == ("stage_changes", 8800, [])
    assert {name: told["read"].get(name) for name in how} == how
    assert (told["first"], told["last"]) == ("2016-10-20", "2017-12-31")
    assert deals(folder) == {
        "opened": (8300, 0.0),
        "Won": (4238, 10_005_534.0),
        "Lost": (2473, 0.0),
        "Engaging": (1589, 0.0),
        "Prospecting": (500, 0.0),
    }


def test_three_exports_of_one_crm_are_8800_deals_and_no_conflict(folder: Path, load: Load) -> None:
    told = [load(f"maven_crm/{export}/{CRM}") for export in ("export_eu_dates", "export_us_dates", "original_iso")]

    assert [one["again"]["rows"] for one in told] == [0, 17100, 17100]
    assert [one["again"]["changed"] for one in told] == [0, 0, 0]
    rows = Facts(folder)["stage_changes"]
    assert rows.record.nunique().to_pyarrow().as_py() == 8800
    assert deals(folder)["Won"] == (4238, 10_005_534.0)


def test_rows_without_an_account_are_kept_and_told(load: Load) -> None:
    assert load(f"maven_crm/original_iso/{CRM}")["empty"]["account"] == 1425


def test_a_product_under_another_name_is_told_with_the_likeliest_and_mended_in_one_line(
    folder: Path, load: Load
) -> None:
    told = load(f"maven_crm/original_iso/{CRM}")
    (strange,) = told["unknown_names"]
    assert (strange["column"], strange["name"], strange["rows"]) == ("product", "GTXPro", 1480)
    assert strange["near"][0] == "product:gtx-pro"

    ran = CliRunner().invoke(app, ["measure", "same", str(folder), "GTXPro=GTX Pro"])
    assert ran.exit_code == 0

    _, facts = facts_of(folder)
    rows = facts["stage_changes"]
    assert rows.filter(rows.product_ref.isnull()).count().to_pyarrow().as_py() == 0
    pro = rows.filter(rows.product_ref == "product:gtx-pro")
    assert pro.record.nunique().to_pyarrow().as_py() == 1480


def test_leads_and_deals_of_a_marketplace_meet_and_the_one_that_is_too_early_is_told(folder: Path, load: Load) -> None:
    leads = load("olist_funnel/olist_marketing_qualified_leads_dataset.csv", "--source", "olist")
    won = load("olist_funnel/olist_closed_deals_dataset.csv", "--source", "olist")

    assert (leads["rows"]["taken"], leads["empty"], won["rows"]["taken"]) == (8000, {"channel": 60}, 842)
    _, facts = facts_of(folder)
    assert [source for source, _ in out_of_order(facts)] == ["olist"]

    ran = CliRunner().invoke(app, ["measure", "show", str(folder), "opportunities", "--format", "json"])
    whole = json.loads(ran.stdout)["all"]
    assert whole == {
        "item": None,
        "spent": None,
        "counts": {"leads": 8000, "opportunities": 0, "won": 842, "worth": 0.0, "lost": 0},
    }


def test_by_channel_the_leads_and_deals_are_those_of_the_published_funnel(folder: Path, load: Load) -> None:
    load("olist_funnel/olist_marketing_qualified_leads_dataset.csv", "--source", "olist")
    load("olist_funnel/olist_closed_deals_dataset.csv", "--source", "olist")

    rows = Facts(folder)["stage_changes"]
    by_record = rows.group_by("record").agg(channel=rows.channel.max(), won=(rows.phase == "won").any())
    grouped = by_record.group_by("channel").agg(leads=by_record.count(), won=by_record.won.sum())
    found = {one["channel"]: (one["leads"], one["won"]) for one in grouped.to_pyarrow().to_pylist()}
    assert (found["organic search"], found["unknown"], found["email"]) == ((2296, 271), (1099, 179), (493, 15))
    assert found[None] == (60, 14)


def test_a_list_of_sellers_is_no_data_and_is_read_in_spite_of_its_mark_and_semicolons(folder: Path) -> None:
    file = "olist_funnel/olist_sellers_dataset.semicolon_bom.csv"

    assert "no table fits the columns of olist_sellers_dataset.semicolon_bom.csv" in asked(folder, file)
    assert "did you mean seller_id or seller_city?" in asked(
        folder, file, "--table", "stage_changes", "--map", "seler_id=record"
    )


def test_journeys_are_taken_as_they_were_counted(load: Load) -> None:
    told = load("channel_paths/Data.csv")

    assert (told["table"], told["rows"]["taken"], told["total"]) == ("journeys", 10_000, 19_785)


def test_journeys_keep_their_value_and_those_who_did_not_buy(folder: Path, load: Load) -> None:
    load("channel_paths/Data.csv")

    rows = Facts(folder)["journeys"]
    found = rows.aggregate(value=rows.value.sum(), none=rows.unconverted.sum(), paths=rows.path.nunique())
    (one,) = found.to_pyarrow().to_pylist()
    assert (round(one["value"], 3), one["none"]) == (74_802.972, 68_602)


def test_ads_are_taken_and_an_export_of_a_part_of_them_is_kept_beside_and_not_counted(folder: Path, load: Load) -> None:
    whole = load("kag_facebook_ads/KAG_conversion_data.csv")
    part = load("kag_facebook_ads/KAG_conversion_data.partial_export.csv")

    assert (whole["rows"]["taken"], round(whole["total"], 2)) == (1143, 58_705.23)
    assert (part["rows"]["taken"], round(part["total"], 2)) == (625, 55_662.15)
    assert part["again"] == {"rows": 625, "changed": 0, "beside": whole["load"], "part_of": None}
    rows = Facts(folder)["spend"]
    assert round(rows.amount.sum().to_pyarrow().as_py(), 2) == 58_705.23

    ran = CliRunner().invoke(app, ["measure", "tables", str(folder)])
    assert "total 58,705.23" in ran.stdout
    assert "total 55,662.15; not counted" in ran.stdout
    assert "its scope is smaller, its values are the same" in ran.stdout


def test_ads_are_traced_to_the_goal_as_far_as_the_plan_knows_their_campaigns(folder: Path, load: Load) -> None:
    load("kag_facebook_ads/KAG_conversion_data.csv")

    ran = CliRunner().invoke(app, ["measure", "show", str(folder), "--format", "json"])
    told = json.loads(ran.stdout)
    assert round(told["spend"]["line_of_sight"], 2) == 55_662.15
    assert [(one["name"], one["rows"], round(one["spent"], 2)) for one in told["unknown_names"]] == [
        ("936", 464, 2893.37),
        ("916", 54, 149.71),
    ]
    assert list(told["months"]) == ["2023-08"]


def test_weekly_spend_in_a_column_for_each_channel_is_taken_by_a_pattern(folder: Path, load: Load) -> None:
    told = load("robyn_mmm/dt_simulated_weekly.csv", "--table", "spend", "--map", "*_S=amount")

    assert (told["rows"]["file"], told["rows"]["stored"]) == (208, 1040)
    rows = Facts(folder)["spend"]
    grouped = rows.group_by("campaign").agg(amount=rows.amount.sum()).to_pyarrow().to_pylist()
    assert {one["campaign"]: round(one["amount"]) for one in grouped} == {
        "tv": 3_087_488,
        "ooh": 8_989_332,
        "print": 775_556,
        "search": 1_230_427,
        "facebook": 446_297,
    }


def test_revenue_of_the_same_file_is_an_observation(folder: Path, load: Load) -> None:
    load("robyn_mmm/dt_simulated_weekly.csv", "--table", "spend", "--map", "*_S=amount")
    told = load(
        "robyn_mmm/dt_simulated_weekly.csv",
        "--table",
        "observations",
        "--map",
        "revenue=value",
        "--set",
        "metric=revenue",
    )

    assert told["rows"]["taken"] == 208
    assert round(Facts(folder)["observations"].value.sum().to_pyarrow().as_py()) == 379_005_697


ADS: dict[str, tuple[tuple[str, ...], dict[str, str], int]] = {
    "google_ads_campaign_stats_data": ((), {"on": "date", "campaign": "id", "amount": "cost_micros/1000000"}, 16),
    "facebook_ads_basic_ad_data": ((), {"on": "date", "id": "ad_id", "amount": "spend"}, 10),
    "linkedin_ad_analytics_by_campaign_data": (
        (),
        {"on": "day", "campaign": "campaign_id", "amount": "cost_in_usd"},
        20,
    ),
    "microsoft_ads_campaign_performance_daily_report_data": (
        (),
        {"on": "date", "campaign": "campaign_id", "amount": "spend", "currency": "currency_code"},
        2630,
    ),
    "reddit_ads_campaign_report_data": (
        ("--map", "spend/1000000=amount"),
        {"on": "date", "campaign": "campaign_id", "amount": "spend/1000000"},
        79,
    ),
    "tiktok_campaign_report_hourly_data": (
        (),
        {"on": "STAT_TIME_HOUR", "campaign": "CAMPAIGN_ID", "amount": "SPEND"},
        4,
    ),
    "twitter_campaign_report_data": (
        (),
        {"on": "date", "campaign": "campaign_id", "amount": "billed_charge_local_micro/1000000"},
        4,
    ),
    "ad_report_schema": (
        (),
        {"on": "date_day", "campaign": "campaign_id", "name": "campaign_name", "amount": "spend"},
        16,
    ),
}


@pytest.mark.parametrize("name", ADS)
def test_what_ad_platforms_give_out_is_spend(name: str, load: Load) -> None:
    options, columns, rows = ADS[name]
    told = load(f"ad_platform_exports/{name}.csv", *options)

    assert told["table"] == "spend"
    assert columns.items() <= told["columns"].items()
    assert told["rows"]["taken"] + sum(one["count"] for one in told["refused"]) == rows


CRM_EXPORTS: dict[str, tuple[tuple[str, ...], str, dict[str, str]]] = {
    "deal_data": (
        (),
        "stage_changes",
        {"record": "deal_id", "opened": "property_createdate", "amount": "property_amount"},
    ),
    "deal_stage_data": (("--map", "value=stage"), "stage_changes", {"record": "deal_id", "at": "date_entered"}),
    "email_event_data": ((), "touches", {"at": "created", "person": "recipient", "campaign": "email_campaign_id"}),
    "contact_form_submission_data": ((), "touches", {"at": "timestamp", "person": "contact_id", "campaign": "form_id"}),
}


@pytest.mark.parametrize("name", CRM_EXPORTS)
def test_what_a_crm_gives_out_is_known(name: str, load: Load) -> None:
    options, table, columns = CRM_EXPORTS[name]
    told = load(f"hubspot_export/{name}.csv", *options)

    assert told["table"] == table
    assert columns.items() <= told["columns"].items()
    assert told["refused"] == []


@pytest.mark.parametrize(
    "name",
    [
        "hubspot_export/company_data",
        "hubspot_export/owner_team_data",
        "ad_platform_exports/google_ads_ad_history_data",
        "ad_platform_exports/linkedin_geo_data",
        "maven_crm/original_iso/accounts",
        "maven_crm/original_iso/products",
        "robyn_mmm/dt_prophet_holidays",
    ],
)
def test_what_is_no_data_is_not_taken_for_any(name: str, folder: Path) -> None:
    assert "no table fits the columns of" in asked(folder, f"{name}.csv")
