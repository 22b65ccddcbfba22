"""Agreeing on a folder: one list refuses it, nobody agrees for the other side, and what moved is agreed again."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from truenorth.plan.example import folder as example
from truenorth.plan.fault import Faults
from truenorth.records import read
from truenorth.records.agree import Version
from truenorth.rules import check
from truenorth.services import agree
from truenorth.services.agree import NotYet, Say, Scene, Who
from truenorth.services.check import judge
from truenorth.services.plan import Refused, set_fields

TODAY = date(2027, 1, 11)
CMO, BUSINESS, MOPS = (
    Who("cmo", "head-of-marketing", "Amara Okafor", TODAY),
    Who("business", "managing-director", "Jonas Weber", TODAY),
    Who("mops", "", "Mina Sato", TODAY),
)
CAN = {
    "says": "can be done",
    "evidence": [{"says": kind, "kind": kind} for kind in ("data", "technology", "performance")],
}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    shutil.copytree(example("acme"), tmp_path / "plan")
    (tmp_path / "plan" / "truenorth.yaml").write_text("schema: 1\nrules: {FIT01: {off: true}}\n")
    return tmp_path / "plan"


def says(plan: Path, *what: Say) -> Scene:
    for one in what:
        found = agree.said(plan, TODAY, one)
    return found


def looked(plan: Path) -> Scene:
    return agree.looked_at(plan, TODAY)


def both_agree(plan: Path) -> Scene:
    ready = (agree.put_up(CMO), agree.judge(MOPS, CAN), agree.see(CMO), agree.see(BUSINESS))
    return says(plan, *ready, agree.agree(CMO), agree.agree(BUSINESS))


@pytest.mark.meets("S1-30")
def test_from_a_draft_to_an_agreed_version_that_can_be_opened_again(plan: Path) -> None:
    assert looked(plan).room.says == "A draft: nobody has put it up for agreement yet."

    room = both_agree(plan).room

    assert (room.state, [one.name for one in room.standing.signed if room.standing]) == (
        "agreed",
        ["Amara Okafor", "Jonas Weber"],
    )
    set_fields(plan, "tool:mailer", {"limits": "emails=15000"}, new=False)
    assert judge(plan, TODAY).case.agreed == agree.scene(judge(plan, TODAY)).opened(room.standing.version)


@pytest.mark.meets("S1-11")
def test_what_stands_in_the_way_is_one_list_and_refuses_the_agreement(plan: Path) -> None:
    set_fields(plan, "commitment:follow-up", {"answer": "", "asked_on": "2027-01-08"}, new=False)
    no = {"says": "Too much mail", "alternative": "Half of it in April", "about": "Spring letter"}

    room = says(plan, agree.put_up(CMO), agree.object_(MOPS, no), agree.see(CMO)).room

    assert [one.says for one in room.stands] == [
        "Spring letter: an objection is not answered: Too much mail",
        "Marketing operations has given no verdict on it yet",
        "Sales follows up: was asked and is not answered",
        "The business has not seen this version",
    ]
    with pytest.raises(NotYet, match="not agreed: 3 things stand in the way: Spring letter: an objection") as refused:
        says(plan, agree.agree(CMO))
    assert list(refused.value.stands) == room.stands_for("marketing")
    assert read(plan).agreed == ()


def test_what_a_workspace_requires_stands_in_the_way_until_it_is_put_right(plan: Path) -> None:
    (plan / "truenorth.yaml").write_text("schema: 1\nrules: {FIT01: {off: true}}\nrequired: [TOOL02]\n")
    set_fields(plan, "tool:mailer", {"limits": "emails=9000"}, new=False)

    assert [one.says for one in looked(plan).room.stands if one.sort == "finding"] == [
        "Mailer: 12,000 emails are planned in 2027-03; the limit is 9,000 (TOOL02 is required)"
    ]


def test_nobody_agrees_for_the_other_side_twice_or_to_a_draft(plan: Path) -> None:
    with pytest.raises(Refused, match="agrees for neither side"):
        says(plan, agree.put_up(CMO), agree.agree(MOPS))
    says(plan, agree.take_back(CMO))
    with pytest.raises(Refused, match="it is a draft"):
        says(plan, agree.agree(CMO))
    ready = (agree.put_up(CMO), agree.judge(MOPS, CAN), agree.see(CMO), agree.see(BUSINESS), agree.agree(CMO))
    with pytest.raises(Refused, match="marketing has agreed to this version already"):
        says(plan, *ready, agree.agree(CMO))


def test_a_version_that_moved_on_is_not_agreed_and_what_changed_is_told(plan: Path) -> None:
    before = says(plan, agree.put_up(CMO), agree.judge(MOPS, CAN)).version
    set_fields(plan, "objective:pipeline", {"target": "30"}, new=False)

    with pytest.raises(Refused, match=r"changed since you looked at it: ~ Forty opportunities .* target: 40 -> 30"):
        says(plan, agree.agree(CMO, before))
    with pytest.raises(Refused, match="look at it again"):
        says(plan, agree.agree(CMO, Version(plan="0123")))


def test_an_agreement_to_a_version_that_moved_on_since_holds_no_longer(plan: Path) -> None:
    ready = (agree.put_up(CMO), agree.judge(MOPS, CAN), agree.see(CMO), agree.see(BUSINESS), agree.agree(CMO))
    says(plan, *ready)
    set_fields(plan, "tool:mailer", {"limits": "emails=15000"}, new=False)

    room = says(plan, agree.see(BUSINESS), agree.agree(BUSINESS)).room

    assert (room.state, list(room.signed), [one.party for one in room.stale]) == ("in review", ["business"], ["cmo"])


@pytest.mark.meets("S0-02", "S3-09")
def test_a_lowered_limit_that_breaks_the_agreement_asks_marketing_alone_again(plan: Path) -> None:
    both_agree(plan)
    set_fields(plan, "tool:mailer", {"limits": "emails=9000"}, new=False)

    room = looked(plan).room

    assert room.says == "Changed since it was agreed: marketing is asked to agree again."
    assert [one.headline for one in room.again.unfit if room.again] == [
        "Mailer: limits have changed since both sides agreed, "
        "and now 12,000 emails are planned in 2027-03; the limit is 9,000"
    ]
    with pytest.raises(Refused, match="concerns marketing alone: nobody agrees for the other side"):
        says(plan, agree.see(BUSINESS), agree.agree(BUSINESS))
    assert says(plan, agree.see(CMO), agree.agree(CMO)).room.state == "agreed"
    assert read(plan).agreed[-1].moved == ["tool:mailer"]


def test_a_target_that_moved_asks_both_and_a_small_change_nobody(plan: Path) -> None:
    both_agree(plan)
    set_fields(plan, "activity:check-up", {"note": "Bring coffee"}, new=False)
    small = looked(plan).room
    set_fields(plan, "objective:pipeline", {"target": "30"}, new=False)

    assert (small.state, small.asks) == ("changed since agreed", ())
    assert looked(plan).room.asks == ("marketing", "business")
    assert [(one.title, [line.says for line in one.lines]) for one in looked(plan).room.drift] == [
        ("Grow with mid-sized offices", ["target is 30 now; 40 was agreed"])
    ]


@pytest.mark.meets("S1-33")
def test_a_verdict_that_says_no_is_an_objection_with_an_alternative(plan: Path) -> None:
    no = {**CAN, "says": "can not be done", "given": "Nobody has hours for the events"}
    with pytest.raises(Refused, match="carries an alternative"):
        says(plan, agree.judge(MOPS, no))

    room = says(plan, agree.judge(MOPS, no, "One open house instead of two")).room

    assert [(one.objection.says, one.objection.alternative) for one in room.heard] == [
        ("Nobody has hours for the events", "One open house instead of two")
    ]


def test_an_objection_is_answered_by_somebody_else_or_taken_back(plan: Path) -> None:
    says(plan, agree.object_(MOPS, {"says": "Too much mail", "alternative": "Half"}))
    with pytest.raises(Refused, match="for somebody else to answer"):
        says(plan, agree.answer(MOPS, "1", {"outcome": "stays", "says": "So be it"}))
    with pytest.raises(Refused, match="only those who raised it"):
        says(plan, agree.answer(CMO, "1", {"outcome": "taken back", "says": "No"}))

    room = says(plan, agree.answer(CMO, "1", {"outcome": "changed", "says": "Half of it goes in April"})).room

    assert [(one.reply.by, one.reply.says) for one in room.heard if one.reply] == [
        ("head-of-marketing", "Half of it goes in April")
    ]
    with pytest.raises(Refused, match="answered already"):
        says(plan, agree.answer(CMO, "1", {"outcome": "stays", "says": "Or not"}))


def test_work_that_costs_much_and_changed_since_the_verdict_needs_another(plan: Path) -> None:
    says(plan, agree.put_up(CMO), agree.judge(MOPS, CAN))
    set_fields(plan, "activity:open-house", {"cost": "13000"}, new=False)

    assert [one.says for one in looked(plan).room.stands if one.sort == "verdict"] == [
        "Ready on Monday: has changed since the verdict of marketing operations, and costs over 5 % of the plan"
    ]


def test_a_document_of_the_agreed_version_that_was_changed_is_refused(plan: Path) -> None:
    both_agree(plan)
    set_fields(plan, "tool:mailer", {"limits": "emails=15000"}, new=False)
    [kept] = (plan / "records").glob("agreed-*.json")
    kept.write_text(kept.read_text().replace("Spring letter", "Autumn letter"))

    with pytest.raises(Faults) as refused:
        looked(plan)

    assert "no longer says what was agreed" in str(refused.value)


def test_an_agreed_plan_is_silent_by_the_rules_that_listen(plan: Path) -> None:
    case = both_agree(plan).case

    assert [one.rule for one in check(case).findings] == []
