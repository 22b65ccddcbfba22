"""The plan with more or less money or hours, as a what-if that is repaired."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from truenorth.plan.edit import Edit
from truenorth.server import store
from truenorth.server.models import Change, Member, Scenario, Workspace
from truenorth.server.services import fit, replan, workspaces
from truenorth.server.services.people import Refused
from truenorth.server.services.plan import Denied

Browser = Callable[[Member], Client]


ITEMS = {
    "company:us": {"name": "Us", "currency": "EUR"},
    "goal:grow": {"name": "Grow"},
    "objective:more": {"name": "More", "serves": "goal:grow"},
    "team:ours": {"name": "Ours"},
    "budget:all": {"name": "All", "team": "ours", "start": "2027-01-01", "end": "2027-12-31", "amount": "1000"},
    **{
        f"activity:{name}": {
            "name": name.capitalize(),
            "serves": "objective:more",
            "team": "ours",
            "start": "2027-03-01",
            "end": "2027-03-12",
            "cost": cost,
        }
        for name, cost in (("letter", "700"), ("fair", "280"))
    },
}


@pytest.fixture
def small(cmo: Member, monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """A plan whose work costs nearly all that there is."""
    pytest.importorskip("ortools")
    monkeypatch.setattr(fit, "BEAT", 600.0)  # a test is one transaction: no other thread writes in it
    made = workspaces.main(workspaces.begin("Small", user=cmo.user).workspace)
    Workspace.objects.filter(pk=made.workspace_id).update(today=date(2027, 1, 11))
    store.apply(made, [Edit(ref, None, fields) for ref, fields in ITEMS.items()], by=None)
    return workspaces.main(made.workspace)


def test_less_money_is_a_what_if_whose_cheapest_way_out_is_taken_and_that_says_what_it_costs_each_goal(
    small: Scenario, browser: Browser
):
    by = small.workspace.members.get()
    client = browser(by)

    led = client.post("/w/small/plan/what-ifs/again/", {"money": "-10 %", "hours": ""})
    made = Scenario.objects.select_related("parent", "workspace").get(name="10 % less money")
    repaired = replan.repaired(made, by=by)

    assert led.url == f"/w/small/if/{made.key}/plan/what-ifs/{made.key}/"
    assert store.load(made).entities["budget:all"].amount.amount == 900
    assert repaired is not None
    assert repaired.does == Change.Does.MEND
    assert [one.why for one in store.history(made)][1] == "re-planned with 10 % less money"
    assert fit.read(fit.prove(made)).told.verdict == "fits"
    says = client.get(led.url).content.decode()
    assert re.search(r"<dt>Grow</dt><dd>EUR [\d,]+ less", says)
    assert store.load(small).entities["budget:all"].amount.amount == 1000


def test_a_way_out_that_others_have_to_take_is_offered_and_not_taken(
    small: Scenario, cmo: Member, member: Callable[..., Member]
):
    user = member("finance").user
    finance = Member.objects.create(workspace=small.workspace, user=user, party="finance")

    made = replan.replan(small, money=-10, by=finance)

    assert replan.repaired(made, by=finance) is None
    made.refresh_from_db()
    assert made.head == 1


def test_who_may_not_change_budgets_plans_with_no_other_money(acme: Scenario, member: Callable[..., Member]):
    with pytest.raises(Denied, match="the head of marketing"):
        replan.replan(acme, money=-10, by=member("mops"))
    assert Scenario.objects.filter(parent=acme).count() == 0


def test_without_a_share_or_with_nonsense_it_is_told_what_to_write(acme: Scenario, cmo: Member, browser: Browser):
    with pytest.raises(Refused, match="say how much more or less"):
        replan.replan(acme, by=cmo)
    says = browser(cmo).post("/w/acme/plan/what-ifs/again/", {"money": "a lot"}, follow=True).content.decode()
    assert "“a lot” is no share: write a whole number of per cent, such as -10" in says
    far = browser(cmo).post("/w/acme/plan/what-ifs/again/", {"money": "-95"}, follow=True).content.decode()
    assert "choose between -90 and 300 %" in far
