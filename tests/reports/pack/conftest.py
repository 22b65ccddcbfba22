"""Reports of the examples, built once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from truenorth.plan.edit import Edit, apply
from truenorth.plan.entity import data
from truenorth.reports.pack import Pack, build
from truenorth.reports.pack.material import Material, News
from truenorth.reports.page import page
from truenorth.services.check import Judged, judge, judged

EXAMPLES = Path(__file__).parents[3] / "examples"
TEAMS = ("team:web", "partner:quote-live")
LONG = "شارع الملك فهد " + "عرض الربيع الكبير " * 600  # 10,000 letters that are read from the right
HOSTILE = '=HYPERLINK("http://evil.example","Q4") <script>alert(1)</script> #let x = 1 \uffff\x07 {{ 7*7 }}'


@pytest.fixture(scope="session")
def kestrel() -> Judged:
    """Kestrel as of the day that it is about, without the engine."""
    return judge(EXAMPLES / "kestrel", date(2027, 1, 15), lambda _: None)


@pytest.fixture(scope="session")
def pack(kestrel: Judged) -> Pack:
    """Its report for everybody."""
    news = News("since 8 January 2027", date(2027, 1, 8))
    return build(Material(page(kestrel.report(), kestrel.case), news, "version 12"), TEAMS)


@pytest.fixture(scope="session")
def strange(kestrel: Judged) -> Pack:
    """The same where names are very long, are read from the right, or are written to do harm."""
    plan, edits = kestrel.folder.plan, []
    for number, item in enumerate(plan.entities.values()):
        if item.kind in ("activity", "goal", "team", "metric", "program", "persona"):
            edits.append(Edit(item.ref, data(item), {**data(item), "name": (LONG, HOSTILE, "W" * 10_000)[number % 3]}))
    found = judged(replace(kestrel.folder, plan=apply(plan, edits)), kestrel.case.today, lambda _: None)
    return build(Material(page(found.report(), found.case), None, HOSTILE), TEAMS)
