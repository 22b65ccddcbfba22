from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS, data
from truenorth.plan.plan import Plan, plan_of
from truenorth.plan.reading import entity
from truenorth.server import store
from truenorth.server.choices import Choices
from truenorth.server.models import Member, Scenario
from truenorth.server.services import lists
from truenorth.server.services import plan as plans
from truenorth.server.services.lists import Wanted
from truenorth.server.views.lists import wanted_of

Browser = Callable[[Member], Client]
ACTIVITY = KINDS["activity"]


def work(**each: dict[str, object]) -> Plan:
    items = [entity(f"activity:{key}", {"name": key.title(), **fields}) for key, fields in each.items()]
    others = [entity("team:demand", {"name": "Demand"}), entity("program:p", {"name": "Spring", "team": "demand"})]
    return plan_of([*items, *others, entity("role:lead", {"name": "Head of demand"})])


def keys(plan: Plan, wanted: Wanted, member: Member | None = None, found: tuple[str, ...] = ()) -> list[str]:
    return [one.key for one in lists.every(plan, ACTIVITY, wanted, member or Member(party="cmo"), found)]


def test_a_list_is_narrowed_by_all_words_of_name_key_and_note():
    plan = work(a={"note": "Red fox"}, b={"note": "red"}, c={})

    assert keys(plan, Wanted(text="RED fox")) == ["a"]
    assert keys(plan, Wanted(text="B red")) == ["b"]


def test_a_list_is_narrowed_by_a_link_a_choice_and_what_is_not_filled_in():
    plan = work(a={"team": "demand", "status": "active"}, b={"team": "demand"}, c={"personas": "x; y"})

    assert keys(plan, Wanted(by={"team": "demand"})) == ["a", "b"]
    assert keys(plan, Wanted(by={"team": "team:demand", "status": "active"})) == ["a"]
    assert keys(plan, Wanted(by={"team": "-"})) == ["c"]
    assert keys(plan, Wanted(by={"personas": "y"})) == ["c"]


def test_an_owner_is_found_by_key_and_by_title():
    plan = work(a={"owner": "lead"}, b={"owner": "Head of demand"}, c={})

    assert keys(plan, Wanted(by={"owner": "lead"})) == ["a", "b"]
    assert keys(plan, Wanted(by={"owner": "-"})) == ["c"]


def test_mine_is_what_my_role_owns_my_team_does_or_my_program_holds():
    plan = work(a={"owner": "Head of demand"}, b={"team": "demand"}, c={"program": "p"}, d={})

    assert keys(plan, Wanted(mine=True), Member(party="member", role="lead")) == ["a"]
    assert keys(plan, Wanted(mine=True), Member(party="lead", team="demand")) == ["b", "c"]
    assert keys(plan, Wanted(mine=True), Member(party="partner", programs=["p"])) == ["c"]
    assert keys(plan, Wanted(mine=True), Member(party="cmo")) == []


@pytest.mark.parametrize(
    ("field", "values", "order"),
    [
        ("start", ["2027-W20", "2027-03-05", "2027-Q1"], "cba"),
        ("cost", ["900", "12,000", "undisclosed N1"], "abc"),
        ("status", ["active", "idea", "stopped"], "bac"),
        ("name", ["zoo", "Ant", "bee"], "bca"),
        ("milestone", ["yes", "no", "?"], "bac"),
        ("contacts_per_week", ["3", "2..8", "1"], "cab"),
    ],
)
def test_a_list_is_ordered_by_what_the_values_mean_with_the_unsaid_last(field: str, values: list[str], order: str):
    plan = work(**{key: {field: value} for key, value in zip("abc", values, strict=True)})

    assert "".join(keys(plan, Wanted(sort=field))) == order
    silent = [key for key, value in zip("abc", values, strict=True) if value[:1] in "u?"]
    back = [key for key in reversed(order) if key not in silent] + silent
    assert keys(plan, Wanted(sort=f"-{field}")) == back


def test_the_columns_are_those_that_tell_something():
    plan = work(a={"team": "demand", "start": "2027", "cost": "5", "labels": "x=1", "channel": "post"})

    named = [one.name for one in lists.columns_of(plan, ACTIVITY)]

    assert named == ["name", "team", "start", "cost"]


def test_an_address_that_makes_no_sense_narrows_nothing():
    query = QueryDict("page=-4&sort=%00&f.nothing=x&f.status=&col=nothing&mine=2")

    assert wanted_of(query, ACTIVITY, Choices(plan_of([]))) == Wanted(sort="\0")
    assert keys(work(a={}), Wanted(sort="\0", page=-3)) == ["a"]


def test_a_filter_may_be_a_name_that_is_typed():
    wanted = wanted_of(QueryDict("f.team=demand&f.program=Spring"), ACTIVITY, Choices(work()))

    assert wanted.by == {"team": "demand", "program": "p"}


def test_a_page_is_cut_and_the_last_one_is_shown_where_there_are_fewer():
    plan = work(**{f"k{n:03}": {} for n in range(120)})

    listed = lists.listed(plan, ACTIVITY, Wanted(page=9), Member(party="cmo"))

    assert (listed.page, listed.pages, listed.first, len(listed.items), listed.total) == (3, 3, 101, 20, 120)


def test_a_list_as_a_file_is_what_is_narrowed_and_computes_nothing(acme: Scenario, cmo: Member, browser: Browser):
    item = data(store.load(acme).entities["activity:spring-letter"])
    bad = {**item, "note": "=HYPERLINK(1)", "channel": "@cmd", "expects": {"leads": "+30 %"}}
    plans.change(acme, [Edit("activity:spring-letter", item, bad)], by=cmo)

    answer = browser(cmo).get("/w/acme/plan/csv/activity/", {"q": "spring"})

    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["key"], row["note"], row["channel"]) == ("spring-letter", "'=HYPERLINK(1)", "'@cmd")
    assert "attachment" in answer["Content-Disposition"]


def test_a_view_is_kept_for_whoever_kept_it_and_forgotten(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    client = browser(cmo)
    client.post("/w/acme/plan/views/activity/", {"name": "Costly", "query": "sort=-cost&page=4&f.team=demand"})
    page = client.get("/w/acme/plan/activity/").content.decode()

    assert 'href="/w/acme/plan/activity/?sort=-cost&amp;f.team=demand"' in page
    assert "Costly" not in browser(member("mops")).get("/w/acme/plan/activity/").content.decode()
    (view,) = lists.kept(cmo, "plan:activity")
    client.post(f"/w/acme/plan/views/activity/{view.pk}/")
    assert lists.kept(cmo, "plan:activity") == []


def test_items_with_findings_are_marked_and_can_be_had_alone(acme: Scenario, cmo: Member, browser: Browser):
    page = browser(cmo).get("/w/acme/plan/tool/", {"found": "1"}).content.decode()

    assert "Mailer" in page
    assert 'aria-label="1 finding"' in page
    assert "1 to 1 of 1 that are so; 2 in all" in page
