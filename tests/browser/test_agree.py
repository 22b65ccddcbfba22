"""From the check to both sides' yes in two browsers, and back to one of them when what was agreed no longer fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from truenorth.plan.edit import Edit
from truenorth.plan.entity import data
from truenorth.records.agree import EVIDENCE
from truenorth.server import store
from truenorth.server.models import Member, Scenario, Workspace
from truenorth.server.services import agree, fit, plan, workspaces
from truenorth.services import agree as saying

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(of: Scenario) -> Scenario:
    return workspaces.main(Workspace.objects.get(pk=of.workspace_id))


def changed(acme: Scenario, ref: str, by: Member, **fields: object) -> None:
    was = data(store.load(fresh(acme)).entities[ref])
    plan.change(fresh(acme), [Edit(ref, was, {**was, **fields})], by=by)


@pytest.mark.meets("S1-29")
def test_check_way_out_objection_both_agree_and_again_on_what_moved(
    acme: Scenario, cmo: Member, member: Callable[..., Member], opened: Any
):
    business, mops, sales = (member(party) for party in ("business", "mops", "sales"))
    changed(acme, "commitment:follow-up", sales, answer="accepted")
    changed(acme, "tool:mailer", mops, limits={"emails": "40000"})
    day = fit.today(cmo.workspace)
    verdict = {"says": "can be done", "evidence": [{"kind": kind, "says": kind} for kind in EVIDENCE]}
    no = {"says": "Too much mail in March", "alternative": "A larger mailer", "about": "tool:mailer"}
    for what, say in (("judge", saying.judge), ("object", saying.object_)):
        said = say(agree.who(mops, day), verdict if what == "judge" else no)
        agree.said(fresh(acme), day, said, what=what, by=mops)

    one = opened(cmo, "check/ready/")
    one.get_by_role("button", name="Apply all").click()
    one.get_by_text("All of it is put right.").wait_for()
    one.get_by_role("link", name="Agree", exact=True).click()
    one.get_by_role("button", name="Put it up for agreement").click()
    one.get_by_role("button", name="I have seen this version").click()
    one.get_by_text("in the way of your yes").wait_for()
    one.get_by_label("What was changed, or why it stays").fill("The mailing was moved")
    one.get_by_role("button", name="Answer it").click()
    one.get_by_text("The objection is answered.").wait_for()
    agree.said(fresh(acme), day, saying.judge(agree.who(mops, day), verdict), what="judge", by=mops)

    other = opened(business, "agree/")
    other.get_by_role("button", name="I have seen this version").click()
    for page in (one, other):
        page.get_by_role("button", name="Agree to version").click()
        page.get_by_text("You have agreed.").wait_for()
    for page in (one, other):
        page.get_by_text("Both sides have agreed to this version.").wait_for()

    changed(acme, "tool:mailer", mops, limits={"emails": "100"})
    one.get_by_text("Changed since it was agreed: marketing is asked to agree again.").wait_for()
    assert [one_["id"] for one_ in Axe().run(one)["violations"]] == []
    one.get_by_role("button", name="I have seen this version").click()
    one.get_by_role("button", name="Agree again on what moved").click()
    other.get_by_text("Both sides have agreed to this version.").wait_for()
    assert other.get_by_text("Amara Okafor").count() >= 1
