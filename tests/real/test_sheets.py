"""Sheets as companies' own systems export them: taken with the right guess, or with a line of correction."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest
from tests.real.fields import HERE

from truenorth.plan import Plan, data
from truenorth.plan.fault import Faults
from truenorth.plan.sheet.layout import LABEL, Asked
from truenorth.plan.sheet.outcome import Taken
from truenorth.plan.sheet.take import Given, take
from truenorth.reports.sheet import read_as

pytestmark = pytest.mark.real
EMPTY = Plan({})
PRODUCTS = ["GTK 500", "GTX Basic", "GTX Plus Basic", "GTX Plus Pro", "GTX Pro", "MG Advanced", "MG Special"]
ADS, HUBSPOT, MAVEN = "ad_platform_exports", "hubspot_export", "maven_crm"


def file(name: str) -> Path:
    """A sheet of the real data; skips the test where it is absent."""
    shared = Path(os.environ.get("TRUENORTH_SHARED") or HERE.parents[2] / "shared")
    path = shared / "data" / "datasets" / name
    if not path.is_file():
        pytest.skip(f"the real sheets are not here: no {path} (set TRUENORTH_SHARED to where they are)")
    return path


def taken(name: str, plan: Plan = EMPTY, **said: Any) -> Taken:
    path = file(name)
    return take({path.name: path.read_bytes()}, plan, Given(**said))


def fields(found: Taken) -> dict[str, str]:
    """The columns that became fields."""
    return {name: one for name, one in found.sheets[0].layout.columns.items() if not one.startswith(LABEL)}


@pytest.mark.parametrize("export", ["original_iso", "export_us_dates", "export_eu_dates"])
def test_a_list_of_products_is_products(export: str) -> None:
    found = taken(f"{MAVEN}/{export}/products.csv")

    assert fields(found) == {"product": "name"}
    assert sorted(item.name for item in found.after.entities.values()) == PRODUCTS
    assert found.after.entities["product:gtx-pro"].labels == {"series": "GTX", "sales_price": "4821"}


def test_three_exports_of_the_same_products_make_no_product_twice() -> None:
    plan = EMPTY
    for export in ("original_iso", "export_us_dates", "export_eu_dates"):
        plan = taken(f"{MAVEN}/{export}/products.csv", plan).after

    assert len(plan) == 7
    assert taken(f"{MAVEN}/original_iso/products.csv", plan).edits == ()


@pytest.mark.parametrize("export", ["original_iso", "export_us_dates", "export_eu_dates"])
def test_accounts_are_no_part_of_a_plan_until_somebody_says_which(export: str) -> None:
    name = f"{MAVEN}/{export}/accounts.csv"
    with pytest.raises(Asked, match=r'add --kind KIND --map "account=name"'):
        taken(name)

    found = taken(name, kind="persona", maps=("account=name", "sector=segments"))
    assert len(found.after) == 85
    assert data(found.after.entities["persona:acme-corporation"])["segments"] == ["technolgy"]


@pytest.mark.parametrize(
    "name",
    [
        f"{MAVEN}/original_iso/sales_pipeline.csv",
        f"{MAVEN}/export_us_dates/sales_pipeline.csv",
        f"{MAVEN}/export_eu_dates/sales_pipeline.csv",
        "kag_facebook_ads/KAG_conversion_data.csv",
        f"{ADS}/google_ads_campaign_stats_data.csv",
    ],
)
def test_what_a_machine_counted_is_no_plan_and_it_is_said(name: str) -> None:
    with pytest.raises((Asked, Faults)) as refused:
        taken(name)

    assert "no column looks like the title of an item" in str(refused.value)
    if "pipeline" not in name:
        assert "truenorth measure load" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "kind", "columns", "count"),
    [
        ("facebook_ads_campaign_history_data", "program", {"name": "name"}, 4),
        (
            "google_ads_campaign_history_data",
            "program",
            {"name": "name", "start_date": "start", "end_date": "end", "status": "status"},
            1,
        ),
        ("linkedin_ad_campaign_history_data", "program", {"name": "name"}, 12),
        ("linkedin_ad_campaign_group_history_data", "program", {"name": "name"}, 3),
        ("microsoft_ads_campaign_history_data", "program", {"name": "name", "status": "status"}, 3),
        (
            "twitter_campaign_history_data",
            "program",
            {"name": "name", "start_time": "start", "end_time": "end", "entity_status": "status"},
            16,
        ),
    ],
)
def test_the_campaigns_of_an_ad_platform_are_programs_each_once(
    name: str, kind: str, columns: dict[str, str], count: int
) -> None:
    found = taken(f"{ADS}/{name}.csv")
    with file(f"{ADS}/{name}.csv").open(encoding="utf-8-sig", newline="") as rows:
        ids = {row["id"] for row in csv.DictReader(rows)}

    assert found.sheets[0].layout.kind == kind
    assert fields(found) == columns
    assert found.sheets[0].layout.id == "id"
    assert {item.labels["id"] for item in found.after.entities.values()} == ids
    assert len(found.after) == count
    assert found.wrong == ()
    assert taken(f"{ADS}/{name}.csv", found.after).edits == ()


def test_campaigns_with_a_goal_of_the_platform_can_be_taken_without_it() -> None:
    found = taken(f"{ADS}/reddit_ads_campaign_data.csv", maps=("objective=labels.objective",))

    assert fields(found) == {"name": "name", "configured_status": "status"}
    assert len(found.after) == 10
    assert {item.status for item in found.after.entities.values()} <= {"stopped", "active", None}


def test_campaigns_of_mails_are_content_and_one_without_a_name_is_named() -> None:
    name = f"{HUBSPOT}/email_campaign_data.csv"

    found = taken(name)
    assert found.sheets[0].layout.kind == "content"
    assert fields(found) == {"name": "name", "type": "format", "subject": "text"}
    assert [str(one) for one in found.wrong] == ["email_campaign_data.csv, J3: is empty: every row needs a title"]

    rest = taken(name, skip_wrong=True)
    assert len(rest.after) == 99
    assert taken(name, rest.after, skip_wrong=True).edits == ()
    assert taken(name, kind="activity", skip_wrong=True).sheets[0].layout.kind == "activity"


@pytest.mark.parametrize("name", ["team_data", "form_data"])
def test_other_lists_of_a_crm_are_taken_for_what_they_are(name: str) -> None:
    found = taken(f"{HUBSPOT}/{name}.csv")

    assert found.sheets[0].layout.kind == {"team_data": "team", "form_data": "content"}[name]
    assert found.wrong == ()


def test_dates_in_three_orders_are_the_same_days() -> None:
    said = {
        "kind": "activity",
        "maps": ("opportunity_id=name", "close_date=due", "engage_date=start", "account=-", "product=-"),
    }
    ways = [
        taken(f"{MAVEN}/{one}/sales_pipeline.csv", **said)
        for one in ("original_iso", "export_us_dates", "export_eu_dates")
    ]

    dates = [
        {item.name: (item.start, item.due) for item in found.after.entities.values()}  # type: ignore[attr-defined]
        for found in ways
    ]
    assert dates[0] == dates[1] == dates[2]
    assert len(dates[0]) == 8800
    assert min(due for _, due in dates[0].values() if due) == "2017-03-01"
    notes = " ".join(line for found in ways for line in read_as(found, "sales_pipeline.csv"))
    assert "is read as month, day, year: '10/20/2016' can be nothing else" in notes
    assert "is read as day, month, year: read as year, month, day they would run from 2001 to 2031" in notes


def test_a_sheet_with_semicolons_and_a_mark_of_its_encoding_is_read() -> None:
    found = taken(
        "olist_funnel/olist_sellers_dataset.semicolon_bom.csv",
        kind="persona",
        maps=("seller_id=name", "seller_city=note"),
    )

    assert len(found.after) == 3095
    assert found.notes == ()
