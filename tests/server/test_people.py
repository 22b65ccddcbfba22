"""People in a workspace: inviting, moving, letting go; and what everybody did, told to those who manage it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from truenorth.server.models import Event, Invitation, Member, User
from truenorth.server.services import people, workspaces
from truenorth.server.services.people import Place, Refused

Browser = Callable[[Member], Client]
Make = Callable[..., Member]
HOME = "/w/acme/settings/"


@pytest.fixture
def globex(django_user_model: type[User]) -> Member:
    """Who manages another workspace."""
    return workspaces.begin("Globex", user=django_user_model.objects.create_user("eve@globex.example", name="Eve"))


def test_the_link_of_an_invitation_is_shown_once_and_makes_a_member(cmo: Member, browser: Browser):
    shown = browser(cmo).post(f"{HOME}invite/", {"party": "lead", "team": "demand", "role": ""}).content.decode()
    path = re.search(r"http://testserver(/join/[^/]+/)", shown)[1]
    user = User.objects.create_user("new@acme.example", name="New")
    client = Client()
    client.force_login(user)

    client.post(path)

    made = Member.objects.get(user=user)
    assert (made.party, made.team, made.manages) == ("lead", "demand", False)
    assert path not in browser(cmo).get(HOME).content.decode()
    assert client.post(path).status_code == 409


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"party": ""}, "There is no party"),
        ({"party": "king"}, "There is no party “king”"),
        ({"party": "partner"}, "A partner sees the programs it works on: name at least one"),
        ({"party": "partner", "programs": ["nowhere"]}, "The plan has no program “nowhere”"),
        ({"party": "lead", "team": "nowhere"}, "The plan has no team “nowhere”"),
    ],
)
def test_an_invitation_that_makes_no_sense_says_why_where_it_was_asked(
    asked: dict[str, str], says: str, cmo: Member, browser: Browser
):
    answer = browser(cmo).post(f"{HOME}invite/", asked)

    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_invitation_is_taken_back(cmo: Member, browser: Browser):
    made, token = people.invite(cmo.workspace, Place("viewer"), by=cmo)

    browser(cmo).post(f"{HOME}invitations/{made.pk}/revoke/")

    assert people.invitation(token) is None
    assert Client().get(f"/join/{token}/").status_code == 404


def test_a_member_gets_another_place(cmo: Member, member: Make, browser: Browser):
    lead = member("lead")

    browser(cmo).post(f"{HOME}members/{lead.pk}/move/", {"party": "mops", "team": "demand", "manages": "on"})

    lead.refresh_from_db()
    assert (lead.party, lead.team, lead.manages) == ("mops", "demand", True)


def test_a_member_who_is_let_go_sees_nothing_and_comes_back_by_an_invitation(
    cmo: Member, member: Make, browser: Browser
):
    lead = member("lead", manages=True)
    client = browser(lead)
    browser(cmo).post(f"{HOME}members/{lead.pk}/remove/")
    assert client.get("/w/acme/").status_code == 404

    _, token = people.invite(cmo.workspace, Place("viewer"), by=cmo)
    client.post(f"/join/{token}/")

    lead.refresh_from_db()
    assert (lead.party, lead.manages, lead.left) == ("viewer", False, None)


def test_anybody_may_leave_but_the_last_who_manages(cmo: Member, member: Make, browser: Browser):
    lead = member("lead")

    browser(lead).post(f"{HOME}members/{lead.pk}/remove/")
    stays = browser(cmo).post(f"{HOME}members/{cmo.pk}/remove/")

    assert [one.pk for one in people.members(cmo.workspace)] == [cmo.pk]
    assert "Somebody has to manage the workspace: name another first" in stays.content.decode()


def test_only_who_manages_the_workspace_does_any_of_it(cmo: Member, member: Make, browser: Browser):
    lead, other = member("lead"), member("sales")
    made, _ = people.invite(cmo.workspace, Place("viewer"), by=cmo)
    tried = [
        browser(lead).post(f"{HOME}{path}", {"party": "viewer"})
        for path in (
            "invite/",
            f"invitations/{made.pk}/revoke/",
            f"members/{other.pk}/move/",
            f"members/{other.pk}/remove/",
        )
    ]

    assert [one.status_code for one in tried] == [403] * 4
    assert Member.objects.filter(left=None).count() == 3
    assert people.invitations(cmo.workspace).count() == 1


def test_who_manages_one_workspace_manages_no_other(cmo: Member, member: Make, globex: Member, browser: Browser):
    lead = member("lead")
    made, _ = people.invite(cmo.workspace, Place("viewer"), by=cmo)
    home = "/w/globex/settings/"

    for path in (f"invitations/{made.pk}/revoke/", f"members/{lead.pk}/move/", f"members/{lead.pk}/remove/"):
        assert browser(globex).post(f"{home}{path}", {"party": "viewer"}).status_code == 404
    for tried in (
        lambda: people.invite(cmo.workspace, Place("viewer"), by=globex),
        lambda: people.revoke(made, by=globex),
        lambda: people.move(lead, Place("viewer"), by=globex),
        lambda: people.remove(lead, by=globex),
    ):
        with pytest.raises(PermissionDenied):
            tried()


def test_a_partner_sees_whom_to_ask_and_no_addresses(cmo: Member, member: Make, browser: Browser):
    member("sales")
    partner = member("partner", programs=["launch"])

    shown = browser(partner).get(HOME).content.decode()

    assert "Amara Okafor" in shown
    assert ">sales<" not in shown
    assert "@acme.example" not in shown


def test_everything_about_people_is_told_to_those_who_manage(cmo: Member, member: Make, browser: Browser):
    lead = member("lead")
    made, _ = people.invite(cmo.workspace, Place("viewer"), by=cmo, email="new@acme.example")
    people.revoke(made, by=cmo)
    people.move(lead, Place("mops"), by=cmo)
    people.remove(lead, by=cmo)

    shown = browser(cmo).get(f"{HOME}audit/").content.decode()

    assert [one.what for one in Event.objects.order_by("pk")] == [
        "workspace begun",
        "invited",
        "invitation taken back",
        "moved",
        "removed",
    ]
    assert "party: lead → mops" in shown
    assert browser(member("sales")).get(f"{HOME}audit/").status_code == 403
    assert browser(member("viewer")).get(f"{HOME}audit/?as=csv").status_code == 403


def test_what_was_done_is_narrowed_and_exported(cmo: Member, browser: Browser):
    people.invite(cmo.workspace, Place("viewer"), by=cmo, email="new@acme.example")
    client = browser(cmo)

    narrowed = client.get(f"{HOME}audit/?what=invited&text=new@").content.decode()
    rows = list(csv.reader(StringIO(client.get(f"{HOME}audit/?as=csv&what=invited").content.decode("utf-8-sig"))))

    assert "new@acme.example" in narrowed
    assert "Workspace begun" not in narrowed
    assert rows[0] == ["when", "who", "what", "about", "change"]
    assert [row[1:] for row in rows[1:]] == [["Amara Okafor", "invited", "new@acme.example", "party: viewer"]]
    assert Event.objects.filter(what="audit exported").count() == 1


def test_a_cell_of_an_export_is_never_a_formula(cmo: Member, browser: Browser):
    cmo.user.name = '=HYPERLINK("http://x.example";"Amara")'
    cmo.user.save()

    rows = csv.reader(StringIO(browser(cmo).get(f"{HOME}audit/?as=csv").content.decode("utf-8-sig")))

    assert all(cell[:1] not in ("=", "+", "-", "@") for row in rows for cell in row)


@pytest.mark.parametrize("name", ["", " ", "\u202e\u200b"])
def test_a_workspace_has_a_name_that_can_be_read(name: str, cmo: Member, browser: Browser):
    answer = browser(cmo).post("/workspaces/begin/", {"name": name, "party": "cmo"})

    assert answer.status_code == 400
    assert "Give the workspace a name" in answer.content.decode()
    with pytest.raises(Refused):
        workspaces.name(cmo.workspace, name, by=cmo)


def test_the_cockpit_shows_each_workspace_by_itself(cmo: Member, globex: Member, browser: Browser):
    Member.objects.create(workspace=globex.workspace, user=cmo.user, party="viewer")
    client = browser(cmo)

    both = client.get("/workspaces/").content.decode()

    assert re.findall(r"<bdi>(\w+)</bdi>", both) == ["Acme", "Globex"]
    assert "Alignment" in both
    assert "no data" in both
    assert "Acme" not in client.get("/w/globex/").content.decode()
    assert "Globex" not in client.get("/w/acme/").content.decode()
