from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from truenorth.plan.strategy import Goal
from truenorth.plan.work import Activity
from truenorth.server import store
from truenorth.server.models import Member, Scenario
from truenorth.server.services.sight import Through, narrowed

Browser = Callable[[Member], Client]


def text(client: Client, **through: str) -> str:
    return client.get("/w/acme/plan/sight/", through).content.decode()


def test_what_has_no_line_of_sight_stands_apart(acme: Scenario, cmo: Member, browser: Browser):
    page = text(browser(cmo))

    assert 'data-ref="activity:summer-party"' in page
    assert 'data-ref="activity:open-house"' not in page


def test_an_orphan_is_put_under_an_objective_and_is_one_no_more(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    answer = client.post("/w/acme/plan/sight/link/", {"ref": "activity:summer-party", "to": "objective:loyal"})

    assert answer.status_code == 302
    acme.refresh_from_db()
    assert "loyal" in store.load(acme).entities["activity:summer-party"].serves
    page = text(client)
    assert "Summer party now serves Customers who order again." in page
    assert 'data-ref="activity:summer-party"' not in page


def test_an_orphan_may_be_put_into_a_program(acme: Scenario, cmo: Member, browser: Browser):
    browser(cmo).post("/w/acme/plan/sight/link/", {"ref": "activity:summer-party", "to": "program:care"})

    acme.refresh_from_db()
    assert store.load(acme).entities["activity:summer-party"].program == "care"


def test_what_makes_no_line_of_sight_is_refused_in_words(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    for to, says in (("tool:mailer", "choose an objective"), ("objective:gone", "not there any more")):
        answer = client.post("/w/acme/plan/sight/link/", {"ref": "activity:summer-party", "to": to}, follow=True)
        assert says in answer.content.decode()
    acme.refresh_from_db()
    assert acme.head == 1


def test_a_viewer_sees_the_map_and_moves_nothing(acme: Scenario, member: Callable[..., Member], browser: Browser):
    client = browser(member("viewer"))

    answer = client.post(
        "/w/acme/plan/sight/link/", {"ref": "activity:summer-party", "to": "objective:loyal"}, follow=True
    )

    assert "You may not change this" in answer.content.decode()


def test_the_map_of_a_team_holds_its_work_and_what_that_serves(acme: Scenario):
    plan = store.load(acme)
    team = next(item.team for item in plan.all(Activity) if item.program and item.team)

    some = narrowed(plan, Through(team=team))

    assert {item.team for item in some.all(Activity)} == {team}
    assert some.all(Goal)
    assert len(some.all(Activity)) < len(plan.all(Activity))


def test_the_map_of_a_goal_holds_what_leads_to_it_alone(acme: Scenario):
    plan = store.load(acme)

    some = narrowed(plan, Through(goal="healthy-teams"))

    assert [goal.key for goal in some.all(Goal)] == ["healthy-teams"]
    assert {item.key for item in some.all(Activity)} == {"check-up"}


def test_the_palette_finds_an_item_by_a_few_letters(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    rows = client.get("/w/acme/search/", {"q": "summ par"}).content.decode()
    assert 'data-url="/w/acme/plan/activity/summer-party/"' in rows
    assert "Line of sight" in client.get("/w/acme/search/", {"q": "sight"}).content.decode()
    assert "Nothing is called that." in client.get("/w/acme/search/", {"q": "zzzz"}).content.decode()


def test_the_storyboard_and_the_teams_open(acme: Scenario, cmo: Member, browser: Browser):
    client = browser(cmo)

    assert "Storyboard" in client.get("/w/acme/plan/story/").content.decode()
    assert "Storyboard" in client.get("/w/acme/plan/story/", {"team": "demand"}).content.decode()
    assert "What it serves" in client.get("/w/acme/plan/teams/demand/").content.decode()
    assert client.get("/w/acme/plan/teams/nobody/").status_code == 404
