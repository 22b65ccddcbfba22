from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS, data
from truenorth.plan.example import folder
from truenorth.plan.reading import entity
from truenorth.plan.sheet.fields import fields
from truenorth.plan.text import read
from truenorth.server import store
from truenorth.server.choices import Choices
from truenorth.server.models import Member, Scenario
from truenorth.server.services import grid
from truenorth.server.services import plan as plans

Browser = Callable[[Member], Client]
LETTER = "activity:spring-letter"


def saved(client: Client, cells: dict[str, dict[str, str]], version: int = 1, kind: str = "activity") -> Any:
    given = {"cells": json.dumps(cells), "version": str(version), "col": ["name", "start", "cost"]}
    answer = client.post(f"/w/acme/plan/grid/{kind}/save/", given)
    assert answer.status_code == 200
    return answer.json()


def item(scenario: Scenario, ref: str) -> dict[str, Any]:
    scenario.refresh_from_db()
    return data(store.load(scenario).entities[ref])


def refused(told: Any) -> dict[tuple[str, str], str]:
    return {(one["row"], one["col"]): one["says"] for one in told["refused"]}


def test_what_a_grid_shows_is_read_back_as_it_is():
    plan = read(folder("kestrel"))
    choices = Choices(plan)
    for one in plan.entities.values():
        kind, held = type(one), data(one)
        cells = grid._Cells(kind, plan, choices, {})
        stand = {name: of for name, of in fields(kind).items() if grid.can_stand(kind, of)}
        given = {name: cells.value(of, grid.text_of(of, held.get(name), choices)) for name, of in stand.items()}
        again = data(entity(one.ref, {name: value for name, value in given.items() if value is not None}))
        assert again == {name: value for name, value in held.items() if name in stand}


def test_cells_of_many_rows_are_one_change_that_can_be_undone(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    told = saved(client, {LETTER: {"channel": "post"}, "activity:open-house": {"cost": "15000"}})

    assert told["says"] == "2 cells are saved."
    assert (item(acme, LETTER)["channel"], item(acme, "activity:open-house")["cost"]) == ("post", "15000")
    assert acme.head == 2
    client.post(told["undo"])
    acme.refresh_from_db()
    assert store.load(acme).fingerprint == store.load(acme, 1).fingerprint


def test_rows_beyond_the_last_are_new_items(acme: Scenario, cmo: Member, browser: Browser):
    told = saved(
        browser(cmo), {"new:1": {"name": "Summer letter", "start": "2027-07"}, "new:2": {"name": "Summer letter"}}
    )

    assert [told["rows"][row]["ref"] for row in ("new:1", "new:2")] == [
        "activity:summer-letter",
        "activity:summer-letter-2",
    ]
    assert item(acme, "activity:summer-letter") == {"name": "Summer letter", "start": "2027-07"}


def test_cells_are_read_as_people_write_them(acme: Scenario, cmo: Member, browser: Browser):
    cells = {"start": "15.03.2027", "cost": "1.200,50 €", "milestone": "ja", "program": "customers for life"}
    told = saved(browser(cmo), {"new:1": {"name": "Summer letter", "personas": "Office manager", **cells}})

    assert told["refused"] == []
    assert item(acme, "activity:summer-letter") == {
        "name": "Summer letter",
        "start": "2027-03-15",
        "cost": "1200.50",
        "milestone": True,
        "program": "care",
        "personas": ["office-manager"],
    }


def test_what_cannot_be_read_stays_with_the_reason_and_the_rest_is_saved(acme: Scenario, cmo: Member, browser: Browser):
    wrong = {"start": "31.31.2027", "cost": "lots", "program": "Nobody", "channel": "post"}
    told = saved(browser(cmo), {LETTER: wrong, "new:1": {"cost": "5"}})

    says = refused(told)
    assert sorted(says) == [(LETTER, "cost"), (LETTER, "program"), (LETTER, "start"), ("new:1", "name")]
    assert "is not an amount of money" in says[LETTER, "cost"]
    assert "there is no program called “Nobody”" in says[LETTER, "program"]
    assert says["new:1", "name"] == "every new row needs a name"
    assert told["says"] == "1 cell is saved. 4 stay as you wrote them: see why below."
    now = item(acme, LETTER)
    assert (now["channel"], now["start"], now["cost"]) == ("post", "2027-03-01", "3000")


def test_a_cell_that_somebody_else_changed_is_not_overwritten_unseen(acme: Scenario, cmo: Member, browser: Browser):
    was = item(acme, LETTER)
    plans.change(acme, [Edit(LETTER, was, {**was, "channel": "fax"})], by=cmo)
    client = browser(cmo)

    told = saved(client, {LETTER: {"channel": "post", "note": "By hand"}}, version=1)
    assert refused(told) == {(LETTER, "channel"): "became “fax” meanwhile: save again to put yours in its place"}
    assert (item(acme, LETTER)["channel"], item(acme, LETTER)["note"]) == ("fax", "By hand")

    saved(client, {LETTER: {"channel": "post"}}, version=told["version"])
    assert item(acme, LETTER)["channel"] == "post"


def test_what_is_not_theirs_to_change_stays_and_the_rest_is_saved(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    care = next(one for one in store.load(acme).all(KINDS["activity"]) if one.team == "care")
    told = saved(browser(member("lead", team="demand")), {LETTER: {"note": "Ours"}, care.ref: {"note": "Theirs"}})

    assert list(refused(told)) == [(care.ref, "note")]
    assert item(acme, LETTER)["note"] == "Ours"
    assert "note" not in item(acme, care.ref)


def test_an_emptied_cell_takes_the_value_away_and_an_unchanged_one_is_no_change(
    acme: Scenario, cmo: Member, browser: Browser
):
    told = saved(browser(cmo), {LETTER: {"channel": "", "name": "Spring letter", "program": "Ready on Monday"}})

    assert "channel" not in item(acme, LETTER)
    assert told["says"] == "1 cell is saved."
    assert saved(browser(cmo), {LETTER: {"name": "Spring letter"}}, 2)["says"] == "Nothing was changed."


def test_the_answer_tells_what_is_out_of_line_after_the_change(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    assert "tool:mailer" in saved(client, {"tool:mailer": {"note": "x"}}, kind="tool")["marks"]

    told = saved(client, {"tool:mailer": {"limits": "emails=90000 per month"}}, 2, "tool")

    assert told["refused"] == []
    assert "tool:mailer" not in told["marks"]


def test_cells_that_are_no_cells_are_refused(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)
    for bad in ("", "[]", "{", '{"a": 1}', '{"a": {"name": 1}}', "[" * 50_000):
        assert client.post("/w/acme/plan/grid/activity/save/", {"cells": bad}).status_code == 400
    many = json.dumps({f"new:{n}": {"name": "x"} for n in range(grid.MOST + 1)})
    answer = client.post("/w/acme/plan/grid/activity/save/", {"cells": many})
    assert answer.status_code == 409
    assert "take them in as a sheet" in answer.json()["says"]
