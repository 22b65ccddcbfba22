"""Every page in a real browser: the policy for scripts holds, and nothing complains."""

from __future__ import annotations

from typing import Any

import pytest
from tests.server.walk import addresses

from truenorth.server.models import Member, Scenario

pytestmark = pytest.mark.django_db(transaction=True)
FILES = (".csv/", ".csv", ".xlsx", "/csv/program/")


def test_no_page_complains_in_the_console(opened: Any, cmo: Member, acme: Scenario):
    values = {"workspace": "acme", "scenario": "main", "key": "launch", "code": "TIME01", "number": 1}
    tab = opened(cmo)
    said: list[str] = []
    tab.on("console", lambda one: said.append(f"{tab.url}: {one.text}") if one.type in ("error", "warning") else None)
    tab.on("pageerror", lambda fault: said.append(f"{tab.url}: {fault}"))
    start, seen = tab.url.partition("/w/")[0], 0

    for path in addresses(values):
        if "/if/" in path or not path.startswith("/w/") or path.endswith(FILES):
            continue
        answer = tab.request.get(start + path)
        if answer.status == 200 and "<html" in answer.text():
            tab.goto(start + path)
            seen += 1

    assert said == []
    assert seen > 25
