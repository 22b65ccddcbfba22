"""What must not get out by a side door: rates, others' words, secrets that ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.records.talk import Request
from truenorth.server import policy, store
from truenorth.server.log import masked
from truenorth.server.models import Member, Scenario, Token
from truenorth.server.services import intake, people, plan, records, run, whatifs

Browser = Callable[[Member], Client]
ROLE = "role:designer"


def test_a_draft_that_is_handed_out_holds_no_rate_for_those_who_see_none(acme: Scenario):
    fields = {**data(store.load(acme).entities[ROLE]), "rate": "95 EUR"}
    edits = [{"ref": ROLE, "before": fields, "after": {**fields, "note": "x"}}, {"ref": "goal:a", "after": {"rate": 1}}]

    assert policy.bare(policy.Seat("finance"), edits) == edits
    shown = policy.bare(policy.Seat("lead"), edits)
    assert "rate" not in shown[0]["before"] | shown[0]["after"]
    assert shown[1]["after"] == {"rate": 1}


def test_the_log_tells_no_link_that_works():
    for path in ("/ask/secret-1/", "/update/secret-1/", "/join/secret-1/", "/calendar/secret-1.ics"):
        assert "secret-1" not in str(masked(f"Not Found: {path}"))


def test_a_partner_hears_of_its_own_changes_only(
    acme: Scenario, cmo: Member, member: Callable[..., Member], browser: Browser
):
    partner = member("partner", programs=["spring"])
    edit = Edit("activity:open-house", {}, {"note": "x"})
    made = plan.change(acme, [edit], by=cmo, why="the hidden reason")
    assert made is not None
    client = browser(partner)

    pages = [f"/w/acme/plan/history/{end}" for end in ("", "?as=csv", "?text=hidden", f"{made.number}/")]

    for page in pages:
        told = client.get(page).content.decode()
        assert "the hidden reason" not in told, page
        assert "Amara Okafor" not in told, page


def test_who_comes_back_begins_anew(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    lead = member("lead", team="demand")
    token = Token.objects.create(member=lead, name="t", digest="d")
    link = run.link(lead, "activity:open-house")

    people.remove(lead, by=cmo)
    _, invitation = people.invite(acme.workspace, people.Place("lead", "demand"), by=cmo)
    people.join(invitation, lead.user)

    token.refresh_from_db()
    assert token.revoked is not None
    assert run.linked(link) is None


def test_a_stranger_names_no_team_that_is_not_there(acme: Scenario, cmo: Member):
    door = intake.open_door(acme.workspace, by=cmo)

    Client().post(f"/ask/{door}/", {"what": "A flyer", "whom": "The shop", "team": "none"})
    answer = Client().post(f"/ask/{door}/", {"what": "A flyer", "whom": "The shop", "team": "x" * 500})

    assert [one.request.team for one in intake.every(acme.workspace)] == [""]
    assert answer.status_code == 422


def test_one_closes_no_what_if_by_taking_over_nothing(acme: Scenario, cmo: Member, member: Callable[..., Member]):
    made = whatifs.begin(acme, "Nothing in it", by=cmo, shared=["viewer"])

    with pytest.raises(PermissionDenied):
        whatifs.take_over(made, by=member("viewer"))

    made.refresh_from_db()
    assert made.closed is None


@pytest.mark.parametrize(("party", "reads"), [("cmo", True), ("lead", True), ("sales", False), ("viewer", False)])
def test_requests_are_handed_out_to_those_who_answer_them(party: str, reads: bool):
    kept = records.kept_back(policy.Seat(party))

    assert {"estimate", "watch"} <= kept
    assert ("request" in kept) != reads


def test_of_a_request_that_is_very_long_nothing_is_kept():
    with pytest.raises(ValueError, match="at most 400"):
        Request(key="k", what="A flyer", team="x" * 401)
