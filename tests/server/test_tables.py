"""Short lists are narrowed, put in order, kept under a name and taken along as a file, like those of items."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.server import store
from truenorth.server.models import Member, Scenario, View
from truenorth.server.services import people, plan, workspaces
from truenorth.server.services.people import Place
from truenorth.server.services.tables import Column, table

Browser = Callable[[Member], Client]
HOME = "/w/acme/"
COLUMNS = (
    Column("word", "word", lambda one: one[0]),
    Column("size", "size", lambda one: one[1], choose=True),
)
ROWS = [("pear", 3), ("Apple", None), ("fig", 1), ("apricot", 3)]


def words(**given: str) -> list[str]:
    return [
        row[0] for row in table({name.replace("_", "."): value for name, value in given.items()}, COLUMNS, ROWS).rows
    ]


def rows(client: Client, address: str) -> list[list[str]]:
    answer = client.get(f"{HOME}{address}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ["pear", "Apple", "fig", "apricot"]),
        ({"q": "AP"}, ["Apple", "apricot"]),
        ({"q": "ap 3"}, ["apricot"]),
        ({"f_size": "3"}, ["pear", "apricot"]),
        ({"f_size": "4"}, []),
        ({"f_word": "fig"}, ["pear", "Apple", "fig", "apricot"]),
        ({"sort": "word"}, ["Apple", "apricot", "fig", "pear"]),
        ({"sort": "-word"}, ["pear", "fig", "apricot", "Apple"]),
        ({"sort": "size"}, ["fig", "pear", "apricot", "Apple"]),
        ({"sort": "-size"}, ["pear", "apricot", "fig", "Apple"]),
        ({"sort": "nothing"}, ["pear", "Apple", "fig", "apricot"]),
    ],
)
def test_rows_are_narrowed_by_words_and_choices_and_ordered_with_unknown_values_last(
    given: dict[str, str], found: list[str]
):
    assert words(**given) == found


def test_members_and_invitations_are_one_list(cmo: Member, member: Callable[..., Member], browser: Browser):
    member("sales")
    people.invite(cmo.workspace, Place("finance"), by=cmo, email="fin@acme.example")
    client = browser(cmo)

    told = rows(client, "settings/?as=csv&sort=-name")
    page = client.get(f"{HOME}settings/?f.state=invited").content.decode()

    assert told[0] == ["name", "address", "party", "team", "role", "state", "since"]
    assert [row[0] for row in told[1:]] == ["sales", "fin@acme.example", "Amara Okafor"]
    assert [row[5] for row in told[1:]] == ["member", "invited", "manages"]
    assert "fin@acme.example" in page
    assert "sales@acme.example" not in page


def test_who_does_not_manage_gets_neither_addresses_nor_invitations(
    cmo: Member, member: Callable[..., Member], browser: Browser
):
    people.invite(cmo.workspace, Place("finance"), by=cmo, email="fin@acme.example")

    told = rows(browser(member("sales")), "settings/?as=csv")

    assert told[0] == ["name", "party", "team", "role", "state", "since"]
    assert "@" not in str(told)


def test_the_history_is_a_file_of_all_changes_that_are_asked_for(acme: Scenario, cmo: Member, browser: Browser):
    item = store.load(acme).entities["activity:summer-party"]
    plan.change(acme, [Edit(item.ref, data(item), None)], by=cmo, why="=no party")
    client = browser(cmo)

    told, some = rows(client, "plan/history/?as=csv&sort=number"), rows(client, "plan/history/?as=csv&text=party")

    assert told[0] == ["change", "when", "who", "what", "why", "items"]
    assert [row[0] for row in told[1:]] == ["1", "2"]
    assert [(row[2], row[4], row[5]) for row in some[1:]] == [("Amara Okafor", "'=no party", "1")]
    assert [row[:2] for row in rows(client, "plan/trash/?as=csv")[1:]] == [["Summer party", "activity"]]
    assert rows(client, "plan/trash/?as=csv&q=letter")[1:] == []


def test_rules_and_teams_are_narrowed_and_ordered(cmo: Member, browser: Browser):
    workspaces.set_rule(cmo.workspace, "TIME01", {}, required=True, by=cmo)
    client = browser(cmo)

    required = client.get(f"{HOME}check/rules/?f.set=required").content.decode()
    most = [int(row[5]) for row in rows(client, "check/rules/?as=csv&sort=-found")[1:]]
    teams = [int(row[2]) for row in rows(client, "plan/teams/?as=csv&sort=-work")[1:]]

    assert re.findall(r"rules/([A-Z]+\d+)/", required) == ["TIME01"]
    assert most == sorted(most, reverse=True)
    assert most[0] > 0
    assert len(teams) > 1
    assert teams == sorted(teams, reverse=True)


def test_workspaces_are_put_in_order_and_are_a_file(cmo: Member, browser: Browser):
    workspaces.begin("Zenith", user=cmo.user)
    client = browser(cmo)

    page = client.get("/workspaces/?sort=-name").content.decode()
    told = list(csv.reader(StringIO(client.get("/workspaces/?as=csv").content.decode("utf-8-sig"))))

    assert re.findall(r'class="ws-card" href="/w/(\w+)/"', page) == ["zenith", "acme"]
    assert [(row[0], row[2]) for row in told[1:]] == [("Acme", told[1][2]), ("Zenith", "")]


@pytest.mark.parametrize(
    ("at", "path"),
    [
        ("settings:members", "w/acme/settings/"),
        ("settings:audit", "w/acme/settings/audit/"),
        ("plan:history", "w/acme/plan/history/"),
        ("plan:trash", "w/acme/plan/trash/"),
        ("plan:teams", "w/acme/plan/teams/"),
        ("check:rules", "w/acme/check/rules/"),
        ("cockpit", "workspaces/"),
    ],
)
def test_a_view_is_kept_shown_and_forgotten(at: str, path: str, acme: Scenario, cmo: Member, browser: Browser):
    workspaces.begin("Zenith", user=cmo.user)
    item = store.load(acme).entities["activity:summer-party"]
    plan.change(acme, [Edit(item.ref, data(item), None)], by=cmo)
    client, action = browser(cmo), "/workspaces/views/" if at == "cockpit" else f"{HOME}views/"
    sent: dict[str, Any] = {"page": at, "name": "Mine", "query": "sort=name&page=3"}

    kept = client.post(action, sent)
    shown = client.get(f"/{path}").content.decode()

    assert kept.url == f"/{path}?sort=name"
    assert f'href="/{path}?sort=name">Mine</a>' in shown
    client.post(action, {"page": at, "forget": View.objects.get().pk})
    assert "Mine</a>" not in client.get(f"/{path}").content.decode()


def test_a_view_is_kept_of_the_pages_alone_that_have_lists(cmo: Member, browser: Browser):
    assert browser(cmo).post(f"{HOME}views/", {"page": "home", "name": "x"}).status_code == 404
    assert not View.objects.exists()


def test_pages_tell_what_is_asked_of_whoever_reads_them(cmo: Member, member: Callable[..., Member], browser: Browser):
    asked, mine = "What is asked of you here", browser(cmo)

    told = {path: asked in mine.get(f"{HOME}{path}").content.decode() for path in ("plan/sight/", "settings/")}
    members = mine.get(f"{HOME}settings/?for=sales").content.decode()
    others = browser(member("viewer")).get(f"{HOME}plan/sight/").content.decode()

    assert told == {"plan/sight/": True, "settings/": True}
    assert '<option value="sales" selected>' in members
    assert asked not in others
