from __future__ import annotations

from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services import plan

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = [
    "plan/sight/",
    "plan/story/",
    "plan/teams/",
    "plan/teams/demand/",
    "mine/",
    "plan/history/",
    "plan/history/2/",
    "plan/compare/?one=1&other=now",
    "plan/trash/",
    "plan/start/",
    "plan/start/3/",
    "plan/import/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_without_violations(scheme: str, acme: Scenario, cmo: Member, opened: Any):
    item = store.load(acme).entities["activity:summer-party"]
    plan.change(acme, [Edit(item.ref, data(item), None)], by=cmo, why="no party")
    page = opened(cmo, color_scheme=scheme)
    start = page.url

    found = []
    for address in PAGES:
        page.goto(start + address)
        found += [f"{address}: {one['id']} {one['nodes'][0]['html'][:160]}" for one in Axe().run(page)["violations"]]

    assert found == []
