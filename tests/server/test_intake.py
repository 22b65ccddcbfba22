from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from truenorth.plan.work import Activity
from truenorth.records.talk import Request, Response
from truenorth.server import store
from truenorth.server.models import Change, Event, Member, Said, Scenario
from truenorth.server.services import intake, notices, people
from truenorth.server.services.people import Refused

Browser = Callable[[Member], Client]
FLYER = Request(
    key="f", what="A flyer for the fair", why="40 talks", whom="Sales", team="demand", wanted=date(2027, 2, 1)
)


def accept(**more: str) -> Response:
    return Response(request="f", outcome="accepted", **more)


def test_whoever_leads_the_team_hears_of_a_request_and_nobody_else(
    acme: Scenario, cmo: Member, member: Callable[..., Member]
):
    lead, sales = member("lead", team="demand"), member("sales")

    intake.ask(acme.workspace, FLYER, by=sales)
    intake.ask(acme.workspace, FLYER, by=sales)

    assert len(intake.every(acme.workspace)) == 1
    assert notices.unread(lead) == 1
    assert notices.unread(cmo) == 0


def test_an_accepted_request_is_an_idea_in_the_plan_and_whoever_asked_hears_of_it(
    acme: Scenario, cmo: Member, member: Callable[..., Member]
):
    sales = member("sales")
    intake.ask(acme.workspace, FLYER, by=sales)

    made = intake.respond(acme, accept(), by=cmo)

    found = store.load(acme).get(Activity, "a-flyer-for-the-fair")
    assert found is not None
    assert (found.status, found.team, str(found.due), found.note) == ("idea", "demand", "2027-02-01", "40 talks")
    assert found.labels == {"asked by": "Sales"}
    assert made is not None
    assert made.why == "accepted: A flyer for the fair"
    assert [one.text for one in notices.of(sales)] == ["A flyer for the fair: accepted"]
    with pytest.raises(Refused, match="accepted already"):
        intake.respond(acme, accept(), by=cmo)


def test_a_lead_answers_for_the_own_team_only(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    intake.ask(acme.workspace, FLYER, by=cmo)

    with pytest.raises(Refused, match="whoever leads the team"):
        intake.respond(acme, accept(), by=member("lead", team="field"))
    with pytest.raises(Refused, match="whoever leads the team"):
        intake.respond(acme, accept(), by=member("sales"))


def test_something_else_is_offered_first_and_accepted_later(acme: Scenario, cmo: Member):
    intake.ask(acme.workspace, FLYER, by=cmo)

    intake.respond(acme, Response(request="f", outcome="countered", says="A post, in March."), by=cmo)
    intake.respond(acme, accept(), by=cmo)

    (one,) = intake.every(acme.workspace)
    assert one.response is not None
    assert one.response.item == "activity:a-flyer-for-the-fair"


def test_anybody_asks_through_a_door_sees_the_answer_and_nothing_else(acme: Scenario, cmo: Member):
    token, client = intake.open_door(acme.workspace, by=cmo), Client()
    page = client.get(f"/ask/{token}/").content.decode()
    assert "Open house" not in page

    answer = client.post(f"/ask/{token}/", {"what": "<b>A banner</b>", "whom": "The shop", "hours": "6"}, follow=True)

    assert "Asked, and not answered yet" in answer.content.decode()
    assert "&lt;b&gt;A banner&lt;/b&gt;" in answer.content.decode()
    (one,) = intake.every(acme.workspace)
    assert (one.by, one.request.whom, one.request.hours) == (None, "The shop", 6)
    intake.respond(acme, Response(request=one.request.key, outcome="declined", says="Not this year."), by=cmo)
    assert "Not this year." in client.get(f"/ask/{token}/?asked={one.request.key}").content.decode()


def test_a_closed_door_and_one_that_was_made_anew_lead_nowhere(acme: Scenario, cmo: Member):
    first = intake.open_door(acme.workspace, by=cmo)
    second = intake.open_door(acme.workspace, by=cmo)
    intake.close_door(acme.workspace, by=cmo)

    answers = [Client().get(f"/ask/{token}/").status_code for token in (first, second, "none")]

    assert answers == [404, 404, 404]
    assert list(Event.objects.filter(what__startswith="door").values_list("what", flat=True)) == [
        "door opened",
        "door opened",
        "door closed",
    ]


def test_a_door_is_opened_by_marketing_only(acme: Scenario, member: Callable[..., Member]):
    with pytest.raises(PermissionDenied):
        intake.open_door(acme.workspace, by=member("sales"))


def test_very_many_requests_of_strangers_are_refused_in_words(acme: Scenario, cmo: Member):
    token = intake.open_door(acme.workspace, by=cmo)
    for number in range(intake.MOST_AN_HOUR):
        intake.ask(acme.workspace, Request(key=str(number), what="A banner"), by=None)

    answer = Client().post(f"/ask/{token}/", {"what": "One more", "whom": "The shop"})

    assert answer.status_code == 422
    assert "very many have asked" in answer.content.decode().lower()
    assert "One more" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"what": " "}, "Say what you need"),
        ({"what": "A flyer", "hours": "many"}, "Write the hours as a number"),
        ({"what": "A flyer", "hours": "-1"}, "Write the hours as a number"),
        ({"what": "A flyer", "wanted": "soon"}, "“soon” is no day"),
    ],
)
def test_what_cannot_be_read_is_said_where_it_was_typed(
    cmo: Member, browser: Browser, typed: dict[str, str], says: str
):
    answer = browser(cmo).post("/w/acme/intake/ask/", typed)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Said.objects.filter(kind="request").exists()


def test_the_list_shows_what_would_give_way_and_answers_are_given_there(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    intake.ask(acme.workspace, FLYER.model_copy(update={"hours": 4000.0}), by=member("sales"))
    client = browser(cmo)

    page = client.get("/w/acme/intake/").content.decode()

    assert "and this takes 4,000 hours" in page
    declined = client.post("/w/acme/intake/respond/", {"request": "f", "outcome": "declined", "says": ""}, follow=True)
    assert "is declined without words: say why" in declined.content.decode()
    client.post("/w/acme/intake/respond/", {"request": "f", "outcome": "accepted"})
    assert Change.objects.filter(why__startswith="accepted").count() == 1
    assert people.seat(cmo).party == "cmo"


def test_those_who_answer_none_see_only_what_they_asked(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    sales, service = member("sales"), member("service")
    intake.ask(acme.workspace, FLYER, by=sales)

    assert [len(intake.seen(acme.workspace, one)) for one in (cmo, sales, service)] == [1, 1, 0]
